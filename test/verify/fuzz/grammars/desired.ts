/** Documents of desired states: right ones, as many as wrong ones, and nearly right ones. */
import type { Random } from "../harness/inputs/Random.ts"
import {
  anyOf,
  boolean,
  constant,
  document,
  junk,
  list,
  type Make,
  mostly,
  object,
  scalar,
  string,
  table
} from "./json.ts"
import { id, version } from "./words.ts"

const ROOMS = ["bar", "kitchen", "bar-left", "__proto__"] as const
const room: Make = (random) => random.pick(ROOMS)

const wanted = object({
  version: string(mostly(version, constant("latest"))),
  enabled: mostly(boolean, junk),
  absent: mostly(boolean, junk),
  settings: anyOf(table(room, scalar, 3), constant("null"), junk)
})
const plugins = table(id, wanted, 3)

/** Each field with whatever may be in it. */
const loose = object({
  schema: constant('"ledmatrix-desired/1"'),
  plugins,
  groups: table(room, object({ plugins }), 2),
  signs: table(room, object({ groups: list(string(room), 2), plugins }), 2),
  others: anyOf(constant('"keep"'), constant('"disable"'), constant('"remove"'), scalar),
  rollout: object({ share: anyOf(constant("0.1"), constant("1"), scalar) }),
  serial: anyOf(constant("7"), scalar)
})

type Json = { readonly [key: string]: unknown }

const some = (random: Random, most: number, make: () => readonly [string, unknown]): Json =>
  Object.fromEntries(random.many(random.size(most), make))

const perhaps = (random: Random, name: string, make: () => unknown): Json =>
  random.oneIn(2) ? { [name]: make() } : {}

const rightSetting = (random: Random): unknown =>
  random.pick([null, true, 1.5, "é", ["TB"], {}, { deep: { er: null } }, "enabled"] as const)

const rightPlugins = (random: Random): Json =>
  some(random, 4, () => [
    random.pick(["clock", "ledmatrix-weather", "stock-news", "a.b_c"] as const),
    {
      ...perhaps(random, "version", () => random.pick(["latest", "2.0.9", "v1"] as const)),
      ...perhaps(random, "enabled", () => random.oneIn(2)),
      ...perhaps(random, "absent", () => random.oneIn(2)),
      ...perhaps(random, "settings", () =>
        random.oneIn(4) ? null : some(random, 3, () => [random.pick(ROOMS), rightSetting(random)])
      )
    }
  ])

/** What the reader has to accept. */
export const right: Make = (random) => {
  const inside = () => perhaps(random, "plugins", () => rightPlugins(random))
  const groups = some(random, 3, () => [random.pick(ROOMS), inside()])
  const names = Object.keys(groups)
  return JSON.stringify(
    {
      schema: "ledmatrix-desired/1",
      ...inside(),
      groups,
      ...perhaps(random, "signs", () =>
        some(random, 3, () => [
          random.pick(ROOMS),
          { ...inside(), ...perhaps(random, "groups", () => names.filter(() => random.oneIn(2))) }
        ])
      ),
      ...perhaps(random, "others", () => random.pick(["keep", "disable", "remove"] as const)),
      ...perhaps(random, "rollout", () => perhaps(random, "share", () => random.pick([0, 0.1, 1] as const))),
      ...perhaps(random, "serial", () => random.size(9))
    },
    undefined,
    random.pick([0, 2] as const)
  )
}

export const desired: Make = document(mostly(anyOf(right, loose), junk))
