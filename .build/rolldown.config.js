// The program carries everything it needs, because a device that runs it may have nothing else. The
// library leaves Effect to the application that embeds it: two copies in one process do not know each
// other's services.
import { fileURLToPath } from "node:url"

const source = (path) => fileURLToPath(new URL(`../src/${path}`, import.meta.url))

const platform = {
  platform: "node",
  tsconfig: false,
  logLevel: "warn",
  // What these make has no effect until it is used, so what is not used need not be made at start-up.
  treeshake: { manualPureFunctions: ["Context", "Data", "Layer", "Schema"], propertyReadSideEffects: false }
}

/** What a module imports of our own sources. With what these need it is one file: many take longer. */
const importedBy = (beginning) => {
  const found = new Set()
  const walk = (id, graph) => {
    if (found.has(id)) return
    found.add(id)
    const { importedIds } = graph.getModuleInfo(id) ?? { importedIds: [] }
    for (const imported of importedIds) if (imported.startsWith(source(""))) walk(imported, graph)
  }
  return (id, graph) => {
    walk(source(beginning), graph)
    return found.has(id)
  }
}

/** Of several that hold a module the first has it. */
const group = (name, beginning, priority) => {
  const isIn = importedBy(beginning)
  return { debugName: name, name: (id, graph) => (isIn(id, graph) ? name : null), priority }
}

/** What of Effect is about streams: a module at the start names it, and nothing there calls it. */
const STREAMS =
  /\/effect\/dist\/(?:ByteSize|Channel|FileSystem|PlatformError|PubSub|Queue|RcMap|Sink|Stream|internal\/stream)\.js$/

/** @type {(directory: string) => import("rolldown").BuildOptions[]} */
export const builds = (directory) => [
  {
    ...platform,
    // What the sources import dynamically becomes a chunk of its own, and is loaded when it is asked for.
    preserveEntrySignatures: "allow-extension",
    input: { bin: source("cli/bin.ts"), main: source("cli/main.ts") },
    // Effect looks there for what Vite makes of the environment; this format has no such thing.
    transform: { define: { "import.meta.env": "undefined" } },
    output: {
      dir: `${directory}/cli`,
      // CommonJS, since importing Node's own modules the other way reads every property of them, which for
      // `node:fs` alone loads a tenth of Node.
      format: "cjs",
      // A single character beyond Latin-1 doubles what a source takes in memory.
      minify: { compress: true, mangle: true, codegen: { asciiOnly: true } },
      sourcemap: "hidden",
      dynamicImportInCjs: false,
      chunkFileNames: "chunks/[name]-[hash].js",
      codeSplitting: {
        groups: [
          { name: "streams", test: STREAMS, priority: 4, includeDependenciesRecursively: false },
          group("start", "cli/main.ts", 3),
          group("view", "cli/view/look/reportView.ts", 2)
        ]
      }
    }
  },
  {
    ...platform,
    input: { index: source("index.ts"), testing: source("testing.ts") },
    // What the program loads when it needs it, the library exports.
    checks: { ineffectiveDynamicImport: false },
    external: [/^effect($|\/)/, /^@effect\//],
    output: { dir: directory, format: "esm", chunkFileNames: "chunks/[name]-[hash].js" }
  }
]
