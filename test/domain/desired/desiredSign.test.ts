/** What of a document means one sign, what it must not name, and when the sign takes it. */
import { assert, describe, it } from "@effect/vitest"
import { Arbitrary, Result, Schema } from "effect"
import type { DesiredDocument, SettingsPatch } from "../../../src/domain/desired/DesiredDocument.ts"
import {
  isInShare,
  parts,
  partsOf,
  patchedSettings,
  rolloutSubject,
  secretNamed,
  wantedOf
} from "../../../src/domain/desired/desiredSign.ts"
import { readDesired } from "../../../src/domain/desired/readDesired.ts"
import type { JsonValue } from "../../../src/json/JsonValue.ts"
import { mergePatch } from "../../../src/json/editing/mergePatch.ts"

const document = (fields: object) =>
  Result.getOrThrow(
    readDesired(
      new TextEncoder().encode(JSON.stringify({ schema: "ledmatrix-desired/1", ...fields })),
      "signs.json",
      new Set()
    )
  )

const layered = document({
  plugins: { text: { enabled: false, version: "1.0.0", settings: { text: "all", size: 1 } } },
  groups: {
    bar: { plugins: { text: { enabled: true, settings: { text: "bar" } } } },
    late: { plugins: { text: { settings: { size: 2 } }, clock: { enabled: true } } }
  },
  signs: { left: { groups: ["bar", "late"], plugins: { text: { settings: { text: null } } } } }
})

const places = (some: ReturnType<typeof parts>) => some.map(({ layer, path }) => [layer, path.join(".")])

describe("the parts of a document", () => {
  it("are that of all, each group's and each sign's that says something, with their places", () => {
    const more = document({
      groups: { bar: {}, late: { plugins: { clock: {} } } },
      signs: { left: { groups: ["bar"], plugins: { text: {} } }, right: { groups: ["bar"] } }
    })
    assert.deepStrictEqual(places(parts(more)), [
      ["all", "plugins"],
      ["group bar", "groups.bar.plugins"],
      ["group late", "groups.late.plugins"],
      ["sign left", "signs.left.plugins"]
    ])
  })

  it("that are about one sign are that of all, its groups' and its own, with their places", () => {
    assert.deepStrictEqual(places(partsOf(layered, "left")), [
      ["all", "plugins"],
      ["group bar", "groups.bar.plugins"],
      ["group late", "groups.late.plugins"],
      ["sign left", "signs.left.plugins"]
    ])
  })

  it("that are about a sign have none of a group that there is not", () => {
    const without: DesiredDocument = { ...layered, groups: new Map() }
    assert.deepStrictEqual(places(partsOf(without, "left")), [
      ["all", "plugins"],
      ["sign left", "signs.left.plugins"]
    ])
  })
})

describe("one sign", () => {
  it("that is not listed gets what all get, and nothing of a group", () => {
    assert.deepStrictEqual([...wantedOf(layered, "elsewhere").keys()], ["text"])
  })

  it("takes of several layers the last that says something, field by field", () => {
    const text = wantedOf(layered, "left").get("text")
    assert.deepStrictEqual(
      { enabled: text?.enabled, version: text?.version },
      { enabled: { value: true, layer: "group bar" }, version: { value: "1.0.0", layer: "all" } }
    )
  })

  it("goes once through a group that stands twice, at its last place", () => {
    const twice = document({
      groups: {
        bar: { plugins: { text: { enabled: true } } },
        late: { plugins: { text: { enabled: false } } }
      },
      signs: { left: { groups: ["bar", "late", "bar"] } }
    })
    assert.deepStrictEqual(wantedOf(twice, "left").get("text")?.enabled, { value: true, layer: "group bar" })
  })

  it("has the settings that its layers make one after the other", () => {
    const { settings = [] } = wantedOf(layered, "left").get("text") ?? {}
    assert.deepStrictEqual(
      { ...patchedSettings({ text: "mine", own: true }, settings) },
      { own: true, size: 2 }
    )
  })
})

const isPairs = (value: unknown): value is ReadonlyArray<readonly [string, JsonValue]> => Array.isArray(value)

describe("a merge patch", () => {
  // RFC 7396, appendix A.
  it.each([
    [{ a: "b" }, { a: "c" }, { a: "c" }],
    [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
    [{ a: "b" }, { a: null }, {}],
    [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
    [{ a: ["b"] }, { a: "c" }, { a: "c" }],
    [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
    [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
    [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
    [
      ["a", "b"],
      ["c", "d"],
      ["c", "d"]
    ],
    [{ a: "b" }, ["c"], ["c"]],
    [{ a: "foo" }, null, null],
    [{ a: "foo" }, "bar", "bar"],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: "b", c: null }, { a: "b" }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }]
  ])("of %j by %j is %j", (target, patch, result) => {
    assert.deepStrictEqual(JSON.stringify(mergePatch(target, patch)), JSON.stringify(result))
  })

  const key = Schema.Literals(["a", "b", "c"])
  const leaf = Schema.Union([Schema.Null, Schema.Boolean, Schema.Literals([1, "x"])])
  const few = <A>(value: Schema.Codec<A>) =>
    Schema.Array(Schema.Tuple([key, value])).check(Schema.isMaxLength(3))
  const inner = Arbitrary.map(
    Arbitrary.schema(few(Schema.Union([leaf, few(leaf)]))),
    (pairs): SettingsPatch =>
      Object.fromEntries(
        pairs.map(([name, value]) => [name, isPairs(value) ? Object.fromEntries(value) : value])
      )
  )
  const patches = Arbitrary.array(inner, { maxLength: 4 })
  const wanted = (all: ReadonlyArray<SettingsPatch>) => all.map((value) => ({ value, layer: "all" }))

  it.prop(
    "made twice makes no more than once, also of several layers",
    [inner, patches],
    ([settings, all]) => {
      const once = patchedSettings(settings, wanted(all))
      assert.deepStrictEqual(patchedSettings(once, wanted(all)), once)
    }
  )

  it.prop("leaves no null of its own", [patches], ([all]) => {
    assert.notInclude(JSON.stringify(patchedSettings({}, wanted(all))), "null")
  })
})

describe("a setting that the secrets file holds", () => {
  it("is named by its path", () => {
    const secrets = { auth: { api_key: "s3cret" } }
    assert.deepStrictEqual(secretNamed({ units: "metric", auth: { api_key: null } }, secrets), [
      "auth",
      "api_key"
    ])
  })

  it("is named where the document would put another thing in place of what is around it", () => {
    assert.deepStrictEqual(secretNamed({ auth: null }, { auth: { api_key: "s3cret" } }), ["auth"])
  })

  it("is not meant by its neighbours", () => {
    assert.isUndefined(secretNamed({ auth: { user: "me" } }, { auth: { api_key: "s3cret" } }))
  })

  it.each<[string, JsonValue, unknown]>([
    ["by a patch that is a list", ["x"], { 0: "s3cret" }],
    ["where the secrets file holds a list", { 0: "x" }, ["s3cret"]],
    ["where there is no secrets file", { auth: null }, undefined]
  ])("is not named %s", (_title, patch, secrets) => {
    assert.isUndefined(secretNamed(patch, secrets))
  })
})

const HASH = { minimum: 0, maximum: 0xffff_ffff }
const hashes = Arbitrary.schema(Schema.Int.check(Schema.isBetween(HASH)))
const shares = Arbitrary.schema(Schema.Literals([0, 0.01, 0.1, 0.25, 0.5, 0.9, 1]))
const hex = (number: number): string => number.toString(16).padStart(8, "0").repeat(8)

describe("the share of a rollout", () => {
  it.prop("of 1 takes every sign, and of 0 none", [hashes], ([hash]) => {
    assert.deepStrictEqual([isInShare(1, hex(hash)), isInShare(0, hex(hash))], [true, false])
  })

  it("of 0 does not even take the sign of the smallest hash", () => {
    assert.isFalse(isInShare(0, "0".repeat(64)))
  })

  it.prop("only gains signs when it is raised", [hashes, shares, shares], ([hash, a, b]) => {
    const [less, more] = a < b ? [a, b] : [b, a]
    if (isInShare(less, hex(hash))) assert.isTrue(isInShare(more, hex(hash)))
  })

  it("places a sign by what it would take, and not by share or serial", () => {
    assert.strictEqual(
      rolloutSubject({ schema: "x", rollout: { share: 0.1 }, serial: 1 }),
      rolloutSubject({ serial: 2, schema: "x", rollout: { share: 1 } })
    )
  })

  it("places a sign anew for another document", () => {
    assert.notStrictEqual(rolloutSubject({ others: "keep" }), rolloutSubject({ others: "remove" }))
  })
})
