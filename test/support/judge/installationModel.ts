/**
 * An installation as a value, and what a plan does to it: the world in which properties of the pure core are
 * tried. It repairs as the services do, without any of their I/O.
 */
import { Arbitrary, Schema } from "effect"
import type { ValueChange } from "../../../src/domain/changes/Change.ts"
import type { Plan } from "../../../src/reconcile/judge/plan.ts"
import { type Model, NOW, record } from "../snapshots.ts"

export interface World extends Model {
  readonly config: { readonly [key: string]: unknown }
  readonly disk: { readonly [directory: string]: { readonly id?: string; readonly version?: string } }
  readonly state: { readonly [id: string]: unknown }
}

const ids = ["clock", "weather", "ledmatrix-weather", "display", "foo.bak", "../x"] as const

const entries: ReadonlyArray<unknown> = [
  undefined,
  { enabled: true },
  { enabled: false },
  {},
  { enabled: "yes" },
  { enabled: true, version: "1.0.0", city: "x" },
  5,
  []
]

const plugins: ReadonlyArray<{ id?: string; version?: string } | undefined> = [
  undefined,
  {},
  { version: "1.0.0" },
  { version: "v1.1.0" },
  { id: "clock" }
]

const records = (id: string): ReadonlyArray<unknown> => [
  undefined,
  record(id, true),
  record(id, false),
  record(id, true, { version: "1.0.0", last_updated: null }),
  record(id, true, { status: "disabled", extra: 1 }),
  record(id, false, { status: "error" }),
  { plugin_id: id, status: "enabled" },
  "broken"
]

/** An index into a list of `length` values. */
const pick = (length: number) => Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: length - 1 }))

const Places = Schema.Struct({
  entry: pick(entries.length),
  plugin: pick(plugins.length),
  record: pick(8),
  /** 0 and up: nothing · marked · tombstoned. */
  removed: pick(5),
  /** 0: nothing · a set-aside copy · a broken manifest · something else of that name. */
  special: pick(6),
  agreed: pick(3)
})

const [nothing, marked, tombstoned] = [undefined, 1, 2]
const [copy, broken, taken] = [1, 2, 3]

/** Any mixture of what six plugins' places may hold. */
export const worlds = Arbitrary.map(
  Arbitrary.schema(Schema.Tuple([Places, Places, Places, Places, Places, Places])),
  (places): World => {
    const all = places.map((place, index) => ({ id: ids[index] ?? "", place }))
    const chosen = (is: (place: typeof Places.Type) => boolean) =>
      all.filter(({ place }) => is(place)).map(({ id }) => id)
    const named = <A>(
      value: (id: string, place: typeof Places.Type) => A | undefined
    ): { readonly [id: string]: A } => {
      const found = new Map<string, A>()
      for (const { id, place } of all) {
        const one = value(id, place)
        if (one !== undefined) found.set(id, one)
      }
      return Object.fromEntries(found)
    }
    return {
      config: named((_, place) => entries[place.entry]),
      disk: named((_, place) =>
        place.special === broken || place.special === taken ? nothing : plugins[place.plugin]
      ),
      state: named((id, place) => records(id)[place.record]),
      broken: chosen((place) => place.special === broken),
      taken: chosen((place) => place.special === taken),
      setAside: chosen((place) => place.special === copy),
      marks: chosen((place) => place.removed === marked),
      tombstones: chosen((place) => place.removed === tombstoned),
      agreements: named((_, place) => [nothing, { enabled: true }, { enabled: false }][place.agreed]),
      configModifiedAtMs: NOW - 5000
    }
  }
)

/** What is left of a world after a plan was carried out without a failure. */
export const applyPlan = (world: World, plan: Plan): World => {
  const config = new Map(Object.entries(world.config))
  const state = new Map(Object.entries(world.state))
  const disk = new Map(Object.entries(world.disk))
  for (const { repair } of plan.configEdits) for (const change of repair.changes) apply(config, change, 1)
  for (const { repair } of plan.stateEdits) for (const change of repair.changes) apply(state, change, 2)
  for (const { repair } of plan.putBacks) disk.set(repair.plugin, { id: repair.plugin })
  for (const { repair } of [...plan.reinstalls, ...plan.replacements])
    disk.set(repair, { id: repair, version: "2.0.0" })
  const replaced = new Set(plan.replacements.map((step) => step.repair))
  const back = new Set(plan.putBacks.map((step) => step.repair.plugin))
  return {
    ...world,
    config: Object.fromEntries(config),
    state: Object.fromEntries(state),
    disk: Object.fromEntries(disk),
    broken: (world.broken ?? []).filter((directory) => !replaced.has(directory)),
    setAside: (world.setAside ?? []).filter((id) => !back.has(id))
  }
}

const fields = (value: unknown): { readonly [key: string]: unknown } =>
  typeof value === "object" && value !== null ? { ...value } : {}

/** Of an entry or a record as a whole, whose key has `depth` parts, or of one of its fields. */
const apply = (all: Map<string, unknown>, change: ValueChange, depth: number): void => {
  const [id = "", field] = change.key.slice(depth - 1)
  const to = change._tag === "SetValue" ? change.to : undefined
  if (field !== undefined) all.set(id, { ...fields(all.get(id)), [field]: to })
  else if (to === undefined) all.delete(id)
  else all.set(id, depth === 2 ? { ...fields(to), last_updated: null, config_version: 3 } : to)
}
