/** Right documents of desired states with one mistake in each, of which is known where it is and what would be right. */
import { isJsonObject } from "../../../../src/json/JsonValue.ts"
import type { Random } from "../harness/inputs/Random.ts"
import { right } from "./desired.ts"

type Json = { readonly [key: string]: unknown }
type Path = ReadonlyArray<string>

interface Mistake {
  readonly path: Path
  readonly value: unknown
  /** It is the only item of a list. */
  readonly isItem?: true
  /** What the refusal has to offer instead. */
  readonly rather?: string
}

export interface Planted {
  readonly text: string
  readonly field: string
  /** Counted from 1. */
  readonly line: number
  readonly rather: string
}

const OF_PLUGIN: readonly [Mistake, ...ReadonlyArray<Mistake>] = [
  { path: ["enable"], value: true, rather: "enabled" },
  { path: ["setings"], value: {}, rather: "settings" },
  { path: ["toString"], value: 1 },
  { path: ["enabled"], value: "true" },
  { path: ["enabled"], value: null },
  { path: ["absent"], value: 1 },
  { path: ["version"], value: 2 },
  { path: ["version"], value: "" },
  { path: ["version"], value: "1 0" },
  { path: ["settings"], value: [] },
  { path: ["settings", "enabled"], value: true },
  { path: ["settings", "version"], value: "1.0.0" }
]

/** Of the object that names plugins. */
const OF_PLUGINS: readonly [Mistake, ...ReadonlyArray<Mistake>] = [
  { path: ["display"], value: {} },
  { path: ["../clock"], value: {} },
  { path: ["a clock"], value: {} },
  { path: [""], value: {} },
  { path: ["clock"], value: null },
  { path: ["clock"], value: true }
]

const OF_DOCUMENT: readonly [Mistake, ...ReadonlyArray<Mistake>] = [
  { path: ["plugin"], value: {}, rather: "plugins" },
  { path: ["comment"], value: "hello" },
  { path: ["schema"], value: "ledmatrix-desired/2", rather: "ledmatrix-desired/1" },
  { path: ["others"], value: "remov", rather: "remove" },
  { path: ["others"], value: null, rather: "keep" },
  { path: ["rollout"], value: 0.5 },
  { path: ["rollout", "share"], value: 1.1 },
  { path: ["rollout", "share"], value: "1" },
  { path: ["rollout", "shares"], value: 1, rather: "share" },
  { path: ["serial"], value: -1 },
  { path: ["serial"], value: 1.5 },
  { path: ["groups"], value: [] },
  { path: ["groups", "bar", "plugin"], value: {}, rather: "plugins" },
  { path: ["groups", "bar", "groups"], value: [] },
  { path: ["groups", "a\u0007b"], value: {} },
  { path: ["signs"], value: "bar" },
  { path: ["signs", ""], value: {} },
  { path: ["signs", "kitchen", "group"], value: ["bar"], rather: "groups" },
  { path: ["signs", "kitchen", "groups"], value: "bar" },
  { path: ["signs", "kitchen", "groups"], value: ["bat"], isItem: true }
]

const PLACES: readonly [Path, ...ReadonlyArray<Path>] = [
  ["plugins"],
  ["groups", "bar", "plugins"],
  ["signs", "kitchen", "plugins"]
]

const IDS = ["clock", "a.b_c", "new-one"] as const

const under = (path: Path, mistake: Mistake): Mistake => ({ ...mistake, path: [...path, ...mistake.path] })

const mistake = (random: Random): Mistake =>
  random.choose([
    () => random.pick(OF_DOCUMENT),
    () => under(random.pick(PLACES), random.pick(OF_PLUGINS)),
    () => under([...random.pick(PLACES), random.pick(IDS)], random.pick(OF_PLUGIN))
  ])

/** The member at `path` under another key, with another value: in its place where there is one, else behind the others. */
const put = (inside: unknown, [name = "", ...below]: Path, key: string, value: unknown): Json => {
  const members = isJsonObject(inside) ? inside : {}
  const now =
    below.length === 0 ? ([key, value] as const) : ([name, put(members[name], below, key, value)] as const)
  const entries = Object.entries(members).map((member) => (member[0] === name ? now : member))
  return Object.fromEntries(Object.hasOwn(members, name) ? entries : [...entries, now])
}

/** Stands in the place of the key, or of the item, in a text that has the same lines. */
const MARK = "‹here›"

export const planted = (random: Random): Planted => {
  const { isItem = false, path, rather = "", value } = mistake(random)
  const document: unknown = JSON.parse(right(random))
  const indent = random.pick<number | string>([0, 2, "\t"])
  const spelled = (key: string, of: unknown) =>
    JSON.stringify(put(document, path, key, of), undefined, indent)
  const key = path.at(-1) ?? ""
  const marked = isItem ? spelled(key, [MARK]) : spelled(MARK, value)
  return {
    text: spelled(key, value),
    field: [...path, ...(isItem ? ["0"] : [])].map((name) => name || '""').join("."),
    line: marked.slice(0, marked.indexOf(MARK)).split("\n").length,
    rather
  }
}

/** Beyond what is read at once, so that it is read a portion of its signs at a time. */
const LARGE = 66_000

/** As many signs as make `document` large. One of them may be wrong. */
export const large = (random: Random, document: string): string => {
  const parsed: unknown = JSON.parse(document)
  const inside = isJsonObject(parsed) ? parsed : {}
  const name = (at: number): string => `sign ${at}${random.oneIn(400) ? "\u0007" : ""}`
  const part = (at: number): Json => ({
    ...(random.oneIn(2) && { plugins: { clock: { settings: { at, text: "x".repeat(400) } } } }),
    ...(random.oneIn(2000) && { group: [] })
  })
  const signs = Object.fromEntries(random.many(Math.ceil(LARGE / 200), (at) => [name(at), part(at)]))
  const own = isJsonObject(inside["signs"]) ? inside["signs"] : {}
  return JSON.stringify({ ...inside, signs: random.oneIn(2) ? { ...signs, ...own } : { ...own, ...signs } })
}
