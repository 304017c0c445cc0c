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

  it.each([
    [null, "null"],
    [["a"], "an array"],
    [{}, "an object"],
    [7, "a number"],
    ["on", "a string"]
  ])("%j where a switch is wanted, by its kind", (value, kind) => {
    assert.strictEqual(
      refusal(plugin({ enabled: value })).problem,
      `it is ${kind}, and has to be true or false`
    )
  })

  it.each([
    ["a share below 0", { rollout: { share: -0.1 } }, "rollout.share"],
    ["a share that is no number", { rollout: { share: "1" } }, "rollout.share"],
    ["a serial below 0", { serial: -1 }, "serial"],
    ["a version with a space", { plugins: { a: { version: "1 0" } } }, "plugins.a.version"],
    ["a version behind a space", { plugins: { a: { version: " 1" } } }, "plugins.a.version"],
    ["a version before a space", { plugins: { a: { version: "1 " } } }, "plugins.a.version"],
    ["a version of 101 characters", { plugins: { a: { version: "1".repeat(101) } } }, "plugins.a.version"],
    ["a sign without a name", { signs: { "": {} } }, 'signs.""'],
    ["a name that is too long", { groups: { ["x".repeat(254)]: {} } }, `groups.${"x".repeat(254)}`],
    ["a list of settings", { plugins: { a: { settings: [] } } }, "plugins.a.settings"],
    ["a group that is no object", { groups: { a: 1 } }, "groups.a"],
    ["a sign that is no object", { signs: { a: null } }, "signs.a"],
    ["groups that are no list", { signs: { a: { groups: "b" } } }, "signs.a.groups"],
    ["a group that is no name", { signs: { a: { groups: [1] } } }, "signs.a.groups.0"]
  ])("%s", (_, fields, field) => {
    assert.strictEqual(refusal(withFields(fields)).field, field)
  })

  it("a number that no file can hold, beside others", () => {
    const text =
      '{"schema":"ledmatrix-desired/1","plugins":{"a":{"settings":{"list":[1,1e999],"b":{"c":1}}}}}'
    assert.strictEqual(refusal(text).field, "plugins.a.settings.list")
  })

  it("a mistake far down, with its whole line number", () => {
    assert.strictEqual(refusal(`{${"\n".repeat(41)}x}`).line, 42)
  })

  it("a word that is near to none, with those that there are", () => {
    assert.match(refusal(withFields({ xyzzy: 1 })).problem, /there is schema, serial, plugins, groups/u)
  })

  it("a group that is near to none, with those that there are unless they are many", () => {
    const problem = (count: number) =>
      refusal(
        withFields({
          groups: Object.fromEntries(Array.from({ length: count }, (_, at) => [`group-${at}`, {}])),
          signs: { left: { groups: ["xyzzy"] } }
        })
      ).problem
    assert.strictEqual(problem(0), 'there is no group "xyzzy"')
    assert.match(problem(12), /"xyzzy"; there is group-0, .*group-11$/u)
    assert.strictEqual(problem(13), 'there is no group "xyzzy"')
  })

  it("a long text, of which only the beginning is shown", () => {
    const { problem } = refusal(plugin({ version: `${"1".repeat(79)}23` + "4".repeat(100) }))
    assert.include(problem, `"${"1".repeat(79)}2"`)
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

describe("a document is accepted", () => {
  it.each([
    ["with a share of 0", withFields({ rollout: { share: 0 } })],
    ["with a share of 1", withFields({ rollout: { share: 1 } })],
    ["with the first serial", withFields({ serial: 0 })],
    ["with the longest name", withFields({ signs: { ["x".repeat(253)]: {} } })],
    ["with the longest version", plugin({ version: "1".repeat(100) })],
    ["behind a byte-order mark", `\ufeff${withFields({})}`],
    ["of exactly 1 MiB", withFields({}).padEnd(DESIRED_LIMITS.bytes)],
    [
      "with exactly 1,000 plugins",
      withFields({ plugins: Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`p${at}`, {}])) })
    ],
    [
      "with exactly 50,000 signs",
      JSON.stringify({
        schema: "ledmatrix-desired/1",
        signs: Object.fromEntries(Array.from({ length: 50_000 }, (_, at) => [`s${at}`, {}]))
      })
    ]
  ])("%s", (_, text) => {
    assert.isTrue(Result.isSuccess(read(text)))
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
