import { defineConfig } from "vitest/config"

/** Tests of the built program and of the package: what they run is built first, once. */
const ofTheBuild = ["cli/**/*.test.ts", "http/built.test.ts", "packaging/**/*.test.ts"]

/** Tests of the built page in a browser, one file after the other: a browser takes a whole core. */
const inTheBrowser = ["dashboard/browser/**/*.test.ts"]

/** Rules and operations in memory: nothing of one is left for the next, and loading Effect takes longer than most. */
const inMemory = ["{domain,json,changes,reconcile,operations}/**/*.test.ts"]

const shared = {
  root: import.meta.dirname,
  testTimeout: 60_000,
  hookTimeout: 60_000,
  setupFiles: ["./support/setup.ts"]
}

export default defineConfig({
  cacheDir: "../node_modules/.vite",
  test: {
    root: import.meta.dirname,
    projects: [
      {
        test: {
          ...shared,
          name: "source",
          include: ["**/*.test.ts"],
          exclude: [...inMemory, ...ofTheBuild, ...inTheBrowser]
        }
      },
      { test: { ...shared, name: "memory", include: inMemory, isolate: false } },
      { test: { ...shared, name: "build", include: ofTheBuild, globalSetup: ["./support/freshBuild.ts"] } },
      {
        test: {
          ...shared,
          name: "browser",
          include: inTheBrowser,
          globalSetup: ["./support/freshBuild.ts"],
          fileParallelism: false
        }
      }
    ]
  }
})
