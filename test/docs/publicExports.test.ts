// What the library's doors export is explained where an editor looks: on the declaration.
import { assert, describe, it } from "@effect/vitest"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"

const source = (path: string): URL => new URL(path, new URL("../../src/", import.meta.url))

interface PublicExport {
  readonly name: string
  /** Of the module that declares it. */
  readonly module: URL
}

const publicExports = (door: string): ReadonlyArray<PublicExport> => {
  const text = readFileSync(source(door), "utf8")
  return [...text.matchAll(/^export (?:type )?\{([^}]+)\} from "([^"]+)"/gmu)].flatMap(
    ([, names = "", module = ""]) =>
      names
        .split(",")
        .map((name) => name.trim().replace(/^type | as .*$/gu, ""))
        .filter((name) => name !== "")
        .map((name) => ({ name, module: source(module) }))
  )
}

/** A schema and its type have one name: the docstring stands on the first of the two. */
const isDocumented = (text: string, name: string): boolean =>
  new RegExp(`\\*/\\nexport (?:const|class|interface|type) ${name}\\b`, "u").test(text)

const undocumented = (door: string): ReadonlyArray<string> =>
  publicExports(door)
    .filter(({ module, name }) => !isDocumented(readFileSync(module, "utf8"), name))
    .map(({ module, name }) => `${name}, in ${fileURLToPath(module).replace(/^.*\/src\//u, "src/")}`)

describe("the library's doors", () => {
  for (const door of ["index.ts", "testing.ts"]) {
    it(`export from ${door} nothing without a docstring on its declaration`, () => {
      assert.isAbove(publicExports(door).length, 10)
      assert.deepStrictEqual(undocumented(door), [])
    })
  }

  it("do not take the docstring of one declaration for that of the next", () => {
    const text = "/** The first. */\nexport const First = 1\nexport const Second = 2\n"
    assert.deepStrictEqual(
      ["First", "Second"].map((name) => isDocumented(text, name)),
      [true, false]
    )
  })
})
