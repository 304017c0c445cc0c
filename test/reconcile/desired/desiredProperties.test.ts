/**
 * What holds of every desired state, on every installation and for every sign of the document: the services run on files
 * in memory, and what is to come out is worked out here in another way.
 */
import { assert, describe, it } from "@effect/vitest"
import { Arbitrary, Effect, Schema } from "effect"
import { TestClock } from "effect/testing"
import { isJsonObject } from "../../../src/json/JsonValue.ts"
import type { Report } from "../../../src/domain/findings/Report.ts"
import { MEMORY_ROOT } from "../../../src/testing/MemoryInstallation.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { check, type Described, readJson, reconcile, record } from "../../support/reconciling.ts"
import { wanting } from "../../support/runs/wanting.ts"

const IDS = ["clock", "weather", "news", "own"] as const
const SIGNS = ["left", "right", "elsewhere"] as const

/** `own` is in its owner's hands alone. */
const OWN = "own"

const ENTRIES: ReadonlyArray<unknown> = [
  undefined,
  { enabled: true },
  { enabled: false, city: "x" },
  { city: "x", nested: { a: 1, b: [] } },
  { enabled: "yes", version: "1.0.0" },
  5
]
const PLUGINS: ReadonlyArray<{ readonly version?: string } | undefined> = [
  undefined,
  {},
  { version: "1.0.0" },
  { version: "2.0.0" }
]
const FIELDS: ReadonlyArray<object | undefined> = [
  undefined,
  {},
  { enabled: true },
  { enabled: false, settings: { city: "y", nested: { a: null, c: {} } } },
  { settings: { city: null, new: [1.5] } },
  { settings: null },
  { absent: true },
  { absent: true, settings: null },
  { absent: false, version: "2.0.0" },
  { version: "latest", enabled: true },
  { version: "0.0.9" }
]
const OTHERS = ["keep", "disable", "remove"] as const

const below = (length: number) => Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: length - 1 }))
const each = <A extends Schema.Top>(one: A) => Schema.Tuple([one, one, one, one])

const Drawn = Schema.Struct({
  places: each(
    Schema.Struct({
      entry: below(ENTRIES.length),
      plugin: below(PLUGINS.length),
      record: below(4),
      marked: below(4),
      offered: below(4)
    })
  ),
  retired: Schema.Boolean,
  all: each(below(FIELDS.length)),
  group: each(below(FIELDS.length)),
  sign: each(below(FIELDS.length)),
  others: below(OTHERS.length),
  which: below(SIGNS.length)
})
type Drawn = typeof Drawn.Type

/** Of each id that has one. */
const named = <A>(value: (id: string, at: number) => A | undefined): { readonly [id: string]: A } =>
  Object.fromEntries(
    IDS.flatMap((id, at) => {
      const one = value(id, at)
      return one === undefined ? [] : [[id, one] as const]
    })
  )

const describedBy = ({ places, retired }: Drawn): Described => ({
  config: named((_, at) => ENTRIES[places[at]?.entry ?? 0]),
  plugins: named((id, at) => {
    const plugin = PLUGINS[places[at]?.plugin ?? 0]
    return plugin && { ...plugin, ...(id === OWN && { local_only: true }) }
  }),
  state: named(
    (id, at) => [undefined, record(id, true), record(id, false), "broken"][places[at]?.record ?? 0]
  ),
  offers: named((id, at) => (places[at]?.offered === 0 ? undefined : { manifestId: id, version: "2.0.0" })),
  files: {
    "config/uninstalled_plugins.json": JSON.stringify(IDS.filter((_, at) => places[at]?.marked === 1)),
    ...(retired && { "src/__init__.py": `__version__ = "3.8.0"\n` })
  }
})

const fieldsBy = (drawn: ReadonlyArray<number>) => named((_, at) => FIELDS[drawn[at] ?? 0])

const documentBy = ({ all, group, others, sign }: Drawn) => ({
  plugins: fieldsBy(all),
  groups: { bar: { plugins: fieldsBy(group) } },
  signs: { left: { groups: ["bar"], plugins: fieldsBy(sign) }, right: { groups: ["bar"] } },
  others: OTHERS[others] ?? "keep"
})

type Wanted = { readonly [field: string]: unknown }

/** What is wanted of a plugin but its settings: later layers win, field by field. */
const wantedOf = ({ all, group, sign, which }: Drawn, at: number): Wanted | undefined => {
  const layers = which === 0 ? [all, group, sign] : which === 1 ? [all, group] : [all]
  const said = layers.flatMap((layer) => FIELDS[layer[at] ?? 0] ?? [])
  return said.length === 0 ? undefined : Object.assign({}, ...said)
}

const bytes = MemoryFiles.use((files) => files.snapshot)

const isThere = (files: ReadonlyMap<string, string | undefined>, id: string): boolean =>
  files.has(`${MEMORY_ROOT}/plugin-repos/${id}/manifest.json`)

/** Plugins of which a run says that a person, another time or nothing can make them what they should be. */
const left = ({ inconsistencies_found }: Report): ReadonlySet<string> =>
  new Set(
    inconsistencies_found.flatMap(({ outcome, plugin_id }) => (outcome.status === "fixed" ? [] : [plugin_id]))
  )

/** What LEDMatrix makes of an entry: one without `enabled` says what its version has it mean. */
const enabledIn = (config: unknown, id: string, { retired }: Drawn): unknown => {
  const entry = isJsonObject(config) ? config[id] : undefined
  return isJsonObject(entry) ? (entry["enabled"] ?? !retired) : undefined
}

/** A run of the drawn sign, an hour after the installation was made. */
const ran = (drawn: Drawn, then: (report: Report) => Effect.Effect<void, never, Needed>) =>
  Effect.gen(function* () {
    yield* TestClock.adjust("1 hour")
    yield* then(yield* Effect.orDie(reconcile()))
  }).pipe(Effect.provide(wanting(documentBy(drawn), describedBy(drawn), SIGNS[drawn.which]), { local: true }))
type Needed = MemoryFiles | Effect.Services<typeof check>

const drawn = Arbitrary.schema(Drawn)
const runs = { arbitrary: { runs: 150, size: 100 } }

describe("a run towards a desired state", () => {
  it.effect.prop(
    "leaves nothing that could be repaired and was not tried, and a second one writes nothing",
    [drawn],
    ([one]) =>
      ran(one, (report) =>
        Effect.gen(function* () {
          const tried = left(report)
          const again = yield* check
          assert.deepStrictEqual(
            again.inconsistencies_found.filter(
              ({ can_auto_fix, plugin_id }) => can_auto_fix && !tried.has(plugin_id)
            ),
            []
          )
          const before = yield* bytes
          yield* Effect.orDie(reconcile())
          assert.deepStrictEqual([...(yield* bytes)], [...before])
        })
      ),
    runs
  )

  it.effect.prop(
    "has what is wanted of each plugin, or says that it has not",
    [drawn],
    ([one]) =>
      ran(one, (report) =>
        Effect.gen(function* () {
          const files = yield* bytes
          const config = yield* readJson("config/config.json")
          for (const [at, id] of IDS.entries()) {
            const wanted = wantedOf(one, at)
            if (wanted === undefined || left(report).has(id)) continue
            const isPresent = isThere(files, id)
            assert.strictEqual(isPresent, wanted["absent"] !== true, `${id} ${JSON.stringify(wanted)}`)
            if (isPresent && typeof wanted["enabled"] === "boolean")
              assert.strictEqual(
                enabledIn(config, id, one),
                wanted["enabled"],
                `${id} ${JSON.stringify(wanted)}`
              )
          }
        })
      ),
    runs
  )

  it.effect.prop(
    "does with plugins that are not named what is said of others, and leaves its owner's own alone",
    [drawn],
    ([one]) =>
      ran(one, (report) =>
        Effect.gen(function* () {
          const files = yield* bytes
          const config = yield* readJson("config/config.json")
          for (const [at, id] of IDS.entries()) {
            if (wantedOf(one, at) !== undefined || PLUGINS[one.places[at]?.plugin ?? 0] === undefined)
              continue
            const others = id === OWN ? "keep" : OTHERS[one.others]
            if (others === "keep") assert.isTrue(isThere(files, id))
            else if (left(report).has(id)) continue
            else if (others === "remove") assert.isFalse(isThere(files, id))
            else assert.strictEqual(enabledIn(config, id, one), false)
          }
        })
      ),
    runs
  )
})
