import { availableParallelism } from "node:os"
import { configDefaults, defineConfig } from "vitest/config"
import { filesLeftOut, tellWhatIsLeftOut } from "./support/vitest/otherPrograms.ts"

/** Specifications of the built program, page and package: what they run is built first, once. */
const ofTheBuild = [
  "cli/**/*.test.ts",
  "dashboard/browser/**/*.test.ts",
  "http/built.test.ts",
  "packaging/**/*.test.ts"
]

const exclude = [...configDefaults.exclude, ...filesLeftOut]

export default defineConfig({
  cacheDir: "../node_modules/.vite",
  test: {
    root: import.meta.dirname,
    // These only end what hangs: how long a search or a process takes is the machine's affair.
    testTimeout: 900_000,
    hookTimeout: 900_000,
    setupFiles: ["./support/vitest/setup.ts"],
    // Nothing of one file is left for the next, and loading Effect takes longer than most.
    isolate: false,
    // Much of the time is waiting for processes, disk and sockets: no core is kept free.
    maxWorkers: availableParallelism(),
    projects: [
      {
        // The hook of one project runs once; this file is read once more for each of them.
        plugins: [{ name: "tell-what-is-left-out", configureVitest: tellWhatIsLeftOut }],
        test: {
          name: "source",
          include: ["**/*.test.ts"],
          exclude: [...exclude, ...ofTheBuild]
        }
      },
      {
        test: {
          name: "build",
          include: ofTheBuild,
          exclude,
          globalSetup: [`${import.meta.dirname}/support/vitest/freshBuild.ts`]
        }
      }
    ]
  }
})
