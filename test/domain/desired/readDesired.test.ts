import { assert, describe, it } from "@effect/vitest"
import { Arbitrary, Result, Schema } from "effect"
import { readDesired } from "../../../src/domain/desired/readDesired.ts"
import { DESIRED_LIMITS } from "../../../src/domain/desired/DesiredDocument.ts"
import { SYSTEM_KEYS } from "../../../src/domain/host/systemKeys.ts"

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

const read = (text: string) => readDesired(bytes(text), "signs.json", SYSTEM_KEYS)

/** A document whose other fields are these. */
const withFields = (fields: object) =>
  JSON.stringify({ schema: "ledmatrix-desired/1", ...fields }, undefined, 2)

const refusal = (text: string) => {
  const { field, line, problem } = Result.getOrThrow(Result.flip(read(text)))
  return { line, field, problem }
}

const plugin = (fields: object) => withFields({ plugins: { clock: fields } })

describe("a document of desired states", () => {
  it("says of each plugin only what stands there", () => {
    const { plugins } = Result.getOrThrow(read(plugin({ enabled: true, settings: { a: null } })))
    assert.deepStrictEqual(
      [...plugins],
      [["clock", { enabled: true, settings: Object.fromEntries([["a", null]]) }]]
    )
  })

  it("keeps other plugins and goes to all signs where it says nothing of these", () => {
    const { others, share, serial } = Result.getOrThrow(read(withFields({})))
    assert.deepStrictEqual({ others, share, serial }, { others: "keep", share: 1, serial: undefined })
  })

  it("may begin with a byte-order mark", () => {
    assert.isTrue(Result.isSuccess(read(`\uFEFF${withFields({})}`)))
  })

  it("keeps a setting named __proto__ as a setting", () => {
    const text = '{"schema":"ledmatrix-desired/1","plugins":{"a":{"settings":{"__proto__":{"b":1}}}}}'
    const { plugins } = Result.getOrThrow(read(text))
    assert.deepStrictEqual(Object.keys(plugins.get("a")?.settings ?? {}), ["__proto__"])
  })
})

describe("a document is refused as a whole, with line, field and what would be right, for", () => {
  const cases: ReadonlyArray<
    readonly [what: string, text: string, line: number, field: string, problem: RegExp]
  > = [
    ["an unknown field", withFields({ plugin: {} }), 3, "plugin", /did you mean "plugins"\?/u],
    ["an unknown field of a plugin", plugin({ enabeld: true }), 5, "plugins.clock.enabeld", /"enabled"/u],
    [
      "a field without a name",
      withFields({ plugins: { a: { "": 1 } } }),
      5,
      'plugins.a.""',
      /no such field/u
    ],
    ["another schema", '{"schema": "ledmatrix-desired/2"}', 1, "schema", /ledmatrix-desired\/1/u],
    ["no schema", "{}", 1, "schema", /missing.*ledmatrix-desired\/1/u],
    ["a wrong type", plugin({ enabled: "yes" }), 5, "plugins.clock.enabled", /true or false/u],
    ["an array for an object", withFields({ plugins: [] }), 3, "plugins", /an array.*an object/u],
    ["an invalid id", withFields({ plugins: { "../x": {} } }), 4, "plugins.../x", /no plugin id/u],
    ["a system key", withFields({ plugins: { display: {} } }), 4, "plugins.display", /LEDMatrix's own/u],
    [
      "a group that does not exist",
      withFields({ groups: { bar: {} }, signs: { left: { groups: ["bra"] } } }),
      9,
      "signs.left.groups.0",
      /"bra"; did you mean "bar"/u
    ],
    [
      "an id with a space",
      plugin({}).replace("clock", "clock face"),
      4,
      "plugins.clock face",
      /"clock-face"/u
    ],
    ["a text that breaks off", '{\n"schema":\n"ledmatrix-desired/1",\n\n', 3, "", /breaks off/u],
    [
      "enabled in settings",
      plugin({ settings: { enabled: true } }),
      6,
      "plugins.clock.settings.enabled",
      /beside/u
    ],
    [
      "version in settings",
      plugin({ settings: { version: "1" } }),
      6,
      "plugins.clock.settings.version",
      /beside/u
    ],
    ["a share above 1", withFields({ rollout: { share: 1.5 } }), 4, "rollout.share", /0 to 1/u],
    ["a serial with a fraction", withFields({ serial: 1.5 }), 3, "serial", /whole number/u],
    ["a word that is none", withFields({ others: "removed" }), 3, "others", /did you mean "remove"\?/u],
    ["a comment", '{\n  // all\n  "schema": "ledmatrix-desired/1"\n}', 2, "", /not valid JSON/u],
    [
      "a key that stands twice",
      '{"schema":"ledmatrix-desired/1","plugins":{"a":{},\n"b":{"enabled":true,\n"enabled":true}}}',
      3,
      "plugins.b.enabled",
      /twice/u
    ],
    [
      "a number that no file can hold",
      '{"schema":"ledmatrix-desired/1","plugins":{"a":{"settings":{"n":1e999}}}}',
      1,
      "plugins.a.settings.n",
      /too large/u
    ],
    ["a name with a line break", withFields({ signs: { "a\nb": {} } }), 4, "signs.a\nb", /no name/u]
  ]
  it.each(cases)("%s", (_, text, line, field, problem) => {
    const refused = refusal(text)
    assert.deepStrictEqual({ line: refused.line, field: refused.field }, { line, field })
    assert.match(refused.problem, problem)
  })

  it("more than 1 MiB", () => {
    assert.match(refusal(" ".repeat(DESIRED_LIMITS.bytes + 1)).problem, /1 MiB/u)
  })

  it("bytes that are no UTF-8", () => {
    const refused = Result.flip(readDesired(new Uint8Array([0x7b, 0xff, 0x7d]), "signs.json", SYSTEM_KEYS))
    assert.match(Result.getOrThrow(refused).message, /signs\.json is refused as a whole: it is not UTF-8/u)
  })

  it("more than 1,000 plugins, in all places together", () => {
    const named = (from: number, count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, at) => [`p${from + at}`, {}]))
    const groups = { a: { plugins: named(0, 600) }, b: { plugins: named(600, 401) } }
    assert.match(refusal(withFields({ groups })).problem, /1001 plugins/u)
  })

  it("more than 50,000 signs", () => {
    const signs = Object.fromEntries(Array.from({ length: 50_001 }, (_, at) => [`s${at}`, {}]))
    assert.match(refusal(JSON.stringify({ schema: "ledmatrix-desired/1", signs })).problem, /50001 signs/u)
  })

  it("a wrong type, without showing what stands there", () => {
    assert.notInclude(refusal(plugin({ enabled: "hunter2" })).problem, "hunter2")
  })
})

const word = Schema.Literals([
  "plugins",
  "groups",
  "signs",
  "others",
  "rollout",
  "share",
  "serial",
  "enabled",
  "version",
  "absent",
  "settings",
  "clock",
  "bar",
  "keep",
  "latest",
  "display",
  "../x",
  "plugin"
])
const small = Schema.Union([word, Schema.Boolean, Schema.Null, Schema.Literals([0, 0.5, 1, 7])])
const few = <A>(value: Schema.Codec<A>) =>
  Schema.Array(Schema.Tuple([word, value])).check(Schema.isMaxLength(4))
const objects = Arbitrary.map(
  Arbitrary.schema(
    few(Schema.Union([small, few(Schema.Union([small, few(Schema.Union([small, few(small)]))]))]))
  ),
  (pairs) => asObject(pairs)
)

/** Pairs of key and value as an object, at every depth. */
const asObject = (pairs: ReadonlyArray<readonly [string, unknown]>): { readonly [key: string]: unknown } =>
  Object.fromEntries(pairs.map(([key, value]) => [key, isPairs(value) ? asObject(value) : value]))

const isPairs = (value: unknown): value is ReadonlyArray<readonly [string, unknown]> => Array.isArray(value)

const many = { arbitrary: { runs: 1000, size: 8 } }

describe("any document", () => {
  it.prop(
    "is accepted or refused, and never breaks the reader off",
    [objects],
    ([fields]) => {
      const outcome = read(withFields(fields))
      assert.isTrue(Result.isSuccess(outcome) || outcome.failure.problem !== "")
    },
    many
  )

  it.prop(
    "that is accepted has no plugin more or less than it names",
    [objects],
    ([fields]) => {
      const outcome = read(withFields(fields))
      if (Result.isFailure(outcome)) return
      assert.deepStrictEqual(
        [...outcome.success.plugins.keys()],
        Object.keys(Object(fields["plugins"] ?? {}))
      )
    },
    many
  )

  const whole = withFields({ plugins: { clock: { enabled: true } }, signs: { a: {} }, rollout: { share: 1 } })
  const cut = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: whole.length - 1 }))
  it.prop("cut anywhere is refused", [Arbitrary.schema(cut)], ([at]) => {
    assert.isTrue(Result.isFailure(read(whole.slice(0, at))))
  })
})
