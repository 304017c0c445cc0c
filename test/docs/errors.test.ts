// Every code that a user can meet is explained in docs/errors.md, and nothing there is made up.
import { assert, describe, it } from "@effect/vitest"
import { globSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { Reason } from "../../src/domain/Finding.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))

const page = readFileSync(`${root}docs/errors.md`, "utf8")

/** The part under one heading, up to the next of the same level. */
const part = (heading: string): string => {
  const start = page.indexOf(`\n## ${heading}\n`)
  const end = page.indexOf("\n## ", start + 1)
  return start < 0 ? "" : page.slice(start, end < 0 ? page.length : end)
}

/** What stands in the first column of a table. */
const listed = (text: string): ReadonlySet<string> =>
  new Set(
    [...text.matchAll(/^\| (`[^|]*)\|/gmu)].flatMap((row) =>
      [...(row[1] ?? "").matchAll(/`([^`]+)`/gu)].flatMap((code) => code[1] ?? [])
    )
  )

const sources = (pattern: string): string =>
  globSync(`src/${pattern}`, { cwd: root })
    .map((path) => readFileSync(`${root}${path}`, "utf8"))
    .join("\n")

const matches = (text: string, pattern: RegExp): ReadonlyArray<string> =>
  [...text.matchAll(pattern)].flatMap((match) => match[1] ?? [])

/** `code = "a"` and `code: "a" | "b"` of the errors' types. */
const declared = (text: string): ReadonlyArray<string> =>
  matches(text, /\bcode(?: =|:) ("[a-z_]+"(?: \| "[a-z_]+")*)/gu).flatMap((words) =>
    matches(words, /"([a-z_]+)"/gu)
  )

const unexplained = (codes: ReadonlyArray<string>, heading: string): ReadonlyArray<string> => {
  const known = listed(part(heading))
  return codes.filter((code) => !known.has(code))
}

describe("docs/errors.md", () => {
  it("explains every reason of a finding", () => {
    assert.deepStrictEqual(unexplained(Reason.literals, "Findings"), [])
  })

  it("explains no reason that does not exist", () => {
    const known: ReadonlySet<string> = new Set(Reason.literals)
    assert.deepStrictEqual(
      [...listed(part("Findings"))].filter((code) => !known.has(code)),
      []
    )
  })

  it("explains every code of the store's and the files' errors", () => {
    const codes = declared(sources("domain/{StoreError,FileReason}.ts"))
    assert.isAbove(codes.length, 10)
    assert.deepStrictEqual(unexplained(codes, "Failed repairs"), [])
  })

  it("explains every reason for which an archive is refused", () => {
    const names = matches(sources("services/store/archiveNames.ts"), /\bbad\(\s*"([a-z_]+)"/gu)
    const limits = declared(sources("services/store/unpack.ts"))
    const damage = matches(sources("ports/ZipReader.ts"), /problem: ("[^\n]+)/gu).flatMap((words) =>
      matches(words, /"([a-z_]+)"/gu)
    )
    for (const codes of [names, limits, damage]) assert.isAbove(codes.length, 2)
    assert.deepStrictEqual(unexplained([...names, ...limits, ...damage], "Failed repairs"), [])
  })

  it("explains what a run that did not reach its end says of a finding", () => {
    const codes = matches(sources("reconcile/tally.ts"), /code: "([a-z_]+)"/gu)
    assert.isAbove(codes.length, 1)
    assert.deepStrictEqual(unexplained(codes, "Failed repairs"), [])
  })

  it("explains every code of a source that could not be read", () => {
    const texts = sources("{services/disk,reconcile}/{pluginsPlace,scanPlugins,snapshot}.ts")
    const documents = sources("services/files/readDocument.ts")
    const codes = [
      ...matches(texts, /code: "([a-z_]+)"/gu),
      ...matches(documents, /failed\("([a-z_]+)"/gu),
      ...matches(documents, /[?:] "([a-z]+_[a-z_]+|unreadable)"/gu),
      ...matches(sources("json/parseJson.ts"), /problem: "(empty|too_deep)"/gu)
    ]
    assert.isAbove(codes.length, 8)
    assert.deepStrictEqual(unexplained(codes, "Unreadable sources"), [])
  })

  it("explains every code of a command that could not do its work", () => {
    const codes = matches(sources("cli/**/*.ts"), /\bcliFailure\(\s*"([a-z_]+)"/gu)
    assert.isAbove(codes.length, 6)
    assert.deepStrictEqual(unexplained(codes, "The command line"), [])
  })
})
