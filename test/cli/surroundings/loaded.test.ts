// What a run with nothing to do loads: on a slow card that takes longer than its work.
import { afterEach, assert, beforeEach, describe, it } from "@effect/vitest"
import { readFileSync } from "node:fs"
import { basename, dirname, join } from "node:path"
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

const loadedBy = async (...args: ReadonlyArray<string>): Promise<ReadonlyArray<string>> => {
  const ended = await run([...args, "--root", root], { env: { NODE_OPTIONS: `--import=${NAMING}` } })
  assert.strictEqual(ended.code, 0, ended.stderr)
  return ended.stderr
    .split("\n")
    .filter((line) => line.startsWith("file:"))
    .map((url) => basename(url).replace(/^rolldown-runtime-.*/, "runtime"))
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
    assert.deepStrictEqual(await loadedBy("check"), ["bin.js", "main.js", "runtime"])
  })

  it("reconcile loads no more where there is nothing to do", async () => {
    await run(["reconcile", "--root", root])
    assert.deepStrictEqual(await loadedBy("reconcile"), ["bin.js", "main.js", "runtime"])
  })

  it.each(["Schema.js", "SchemaAST.js", "/cli/", "/http/", "yauzl", "isomorphic"])(
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
})
