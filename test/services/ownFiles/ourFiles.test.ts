/** Our own files as they are read and printed: one bad part spoils no other. */
import { assert, describe, it } from "@effect/vitest"
import {
  type Agreements,
  agreementsView,
  printAgreements,
  readAgreements,
  sameAgreement
} from "../../../src/services/ownFiles/formats/agreementsFile.ts"
import { printSuspension, suspensionOf } from "../../../src/services/ownFiles/formats/suspendedFile.ts"
import { printUndone, undoneOf } from "../../../src/services/ownFiles/formats/undoneFile.ts"
import { marksOf, tombstonesOf } from "../../../src/services/store/uninstalled/uninstalledReader.ts"

const bytes = (text: string) => new TextEncoder().encode(text)
const replaced = [{ enabled: true, config_version: 1, last_updated: null }]

describe("agreements", () => {
  it.each([undefined, null, [], "x"])("are not %j", (parsed) => {
    assert.isUndefined(agreementsView(parsed))
  })

  it("are kept where they make sense", () => {
    const view = agreementsView({ clock: { enabled: true }, a: 5, b: { enabled: "x" }, c: { replaced } })
    assert.deepStrictEqual(
      [...(view ?? [])],
      [
        ["clock", { enabled: true }],
        ["c", { replaced }]
      ]
    )
  })

  it("are read as they were printed, sorted by id", () => {
    const agreements: Agreements = new Map([
      ["b", { enabled: false }],
      ["a", { enabled: true, replaced }]
    ])
    const printed = printAgreements(agreements)
    assert.deepStrictEqual([...(readAgreements(bytes(printed)) ?? [])], [...agreements].toReversed())
    assert.isTrue(printed.startsWith('{\n "a": {\n  "enabled": true'))
    assert.isTrue(printed.endsWith("}\n"))
  })

  it("are none in what cannot be read", () => {
    assert.isUndefined(readAgreements(bytes("{")))
    assert.isUndefined(readAgreements(Uint8Array.of(0xff)))
  })

  it("are the same where all of them is", () => {
    assert.isTrue(sameAgreement(undefined, undefined))
    assert.isTrue(sameAgreement({ enabled: true, replaced }, { enabled: true, replaced: [...replaced] }))
    assert.isFalse(sameAgreement({ enabled: true }, { enabled: false }))
    assert.isFalse(sameAgreement({ enabled: true }, undefined))
  })
})

describe("findings that were undone", () => {
  it("are kept with their evidence, where it is a text", () => {
    assert.deepStrictEqual([...(undoneOf({ a: "x", b: 5, c: null }) ?? [])], [["a", "x"]])
    for (const parsed of [undefined, null, [], "x"]) assert.isUndefined(undoneOf(parsed))
  })

  it("are printed sorted", () => {
    assert.strictEqual(
      printUndone(
        new Map([
          ["b", "2"],
          ["a", "1"]
        ])
      ),
      '{\n "a": "1",\n "b": "2"\n}\n'
    )
  })
})

describe("what is suspended", () => {
  it.each([
    { everything: true, plugins: [] },
    { everything: false, plugins: ["a", "b"] }
  ])("may be %j", (suspension) => {
    assert.deepStrictEqual(suspensionOf({ ...suspension, more: 1 }), suspension)
  })

  it.each([
    undefined,
    null,
    [],
    {},
    { everything: true },
    { plugins: [] },
    { everything: 1, plugins: [] },
    { everything: true, plugins: {} },
    { everything: true, plugins: ["a", 5] }
  ])("is not %j", (parsed) => {
    assert.isUndefined(suspensionOf(parsed))
  })

  it("is printed sorted, each plugin once", () => {
    assert.strictEqual(
      printSuspension({ everything: false, plugins: ["b", "a", "b"] }),
      '{\n "everything": false,\n "plugins": [\n  "a",\n  "b"\n ]\n}\n'
    )
  })
})

describe("marks", () => {
  it("are a list of ids, each once", () => {
    assert.deepStrictEqual([...(marksOf(["a", "b", "a"]) ?? [])], ["a", "b"])
    assert.deepStrictEqual([...(marksOf([]) ?? ["x"])], [])
    for (const parsed of [undefined, null, {}, "a", ["a", 5]]) assert.isUndefined(marksOf(parsed))
  })
})

describe("tombstones", () => {
  it("are times by id, all of them or none", () => {
    assert.deepStrictEqual(
      [...(tombstonesOf({ a: 1, b: 2.5 }) ?? [])],
      [
        ["a", 1],
        ["b", 2.5]
      ]
    )
    for (const parsed of [undefined, null, [], "a", { a: 1, b: "2" }, { a: null }])
      assert.isUndefined(tombstonesOf(parsed))
  })
})
