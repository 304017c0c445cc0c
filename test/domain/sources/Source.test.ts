/** What the reading of a source says that is one file: its content, or that file's error as the source's. */
import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import { FileUnreadable, type Unreadable } from "../../../src/domain/errors/FileUnreadable.ts"
import { readingOf, type SourceError, sourceError } from "../../../src/domain/sources/Source.ts"

const unreadable: Unreadable = {
  path: "config/config.json",
  code: "EACCES",
  error: "it may not be read",
  transient: false
}

const errorOf = (more: Partial<Unreadable> = {}): SourceError =>
  sourceError("config", new FileUnreadable({ ...unreadable, ...more }))

describe("the reading of a source", () => {
  it("is the content of its file", () => {
    const content = { clock: { enabled: true } }
    assert.strictEqual(Result.getOrThrow(readingOf("config", Result.succeed(content))), content)
  })

  it("is an error of that source where the file cannot be read", () => {
    const reading = readingOf("state", Result.fail(new FileUnreadable(unreadable)))
    const error = Result.getOrThrow(Result.flip(reading))
    assert.deepInclude(error, { ...unreadable, _tag: "SourceError", source: "state" })
  })
})

describe("the error of a source", () => {
  it("says what its file's error says", () => {
    assert.strictEqual(errorOf().message, "config/config.json: it may not be read")
  })

  it.each<[string, Partial<Unreadable>]>([
    ["that time may cure it", { transient: true }],
    ["which copy can be read", { backup: "config/backups/config.json.1" }],
    ["whose the file is", { owner: "root" }]
  ])("tells %s, where the file's error does", (_title, more) => {
    assert.deepInclude(errorOf(more), more)
  })

  it.each(["backup", "owner"])("has no %s where the file's error has none", (field) => {
    assert.notProperty(errorOf(), field)
  })
})
