// The program carries everything it needs, because a device that runs it may have nothing else. The
// library leaves Effect to the application that embeds it: two copies in one process do not know each
// other's services.
import { fileURLToPath } from "node:url"

const source = (path) => fileURLToPath(new URL(`../src/${path}`, import.meta.url))

const platform = {
  platform: "node",
  tsconfig: false,
  logLevel: "warn",
  // jsonc-parser's `main` is a kind of module that cannot be bundled.
  resolve: { mainFields: ["module", "main"] }
}

/**
 * Keeps everything that an entry imports statically in the entry's own file. Split into shared chunks, a
 * check spends a tenth of its time on opening files.
 */
const inOneFile = () => {
  const imports = new Map()
  const found = new Set()
  const visit = (id) => {
    if (found.has(id)) return
    found.add(id)
    imports.get(id)?.forEach(visit)
  }
  const entries = []
  return {
    plugin: {
      name: "in-one-file",
      moduleParsed(info) {
        imports.set(info.id, info.importedIds)
        if (info.isEntry) entries.push(info.id)
      },
      buildEnd() {
        entries.forEach(visit)
      }
    },
    codeSplitting: {
      groups: [{ name: "start", test: (id) => found.has(id), includeDependenciesRecursively: false }]
    }
  }
}

/**
 * CommonJS, since importing Node's own modules the other way reads every property of them, which for
 * `node:fs` alone loads a tenth of Node.
 */
const program = (name, directory, beside = []) => {
  const { codeSplitting, plugin } = inOneFile()
  return {
    ...platform,
    input: { [name]: source(`cli/${name}.ts`) },
    external: beside.map((other) => source(`cli/${other}.ts`)),
    preserveEntrySignatures: name === "slowLane" ? "strict" : false,
    plugins: [plugin],
    output: {
      dir: `${directory}/cli`,
      format: "cjs",
      minify: true,
      sourcemap: "hidden",
      chunkFileNames: "chunks/[name]-[hash].js",
      paths: Object.fromEntries(beside.map((other) => [source(`cli/${other}.ts`), `./${other}.js`])),
      ...(name === "main" ? { codeSplitting } : {})
    }
  }
}

/** @type {(directory: string) => import("rolldown").BuildOptions[]} */
export const builds = (directory) => [
  program("bin", directory, ["main"]),
  program("main", directory, ["slowLane"]),
  program("slowLane", directory),
  {
    ...platform,
    input: { index: source("index.ts"), testing: source("testing.ts") },
    external: [/^effect($|\/)/, /^@effect\//],
    output: { dir: directory, format: "esm", chunkFileNames: "chunks/[name]-[hash].js" }
  }
]
