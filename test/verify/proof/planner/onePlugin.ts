/**
 * Every state of one plugin, of its directories and of what surrounds it. Each axis says why its values are
 * all that any rule can tell apart.
 */
import { localIsoTime } from "../../../../src/domain/isoTime.ts"
import type { InconsistencyType } from "../../../../src/domain/findings/Finding.ts"
import { otherSpelling } from "../../../../src/domain/PluginId.ts"
import { Axes, type Choices } from "./exhaust.ts"
import { always, type Content, type Fetched, nothing, type PluginCells, type World } from "./World.ts"

export const NOW = Date.parse("2026-03-01T12:00:00Z")

const SECOND = 1000
const RECORDED_AT = NOW - 60 * SECOND

/** Axes by name, in the order in which they are told. */
const ALL = {
  // Each source is read or not; why it was not is no matter to a rule. A state file that no parser reads
  // may be made anew, where one that cannot be read may not.
  configReadable: [true, false],
  diskReadable: [true, false],
  marksReadable: [true, false],
  // `retired`: a LEDMatrix that keeps none any more.
  state: ["read", "unparseable", "unreadable", "retired"],
  // Whether the plugin manager, which no rule heeds where there is a saved state, knows the plugin, or cannot be asked.
  manager: ["silent", "knows it", "unreadable"],
  // Of a LEDMatrix that keeps no saved state: its display is not live; has not loaded the plugin; runs the manifest's
  // version in another spelling, or another one.
  display: ["silent", "unloaded", "v1.0.0 ", "0.9.0"],
  // What the owner decides.
  authority: ["latest", "state", "config"],
  replaceBroken: [false, true],
  storeAvailable: [true, false],
  systemKey: [false, true],
  // The key in config holds nothing, something that is no object, or an entry.
  key: ["free", "scalar", "entry"],
  enabled: [true, false, "absent", "other"],
  // None, the manifest's in another spelling, another. What is empty compares as none does.
  entryVersion: [undefined, " v1.0.0", "0.9.0"],
  // With `enabled` false and no version: whether the entry is the bare one that LEDMatrix writes.
  settings: [false, true],
  record: ["none", "scalar", "object"],
  recorded: [true, false, "bad"],
  // Fits `enabled`; contradicts it; says something of its own, as `error` and `installed` do; is none.
  status: ["fits", "contradicts", "error", "bad"],
  // No such field, null, the manifest's in another spelling, another. One that is no text counts as no such
  // field with a fault.
  recordVersion: [undefined, null, "v1.0.0 ", "0.9.0"],
  // Any fault of a field that no rule takes anything from.
  fault: [false, true],
  // No such field, null, a minute ago, ahead of the clock.
  recordTime: [undefined, null, localIsoTime(RECORDED_AT), localIsoTime(NOW + 60 * SECOND)],
  // Long before the record's, at the last moment that counts as the same, just after it, ahead of the clock.
  configTime: [
    RECORDED_AT - 60 * SECOND,
    RECORDED_AT + 2 * SECOND,
    RECORDED_AT + 2 * SECOND + 1,
    NOW + 60 * SECOND
  ],
  agreed: [undefined, true, false],
  lost: [false, true],
  // What the ledger says this program replaced: nothing, this very record, another.
  replaced: ["nothing", "this", "another"],
  marked: [false, true],
  tombstoned: [false, true],
  otherNameMarked: [false, true],
  // Under the id: nothing, the plugin, a plugin with another id, a broken manifest, something else.
  ownDirectory: ["free", "plugin", "namesake", "broken", "taken"],
  // Under another name: nothing, or the plugin.
  otherDirectory: ["free", "plugin"],
  // Under the id with or without `ledmatrix-`: whether a broken manifest.
  otherSpelling: ["free", "broken"],
  // Two directories of one id have no version that counts, so that one axis is enough for both.
  version: ["1.0.0", undefined],
  copied: [false, true],
  unrecoverable: ["no", "process", "remembered"],
  // Of what each rule would repair: whether that was undone, with what the sources say now or said once.
  undone1: ["no", "yes", "once"],
  undone2: ["no", "yes", "once"],
  undone3: ["no", "yes", "once"],
  undone4: ["no", "yes", "once"],
  undone5: ["no", "yes", "once"],
  // What the outside answers to a fetch, and when a copy is to be put back.
  fetch: [{ version: "2.0.0" }, { version: undefined }, { refused: "bad_manifest" }, "absent", "unreachable"],
  putBack: ["done", "busy"],
  editConfig: ["done", "full"],
  editState: ["done", "full"]
} as const

type Values = { readonly [Name in keyof typeof ALL]: ReadonlyArray<(typeof ALL)[Name][number]> }

/** A space with some axes held to fewer values. */
export type Narrow = { readonly [Name in keyof Values]?: Values[Name] }

/** Nothing was undone, and no display is live, unless a space says otherwise. */
const QUIET = {
  undone1: ["no"],
  undone2: ["no"],
  undone3: ["no"],
  undone4: ["no"],
  undone5: ["no"],
  display: ["silent"]
} as const satisfies Narrow

export const ANY_DISPLAY = { display: ALL.display } as const satisfies Narrow

export const ANY_UNDONE = {
  undone1: ALL.undone1,
  undone2: ALL.undone2,
  undone3: ALL.undone3,
  undone4: ALL.undone4,
  undone5: ALL.undone5
} as const satisfies Narrow

const NAMESAKE = "namesake"
const OTHER_NAME = "old-name"

export const onePlugin = (id: string, held: Narrow = {}) => {
  const narrow = { ...QUIET, ...held }
  const axes = new Axes()
  const axis = <Name extends keyof Values>(name: Name) =>
    axes.axis<Values[Name][number]>(name, narrow[name] ?? ALL[name])
  const at = {
    configReadable: axis("configReadable"),
    diskReadable: axis("diskReadable"),
    marksReadable: axis("marksReadable"),
    state: axis("state"),
    manager: axis("manager"),
    display: axis("display"),
    authority: axis("authority"),
    replaceBroken: axis("replaceBroken"),
    storeAvailable: axis("storeAvailable"),
    systemKey: axis("systemKey"),
    key: axis("key"),
    enabled: axis("enabled"),
    entryVersion: axis("entryVersion"),
    settings: axis("settings"),
    record: axis("record"),
    recorded: axis("recorded"),
    status: axis("status"),
    recordVersion: axis("recordVersion"),
    fault: axis("fault"),
    recordTime: axis("recordTime"),
    configTime: axis("configTime"),
    agreed: axis("agreed"),
    lost: axis("lost"),
    replaced: axis("replaced"),
    marked: axis("marked"),
    tombstoned: axis("tombstoned"),
    otherNameMarked: axis("otherNameMarked"),
    ownDirectory: axis("ownDirectory"),
    otherDirectory: axis("otherDirectory"),
    otherSpelling: axis("otherSpelling"),
    version: axis("version"),
    copied: axis("copied"),
    unrecoverable: axis("unrecoverable"),
    plugin_missing_in_config: axis("undone1"),
    plugin_missing_on_disk: axis("undone2"),
    plugin_enabled_mismatch: axis("undone3"),
    plugin_version_mismatch: axis("undone4"),
    plugin_state_corrupted: axis("undone5"),
    fetch: axis("fetch"),
    putBack: axis("putBack"),
    editConfig: axis("editConfig"),
    editState: axis("editState")
  }
  const CONTENT: { readonly [content: string]: Content } = {
    free: "free",
    plugin: { plugin: id },
    namesake: { plugin: NAMESAKE },
    broken: "broken",
    taken: "taken"
  }
  const spelled = otherSpelling(id)

  const world = ({ ask }: Choices): World => {
    const status = (): ReturnType<PluginCells["status"]> => {
      const how = ask(at.status)
      if (how === "error" || how === "bad") return how
      return (ask(at.recorded) === true) === (how === "fits") ? "enabled" : "disabled"
    }
    const replaced = (): ReturnType<PluginCells["replaced"]> => {
      const which = ask(at.replaced)
      if (which === "nothing") return []
      const mark = {
        enabled: ask(at.recorded) === true,
        config_version: 2,
        last_updated: ask(at.recordTime) ?? null
      }
      return [which === "this" ? mark : { ...mark, config_version: 1 }]
    }
    const plugin: PluginCells = {
      ...nothing,
      key: () => ask(at.key),
      enabled: () => ask(at.enabled),
      entryVersion: () => ask(at.entryVersion),
      settings: () => ask(at.settings),
      record: () => ask(at.record),
      recorded: () => ask(at.recorded),
      status,
      recordVersion: () => ask(at.recordVersion),
      recordTime: () => ask(at.recordTime),
      fault: () => ask(at.fault),
      tombstoned: () => ask(at.tombstoned),
      managed: () => ask(at.manager) === "knows it",
      runs: () => {
        const display = ask(at.display)
        return display === "silent" || display === "unloaded" ? undefined : display
      },
      copied: () => ask(at.copied),
      copyVersion: () => ask(at.version),
      agreed: () => ask(at.agreed),
      lost: () => ask(at.lost),
      replaced,
      unrecoverable: () => ask(at.unrecoverable)
    }
    // Nothing is wrong with the plugin whose directory has this one's name.
    const namesake: PluginCells = {
      ...nothing,
      key: () => (ask(at.ownDirectory) === NAMESAKE ? "entry" : "free")
    }
    const free = { content: always<Content>("free"), version: always(undefined), marked: always(false) }
    return {
      nowMs: NOW,
      readable: {
        config: () => ask(at.configReadable),
        disk: () => ask(at.diskReadable),
        manager: () => ask(at.manager) !== "unreadable",
        display: () => ask(at.display) !== "silent",
        marks: () => ask(at.marksReadable),
        state: () => ask(at.state)
      },
      authority: () => ask(at.authority),
      replaceBroken: () => ask(at.replaceBroken),
      storeAvailable: () => ask(at.storeAvailable),
      isSystemKey: (name) => name === id && ask(at.systemKey),
      configTime: () => ask(at.configTime),
      ids: [id, spelled, NAMESAKE],
      names: [id, spelled, NAMESAKE, OTHER_NAME],
      plugins: { [id]: plugin, [spelled]: nothing, [NAMESAKE]: namesake },
      directories: {
        [id]: {
          content: () => CONTENT[ask(at.ownDirectory)] ?? "free",
          version: () => ask(at.version),
          marked: () => ask(at.marked)
        },
        [spelled]: { ...free, content: () => ask(at.otherSpelling) },
        [NAMESAKE]: free,
        [OTHER_NAME]: {
          content: () => (ask(at.otherDirectory) === "plugin" ? { plugin: id } : "free"),
          version: () => ask(at.version),
          marked: () => ask(at.otherNameMarked)
        }
      },
      undone: new Map(),
      answers: {
        fetch: (): Fetched => ask(at.fetch),
        putBack: () => ask(at.putBack),
        editConfig: () => ask(at.editConfig),
        editState: () => ask(at.editState)
      }
    }
  }
  return {
    axes,
    id,
    world,
    /** Whether the repair of what a rule finds was undone. */
    wasUndone: ({ ask }: Choices, type: InconsistencyType) =>
      type === "plugin_not_as_desired" ? "no" : ask(at[type])
  }
}
