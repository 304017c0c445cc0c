// The program carries everything it needs; the library leaves Effect to the application that embeds it,
// because two copies of Effect in one process do not know each other's services.
import { fileURLToPath } from "node:url"

const source = (path) => fileURLToPath(new URL(`../src/${path}`, import.meta.url))

const platform = { platform: "node", tsconfig: false, resolve: { conditionNames: ["import", "node"] } }

const shared = {
  format: "esm",
  chunkFileNames: "chunks/[name]-[hash].js",
  entryFileNames: "[name].js"
}

/** @type {(directory: string) => import("rolldown").BuildOptions[]} */
export const builds = (directory) => [
  {
    ...platform,
    input: { bin: source("cli/bin.ts"), main: source("cli/main.ts") },
    output: { ...shared, dir: `${directory}/cli`, minify: true, sourcemap: "hidden" }
  },
  {
    ...platform,
    input: { index: source("index.ts"), testing: source("testing.ts") },
    external: [/^effect($|\/)/, /^@effect\//],
    output: { ...shared, dir: directory }
  }
]
