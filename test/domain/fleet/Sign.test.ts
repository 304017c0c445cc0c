import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import { readSigns } from "../../../src/domain/fleet/Sign.ts"

const bar = { name: "bar-left", address: "http://bar-left:5080" }

const problem = (list: unknown): string =>
  Result.match(readSigns(JSON.stringify(list)), { onFailure: (said) => said, onSuccess: () => "" })

describe("a list of signs", () => {
  it("is read with token files and groups", () => {
    const sign = { ...bar, token_file: "bar.token", groups: ["bar"] }
    assert.deepStrictEqual(readSigns(JSON.stringify([sign])), Result.succeed([sign]))
  })
  it.each([
    ["a token in it", [{ ...bar, token: "secret-secret" }], "0.token"],
    ["no signs", [], "the list"],
    ["a name twice", [bar, bar], "the name bar-left once"],
    ["a name that writes on the terminal", [{ ...bar, name: "a\u001b[2J" }], "0.name"],
    ["an address that is no web address", [{ ...bar, address: "file:///etc/passwd" }], "0.address"],
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

  it("is refused where it is no JSON", () => {
    assert.isTrue(Result.isFailure(readSigns("[")))
  })
})
