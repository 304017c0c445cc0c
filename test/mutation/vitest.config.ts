import { defineConfig } from "vitest/config"

/** Tests that run in this process and in little time: each is run again for every change of the code it reaches. */
export default defineConfig({
  cacheDir: "../../node_modules/.vite",
  test: {
    root: `${import.meta.dirname}/..`,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    setupFiles: ["./support/setup.ts"],
    include: ["json/**/*.test.ts", "domain/**/*.test.ts"]
  }
})
