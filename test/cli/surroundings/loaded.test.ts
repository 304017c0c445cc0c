// What a run with nothing to do loads: on a slow card that takes longer than its work.
import { afterEach, assert, beforeEach, describe, it } from "@effect/vitest"
import { mkdtempSync, readdirSync, readFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, dirname, join } from "node:path"
import { pathToFileURL } from "node:url"
import { healthyRoot, program, removed, run } from "../support/program.ts"

/** Names every file that is loaded, on standard error. */
const NAMING = `data:text/javascript,${encodeURIComponent(
  'import{registerHooks}from"node:module";import{writeSync}from"node:fs";registerHooks({load(url,context,next){writeSync(2,url+"\\n");return next(url,context)}})'
)}`

let root: string

beforeEach(() => {
  root = healthyRoot()
})

afterEach(() => {
  removed(root)
})

const namedBy = async (args: ReadonlyArray<string>): Promise<ReadonlyArray<string>> => {
  const ended = await run([...args, "--root", root], { env: { NODE_OPTIONS: `--import=${NAMING}` } })
  assert.strictEqual(ended.code, 0, ended.stderr)
  return ended.stderr.split("\n")
}

const loadedBy = async (...args: ReadonlyArray<string>): Promise<ReadonlyArray<string>> =>
  (await namedBy(args)).filter((line) => line.startsWith("file:")).map((url) => basename(url))

/** What `main.js` holds of the functions that a check calls: each from where it begins to its end. */
const calledByCheck = async (): Promise<
  ReadonlyArray<{ readonly before: string; readonly text: string }>
> => {
  const main = join(dirname(program), "main.js")
  const text = readFileSync(main, "utf8")
  const directory = mkdtempSync(join(tmpdir(), "ledmatrix-reconciler-test-"))
  try {
    await run(["check", "--root", root, "--json"], {
      env: { NODE_V8_COVERAGE: directory, NODE_DISABLE_COMPILE_CACHE: "1" }
    })
    const [file = ""] = readdirSync(directory)
    const { result }: Coverage = JSON.parse(readFileSync(join(directory, file), "utf8"))
    return result
      .filter(({ url }) => url === pathToFileURL(main).href)
      .flatMap(({ functions }) => functions.flatMap(({ ranges: [range] }) => range ?? []))
      .filter(({ count, startOffset }) => count > 0 && startOffset > 0)
      .map(({ endOffset, startOffset }) => ({
        before: text.slice(startOffset - 1, startOffset),
        text: text.slice(startOffset, endOffset)
      }))
  } finally {
    removed(directory)
  }
}

interface Coverage {
  readonly result: ReadonlyArray<{
    readonly url: string
    readonly functions: ReadonlyArray<{
      readonly ranges: ReadonlyArray<{
        readonly startOffset: number
        readonly endOffset: number
        readonly count: number
      }>
    }>
  }>
}

/** The modules that `main.js` is made of, as its source map names them. */
const modules = (): ReadonlyArray<string> => {
  const map: unknown = JSON.parse(readFileSync(join(dirname(program), "main.js.map"), "utf8"))
  return typeof map === "object" && map !== null && "sources" in map && Array.isArray(map.sources)
    ? map.sources.map(String)
    : []
}

describe("what is loaded", () => {
  it("a check loads one file of the program", async () => {
    assert.deepStrictEqual(await loadedBy("check"), ["bin.js", "main.js"])
  })

  it("reconcile loads no more where there is nothing to do", async () => {
    await run(["reconcile", "--root", root])
    assert.deepStrictEqual(await loadedBy("reconcile"), ["bin.js", "main.js"])
  })

  it.each(["crypto", "zlib", "http", "net", "child_process", "fs/promises"])(
    "a check loads nothing of Node's %s",
    async (part) => {
      const named = await namedBy(["check"])
      assert.include(named, "node:fs")
      assert.notInclude(named, `node:${part}`)
    }
  )

  it("what a check calls is compiled with the file: functions in parentheses are", async () => {
    const arrow = /^(?:async ?)?(?:\([\w$,]*\)|[\w$]+)=>/u
    const called = (await calledByCheck()).filter(({ text }) => arrow.test(text))
    const compiled = called.filter(({ before }) => before === "(")
    assert.isAbove(called.length, 300)
    assert.isAbove(compiled.length / called.length, 0.9)
  })

  it.each(["Schema.js", "SchemaAST.js", "Stream.js", "Channel.js", "/cli/", "/http/", "yauzl", "isomorphic"])(
    "that file holds nothing of %s",
    (part) => {
      const all = modules()
      assert.isAbove(all.length, 100)
      assert.deepStrictEqual(
        all.filter((module) => module.includes("node_modules") && module.includes(part)),
        []
      )
    }
  )

  it.each([
    "Writer.ts",
    "replacing/replaceFile.ts",
    "json/editing/editJson.ts",
    "judge/desired/notAsDesired.ts",
    "settings/settingsInFile.ts",
    "findings/reasons.ts",
    "look/reportView.ts",
    "formats/redact.ts",
    "gitInfo/",
    "commands/look/doctor.ts",
    "services/fleet/",
    // What asks a LEDMatrix that runs; what its display has published is read by every look.
    "services/ledmatrix/[^/]+$",
    "services/network/"
  ])("of our own it holds nothing of %s, which only some runs need", (part) => {
    const all = modules().filter((module) => !module.includes("node_modules"))
    assert.isTrue(all.some((module) => module.endsWith("judge/detectBy.ts")))
    assert.deepStrictEqual(
      all.filter((module) => new RegExp(part, "u").test(module)),
      []
    )
  })
})
