/** Which files a plugin's own `.gitignore` ignores, as git judges it. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { pluginTree } from "../../../../src/services/disk/localFiles/pluginTree.ts"
import { MemoryFiles } from "../../../../src/testing/MemoryFiles.ts"

const TOP = "/plugins/clock"

/** The ignored files of a plugin with these files, each named with the rules that hold in its directory. */
const ignoredIn = (
  files: { readonly [path: string]: string },
  alsoBy: { readonly [path: string]: string } = {}
) =>
  Effect.gen(function* () {
    const found = yield* pluginTree(TOP, ["/plugins/next"])
    return found.flatMap(({ ignored, path }) => (ignored ? [path] : []))
  }).pipe(
    Effect.provide(
      MemoryFiles.layer(
        Object.fromEntries([
          ["/plugins/next/manifest.json", "{}"],
          ...Object.entries(files).map(([path, text]) => [`${TOP}/${path}`, text]),
          ...Object.entries(alsoBy).map(([path, text]) => [`/plugins/next/${path}`, text])
        ])
      )
    )
  )

const OF = ["a.log", "sub/a.log", "keep.log", "data/x/y.bin", "sub/data/z.bin", "A.LOG"]
const files = Object.fromEntries(OF.map((path) => [path, "x"]))

describe("a file", () => {
  it.effect.each([
    ["a name anywhere", "a.log", ["a.log", "sub/a.log"]],
    ["an anchored name", "/a.log", ["a.log"]],
    ["a pattern, with its negation", "*.log\n!keep.log", ["a.log", "sub/a.log"]],
    [
      "a negation that a later line takes back",
      "*.log\n!keep.log\nkeep.log",
      ["a.log", "keep.log", "sub/a.log"]
    ],
    ["a directory anywhere", "data/", ["data/x/y.bin", "sub/data/z.bin"]],
    ["an anchored directory", "/data/", ["data/x/y.bin"]],
    ["a directory, of which nothing comes back", "data/\n!data/x/y.bin", ["data/x/y.bin", "sub/data/z.bin"]],
    ["the contents of a directory, with an exception", "data/*\n!data/x", []],
    ["any depth between", "data/**/y.bin", ["data/x/y.bin"]],
    ["the same capitals", "*.LOG", ["A.LOG"]],
    ["a comment, which says nothing", "#a.log", []],
    [
      "line ends of Windows and a byte-order mark",
      "\u{FEFF}a.log\r\nkeep.log\r\n",
      ["a.log", "keep.log", "sub/a.log"]
    ],
    [
      "a pattern that would take for ever, which counts as none",
      `${"*a".repeat(12)}*b\na.log`,
      ["a.log", "sub/a.log"]
    ]
  ] satisfies ReadonlyArray<readonly [string, string, ReadonlyArray<string>]>)(
    "is ignored by %s",
    ([_title, rules, expected]) =>
      Effect.map(ignoredIn({ ...files, ".gitignore": rules }), (found) =>
        assert.deepStrictEqual(found, [...expected].toSorted())
      )
  )

  it.effect("is ignored by rules of a directory within it alone", () =>
    Effect.map(ignoredIn({ ...files, "sub/.gitignore": "a.log" }), (found) =>
      assert.deepStrictEqual(found, ["sub/a.log"])
    )
  )

  it.effect("is what the deeper rules say, where two say different things", () =>
    Effect.map(ignoredIn({ ...files, ".gitignore": "*.log", "sub/.gitignore": "!a.log" }), (found) =>
      assert.deepStrictEqual(found, ["a.log", "keep.log"])
    )
  )

  it.effect("is not ignored in a directory that deeper rules bring back", () =>
    Effect.map(
      ignoredIn({
        ...files,
        "sub/[1]* x/keep.log": "x",
        "sub/[1]* x/a.log": "x",
        ".gitignore": "data\n\\[1\\]*\na.log",
        "sub/.gitignore": "!*/"
      }),
      (found) => assert.deepStrictEqual(found, ["a.log", "data/x/y.bin", "sub/[1]* x/a.log", "sub/a.log"])
    )
  )

  it.effect("is ignored by the rules of the next release too", () =>
    Effect.map(ignoredIn(files, { ".gitignore": "/data/" }), (found) =>
      assert.deepStrictEqual(found, ["data/x/y.bin"])
    )
  )

  it.effect("is ignored by what a checkout excludes for itself", () =>
    Effect.map(ignoredIn({ ...files, ".git/info/exclude": "keep.log" }), (found) =>
      assert.deepStrictEqual(found, ["keep.log"])
    )
  )
})
