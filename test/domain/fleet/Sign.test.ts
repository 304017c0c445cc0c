/** A list of signs: what it may hold, and what it is refused for; and when a sign is as it should be. */
import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import { type DesiredStatus, noDesiredStatus } from "../../../src/domain/desired/DesiredStatus.ts"
import { isAsDesired, readSigns } from "../../../src/domain/fleet/Sign.ts"

const bar = { name: "bar-left", address: "http://bar-left:5080" }

const problem = (list: unknown): string =>
  Result.match(readSigns(JSON.stringify(list)), { onFailure: (said) => said, onSuccess: () => "" })

describe("a list of signs", () => {
  it("is read with token files and groups", () => {
    const sign = { ...bar, token_file: "bar.token", groups: ["bar"] }
    assert.deepStrictEqual(readSigns(JSON.stringify([sign])), Result.succeed([sign]))
  })

  it.each(["http://bar:5080", "https://bar"])("may have a sign at %s", (address) => {
    const sign = { ...bar, address }
    assert.deepStrictEqual(readSigns(JSON.stringify([sign])), Result.succeed([sign]))
  })

  it.each([
    ["a token in it", [{ ...bar, token: "secret-secret" }], "0.token"],
    ["no signs", [], "the list"],
    ["a name twice", [bar, bar], "the name bar-left once"],
    ["a name that writes on the terminal", [{ ...bar, name: "a\u001b[2J" }], "0.name"],
    ["an address that is no web address", [{ ...bar, address: "file:///etc/passwd" }], "0.address"],
    ["an address that is none", [{ ...bar, address: "bar-left" }], "0.address"],
    ["an address with a query", [{ ...bar, address: "http://bar?key=1" }], "0.address"],
    ["an address with a password", [{ ...bar, address: "http://u:p@bar" }], "0.address"]
  ])("is refused with %s, and says where", (_, list, where) => {
    assert.include(problem(list), where)
  })

  it("is read past a byte-order mark, which editors write", () => {
    assert.deepStrictEqual(
      readSigns(`\uFEFF[{"name":"a","address":"http://a"}]`),
      Result.succeed([{ name: "a", address: "http://a" }])
    )
  })

  it("is refused where it is no JSON, and says that", () => {
    assert.include(Result.getOrThrow(Result.flip(readSigns("["))), "JSON")
  })
})

describe("a sign", () => {
  const applied: DesiredStatus = { ...noDesiredStatus, state: "applied", findings: 0, not_as_desired: 0 }

  it.each<[string, Partial<DesiredStatus>, boolean]>([
    ["is as desired where its last pass left nothing open", {}, true],
    ["is not as desired where its document is not applied", { state: "settling" }, false],
    ["is not as desired where it differs from its document", { not_as_desired: 1 }, false],
    ["is not as desired where its last pass left something else open", { findings: 1 }, false],
    ["is not as desired before its first pass", { findings: null, not_as_desired: null }, false]
  ])("%s", (_title, fields, asDesired) => {
    assert.strictEqual(
      isAsDesired({ answer: { _tag: "Answered", status: { ...applied, ...fields } } }),
      asDesired
    )
  })

  it("of which nothing is known is not as desired", () => {
    assert.isFalse(isAsDesired({ answer: { _tag: "Unknown", problem: "no answer" } }))
  })
})
