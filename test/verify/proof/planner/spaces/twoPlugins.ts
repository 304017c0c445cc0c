/**
 * Every way in which two plugins can get into each other's way: one id is the other with `ledmatrix-`; each
 * name may be a directory that holds the other plugin, or is broken, or taken; two directories may hold one
 * id; one registry entry may be meant for both; a mark may name a directory. What no rule asks about another
 * plugin (`neighbourProof` shows it) is reduced to what makes the plugin's own findings differ.
 */
import type { Offer } from "../../../../../src/testing/MemoryStore.ts"
import { Axes, type Choices } from "./exhaust.ts"
import { NOW } from "./onePlugin.ts"
import {
  always,
  type Content,
  type DirectoryCells,
  type Fetched,
  nothing,
  type PluginCells,
  type World
} from "../model/World.ts"

export const SHORT = "weather"
export const LONG = "ledmatrix-weather"
const OTHER_NAME = "old-name"

/** Axes of the whole, and of each of the two. */
const ALL = {
  marksReadable: [true, false],
  authority: ["state", "config"],
  replaceBroken: [false, true],
  storeAvailable: [true, false],
  // An entry for each, one for the short name that holds the one or the other, none, no answer.
  registry: ["each", "short holds short", "short holds long", "none", "unreachable"],
  putBack: ["done", "busy"],
  // No entry, the bare one that LEDMatrix writes, one with settings.
  key: ["free", "bare", "settings"],
  record: ["none", "on", "bad"],
  marked: [false, true],
  tombstoned: [false, true],
  copied: [false, true],
  unrecoverable: ["no", "process"],
  directory: ["free", SHORT, LONG, "broken", "taken"],
  otherDirectory: ["free", SHORT, LONG],
  otherMarked: [false, true]
} as const

type Values = { readonly [Name in keyof typeof ALL]: ReadonlyArray<(typeof ALL)[Name][number]> }

/** A space with some axes held to fewer values. */
export type PairNarrow = { readonly [Name in keyof Values]?: Values[Name] }

type Registry = Values["registry"][number]

const VERSION: Fetched = { version: "2.0.0" }
const WRONG_ID: Fetched = { refused: "wrong_id" }

/** What the store has, by registry id. */
const offers = (registry: Registry): { readonly [registryId: string]: Offer } => {
  const holding = (manifestId: string): Offer => ({ manifestId, version: "2.0.0" })
  switch (registry) {
    case "each":
      return { [SHORT]: holding(SHORT), [LONG]: holding(LONG) }
    case "short holds short":
      return { [SHORT]: holding(SHORT) }
    case "short holds long":
      return { [SHORT]: holding(LONG) }
    case "none":
    case "unreachable":
      return {}
  }
}

/** The candidates of an id are the entry of that name and, for the long one, that of the short name. */
const fetched = (registry: Registry, id: string): Fetched => {
  switch (registry) {
    case "each":
      return VERSION
    case "short holds short":
      return id === SHORT ? VERSION : WRONG_ID
    case "short holds long":
      return id === LONG ? VERSION : WRONG_ID
    case "none":
      return "absent"
    case "unreachable":
      return "unreachable"
  }
}

const contentOf = (directory: Values["directory"][number]): Content =>
  directory === SHORT || directory === LONG ? { plugin: directory } : directory

export const twoPlugins = (narrow: PairNarrow = {}) => {
  const axes = new Axes()
  const axis = <Name extends keyof Values>(name: Name, of = "") =>
    axes.axis<Values[Name][number]>(`${name}${of}`, narrow[name] ?? ALL[name])
  const marksReadable = axis("marksReadable")
  const authority = axis("authority")
  const replaceBroken = axis("replaceBroken")
  const storeAvailable = axis("storeAvailable")
  const registry = axis("registry")
  const putBack = axis("putBack")
  const otherDirectory = axis("otherDirectory")
  const otherMarked = axis("otherMarked")
  const of = (id: string) => ({
    key: axis("key", ` of ${id}`),
    record: axis("record", ` of ${id}`),
    marked: axis("marked", `: ${id}`),
    tombstoned: axis("tombstoned", `: ${id}`),
    copied: axis("copied", `: ${id}`),
    unrecoverable: axis("unrecoverable", `: ${id}`),
    directory: axis("directory", ` ${id}`)
  })
  const at: { readonly [id: string]: ReturnType<typeof of> } = { [SHORT]: of(SHORT), [LONG]: of(LONG) }

  const pluginOf = ({ ask }: Choices, asked: ReturnType<typeof of>): PluginCells => ({
    ...nothing,
    key: () => (ask(asked.key) === "free" ? "free" : "entry"),
    enabled: () => ask(asked.key) === "settings",
    settings: () => ask(asked.key) === "settings",
    record: () => (ask(asked.record) === "none" ? "none" : "object"),
    recorded: () => (ask(asked.record) === "on" ? true : "bad"),
    status: always("enabled"),
    recordVersion: always("0.9.0"),
    tombstoned: () => ask(asked.tombstoned),
    copied: () => ask(asked.copied),
    copyVersion: always("1.0.0"),
    unrecoverable: () => ask(asked.unrecoverable)
  })
  const directoryOf = ({ ask }: Choices, asked: ReturnType<typeof of>): DirectoryCells => ({
    content: () => contentOf(ask(asked.directory)),
    version: always("1.0.0"),
    marked: () => ask(asked.marked)
  })

  /** `order` turns around in which order every source lists the two. */
  const world = (choices: Choices, order: "as is" | "reversed" = "as is"): World => {
    const { ask } = choices
    const turned = <A>(list: ReadonlyArray<A>) => (order === "as is" ? list : list.toReversed())
    const each = <A>(make: (asked: ReturnType<typeof of>) => A) =>
      Object.fromEntries(Object.entries(at).map(([id, asked]) => [id, make(asked)]))
    return {
      nowMs: NOW,
      readable: {
        config: always(true),
        disk: always(true),
        manager: always(true),
        display: always(false),
        marks: () => ask(marksReadable),
        state: always("read")
      },
      authority: () => ask(authority),
      replaceBroken: () => ask(replaceBroken),
      storeAvailable: () => ask(storeAvailable),
      decides: always(false),
      isSystemKey: () => false,
      isTemplateKey: () => false,
      registry: always(undefined),
      registryIsFresh: always(false),
      configTime: always(NOW),
      ids: turned([SHORT, LONG]),
      names: turned([SHORT, LONG, OTHER_NAME]),
      plugins: each((asked) => pluginOf(choices, asked)),
      directories: {
        ...each((asked) => directoryOf(choices, asked)),
        [OTHER_NAME]: {
          content: () => contentOf(ask(otherDirectory)),
          version: always("1.0.0"),
          marked: () => ask(otherMarked)
        }
      },
      undone: new Map(),
      desired: always(undefined),
      answers: {
        fetch: (id) => fetched(ask(registry), id),
        putBack: () => ask(putBack),
        editConfig: always("done"),
        editState: always("done")
      }
    }
  }
  return { axes, world, offers: ({ ask }: Choices) => offers(ask(registry)) }
}
