/** Rules of plugins' `.gitignore` files, judged beside git itself: both say the same of every file. */
import { NodeServices } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { execFileSync, spawnSync } from "node:child_process"
import { NodeFileReader } from "../../../../src/node/NodeFileReader.ts"
import { pluginTree } from "../../../../src/services/disk/localFiles/pluginTree.ts"
import { directoryWith } from "../../../support/realInstallation.ts"

const TREE = [
  "a.log",
  "keep.txt",
  "sub/a.log",
  "sub/keep.txt",
  "sub/deep/a.log",
  "sub/build/out.o",
  "build/out.o",
  "cache/x.bin",
  "cache/keep.txt",
  "tmp/a/b/c.txt",
  "name with space ",
  "#odd",
  "!bang",
  "star*",
  "[b].t",
  "Über.txt",
  "ü/ä.txt",
  ".env"
]

/** By directory: the lines of its rules. */
type Rules = { readonly [directory: string]: string }

const RULES: ReadonlyArray<Rules> = [
  { "": "*.log\n!a.log\n/a.log" },
  { "": "*\n!*/\n!*.txt" },
  { "": "sub/*\n!sub/deep/" },
  { "": "sub/\n!sub/keep.txt" },
  { "": "cache/**\n!cache/keep.txt" },
  { "": "tmp/**/c.txt\n**/deep/**\n/**/build" },
  { "": "\\#odd\n\\!bang\nname with space\\ \nstar\\*\n\\[b].t" },
  { "": "#odd\n!bang\nname with space \nstar*\n[!a].t" },
  { "": "Ü*\nü/\n.*\n!.env" },
  { "": "/\n//\n**\n!sub" },
  { "": "*.log\r\n!keep.txt\r\n/cache/\r\n" },
  { "": "*.log \n*.txt\t\n  *.bin" },
  { "": "build", sub: "!build" },
  { "": "build\na.log", sub: "!*/" },
  { "": "**/build/", sub: "!build/\n*.o" },
  { "": "*", sub: "!*" },
  { "": "*\n!*/", sub: "!*.log", "sub/deep": "a.log" },
  { "": "cache/*", cache: "!keep.txt" },
  { "": "cache", cache: "!keep.txt" },
  { sub: "/a.log\ndeep/a.log", "sub/deep": "!a.log" },
  { "": "*.lo[\n*.txt\\\n{a,b}.log\n[[:alpha:]]*.t" }
]

const layer = Layer.merge(NodeFileReader.layer, NodeServices.layer)

describe("a file is ignored as by git", () => {
  it.live.each(RULES.map((rules) => [JSON.stringify(rules), rules] as const))("with %s", ([_title, rules]) =>
    Effect.gen(function* () {
      const top = yield* directoryWith({
        ...Object.fromEntries(TREE.map((path) => [path, "x"])),
        ...Object.fromEntries(
          Object.entries(rules).map(([directory, lines]) => [`${directory}/.gitignore`, lines])
        )
      })
      const found = yield* pluginTree(top)
      execFileSync("git", ["init", "-q", top])
      const { stdout } = spawnSync(
        "git",
        ["-C", top, "-c", "core.excludesFile=/dev/null", "check-ignore", "--no-index", "-z", "--stdin"],
        { input: found.map(({ path }) => `${path}\0`).join(""), encoding: "utf8" }
      )
      assert.deepStrictEqual(
        found.flatMap(({ ignored, path }) => (ignored ? [path] : [])).toSorted(),
        stdout.split("\0").filter(Boolean).toSorted()
      )
    }).pipe(Effect.scoped, Effect.provide(layer))
  )
})
