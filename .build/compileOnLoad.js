// Has V8 compile with its file what the commands call. Node keeps compiled code as it stands when a file has been
// loaded: a function that is compiled at its first call is not in it, and costs that again in every process. V8 compiles
// with the file what stands in parentheses; what that should be is found by running the commands.
import { spawnSync } from "node:child_process"
import { globSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { pathToFileURL } from "node:url"
import { parseAst } from "rolldown/parseAst"

/** What timers run; for their sake alone is something compiled in the file that every command loads. */
const TIMED = [["check"], ["reconcile"]]
const OTHERS = [
  ["explain", "clock"],
  ["installed"],
  ["history"],
  ["install", "not a name", "--offline"],
  ["--help"]
]

const PLUGINS = ["clock", "weather"]

const every = (make) => Object.fromEntries(PLUGINS.map((id) => [id, make(id)]))

const manifestOf = (id) => ({
  id,
  name: id,
  version: "1.0.0",
  class_name: "Plugin",
  display_modes: [id]
})

const recordOf = (plugin_id) => ({
  plugin_id,
  status: "enabled",
  enabled: true,
  version: "1.0.0",
  installed_at: "2026-04-08T09:12:33.123456",
  last_updated: "2026-04-08T09:13:02.654321",
  config_version: 1,
  metadata: {}
})

const write = (path, content) => {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, JSON.stringify(content))
}

/** A sign on which nothing disagrees: what repairs is loaded when it is needed, and takes longer anyway. */
const makeSign = (root) => {
  write(
    join(root, "config/config.json"),
    every(() => ({ enabled: true }))
  )
  write(join(root, "data/plugin_state.json"), { version: 1, states: every(recordOf) })
  for (const id of PLUGINS) write(join(root, "plugin-repos", id, "manifest.json"), manifestOf(id))
}

const run = (bin, words, root, env = {}) =>
  spawnSync(process.execPath, [bin, ...words, "--root", root, "--json"], {
    env: { ...env, NODE_DISABLE_COMPILE_CACHE: "1" },
    stdio: "ignore"
  })

/** Where the functions begin that were called, by file. */
const calledBy = (bin, commands, root) => {
  const coverage = join(root, "coverage")
  const env = { NODE_V8_COVERAGE: coverage }
  for (const words of commands) run(bin, words, root, env)
  const called = new Map()
  for (const file of readdirSync(coverage))
    for (const { functions, url } of JSON.parse(readFileSync(join(coverage, file), "utf8")).result)
      for (const { ranges } of functions)
        if (ranges[0].count > 0) called.set(url, (called.get(url) ?? new Set()).add(ranges[0].startOffset))
  rmSync(coverage, { recursive: true })
  return (path) => called.get(pathToFileURL(path).href) ?? new Set()
}

/** Methods cannot stand in parentheses. */
const isMethod = ({ kind, method, type }) =>
  type === "MethodDefinition" || (type === "Property" && (method || kind !== "init"))

/** The functions in a syntax tree that can stand in parentheses. */
const functionsIn = function* (node, parent) {
  if (typeof node !== "object" || node === null) return
  if (/^(?:Arrow)?FunctionExpression$/.test(node.type) && !isMethod(parent)) yield node
  for (const child of Object.values(node)) yield* functionsIn(child, Array.isArray(node) ? parent : node)
}

const inParentheses = (source, called) => {
  const found = [...functionsIn(parseAst(source), {})].filter(({ start }) => called.has(start))
  const edges = found
    .flatMap(({ end, start }) => [
      { at: start, text: "(" },
      { at: end, text: ")" }
    ])
    .toSorted((a, b) => a.at - b.at)
  return (
    edges.map(({ at, text }, i) => source.slice(edges[i - 1]?.at ?? 0, at) + text).join("") +
    source.slice(edges.at(-1)?.at ?? 0)
  )
}

/** Rewrites the files of the program that `cli` holds. */
export const compileOnLoad = (cli) => {
  const root = mkdtempSync(join(tmpdir(), "ledmatrix-build-"))
  try {
    makeSign(root)
    const bin = join(cli, "bin.js")
    // The first run writes down what agrees; the later ones have nothing to do.
    run(bin, ["reconcile"], root)
    const [timed, others] = [calledBy(bin, TIMED, root), calledBy(bin, OTHERS, root)]
    for (const name of globSync("{main,chunks/*}.js", { cwd: cli })) {
      const path = join(cli, name)
      const called = name === "main.js" ? timed(path) : timed(path).union(others(path))
      if (called.size > 0) writeFileSync(path, inParentheses(readFileSync(path, "utf8"), called))
    }
    // The maps still say what is in a file, but no longer where.
    for (const name of globSync("**/*.js.map", { cwd: cli })) {
      const map = JSON.parse(readFileSync(join(cli, name), "utf8"))
      writeFileSync(join(cli, name), JSON.stringify({ ...map, mappings: "" }))
    }
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}
