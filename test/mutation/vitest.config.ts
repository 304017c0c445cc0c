import { defineConfig } from "vitest/config"
import { AREA, areas } from "./areas.ts"

/**
 * The specifications of one area. They are not isolated from each other: a run stops at the first that fails, each
 * run has a process of its own, and loading Effect anew for each file would take most of the time.
 */
export default defineConfig({
  cacheDir: "../../node_modules/.vite",
  test: {
    root: `${import.meta.dirname}/..`,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    setupFiles: ["./support/setup.ts"],
    include: [...(areas[process.env[AREA] ?? ""]?.specs ?? [])],
    exclude: ["**/*Properties.test.ts"],
    isolate: false
  }
})
