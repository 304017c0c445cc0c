/**
 * Every state of one plugin, of its directories and of what surrounds it. Each axis says why its values are
 * all that any rule can tell apart.
 */
import { localIsoTime } from "../../../../../src/domain/text/isoTime.ts"
import type { InconsistencyType } from "../../../../../src/domain/findings/Finding.ts"
import { otherSpelling } from "../../../../../src/domain/plugin/PluginId.ts"
import type { Registry } from "../../../../../src/domain/store/Registry.ts"
import type { SettingsPatch } from "../../../../../src/domain/desired/DesiredDocument.ts"
import type { DesiredCells } from "../model/desiredState.ts"
import { Axes, type Choices } from "./exhaust.ts"
import {
  always,
  CITY,
  type Content,
  type Fetched,
  nothing,
  type PluginCells,
  type World
} from "../model/World.ts"

export const NOW = Date.parse("2026-03-01T12:00:00Z")

const SECOND = 1000
/** So far from a minute that a run which reads a file again and again stays on the same side of it. */
const RECORDED_AT = NOW - 40 * SECOND

/** Axes by name, in the order in which they are told. */
const ALL = {
  // Each source is read or not; why it was not is no matter to a rule. A state file that no parser reads
  // may be made anew, where one that cannot be read may not.
  configReadable: [true, false],
  diskReadable: [true, false],
  marksReadable: [true, false],
  // A newer LEDMatrix keeps no saved state, and what an older one left behind is no source.
  state: ["read", "unparseable", "unreadable", "retired"],
  // Whether it is chance which of two directories with one id LEDMatrix runs. One without a saved state decides.
  decides: [false, true],
  // Whether the plugin manager, which no rule heeds where there is a saved state, knows the plugin, or cannot be asked.
  manager: ["silent", "knows it", "unreadable"],
  // Of a LEDMatrix that keeps no saved state: its display is not live; has not loaded the plugin; runs the manifest's
  // version in another spelling, or another one.
  display: ["silent", "unloaded", "v1.0.0 ", "0.9.0"],
  // What the owner decides.
  authority: ["latest", "state", "config"],
  replaceBroken: [false, true],
  storeAvailable: [true, false],
  // What is no plugin's key is listed, or in LEDMatrix's template, unless something says that it is a plugin.
  systemKey: ["no", "listed", "template"],
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
  // No such field, null, less than a minute ago, ahead of the clock.
  recordTime: [undefined, null, localIsoTime(RECORDED_AT), localIsoTime(NOW + 60 * SECOND)],
  // Long before the record's, at the last moment that counts as the same, just after it, ahead of the clock.
  configTime: [
    RECORDED_AT - 60 * SECOND,
    RECORDED_AT + 2 * SECOND,
    RECORDED_AT + 2 * SECOND + 1,
    NOW + 120 * SECOND
  ],
  agreed: [undefined, true, false],
  lost: [false, true],
  // What the ledger says this program replaced: nothing, this very record, another.
  replaced: ["nothing", "this", "another"],
  marked: [false, true],
  tombstoned: [false, true],
  otherNameMarked: [false, true],
  // Under the registry's name for it, where that is another.
  registryNameMarked: [false, true],
  // Under the id: nothing, the plugin, a plugin with another id, a broken manifest, one with a byte-order mark before
  // it, something else.
  ownDirectory: ["free", "plugin", "namesake", "broken", "byte_order_mark", "taken"],
  // Under another name: nothing, or the plugin.
  otherDirectory: ["free", "plugin"],
  // Under the id with or without `ledmatrix-`: whether a broken manifest.
  otherSpelling: ["free", "broken"],
  // Of two directories the other one has a third version, which counts for nothing.
  version: ["1.0.0", undefined],
  copied: [false, true],
  unrecoverable: ["no", "process", "remembered", "ended"],
  // What a failed install found in place of the plugin: nothing that is told, itself, what is no id, another.
  foundId: [undefined, "itself", "no id", "another"],
  // The copy at hand: none; fresh, it has the plugin, under its id or as one of its names, or lacks it, or has one that
  // is called nearly so; stale, the last two; with an entry that nobody can read.
  registry: [
    "none",
    "has it",
    "has it as alias",
    "lacks it",
    "has one like it",
    "lacked it",
    "had one like it",
    "unsure"
  ],
  // Of what each rule would repair: whether that was undone, with what the sources say now or said once.
  undone1: ["no", "yes", "once"],
  undone2: ["no", "yes", "once"],
  undone3: ["no", "yes", "once"],
  undone4: ["no", "yes", "once"],
  undone5: ["no", "yes", "once"],
  undone6: ["no", "yes", "once"],
  // Whether there is a desired state, and whether it names the plugin; what it says of plugins that it does not name, and
  // whether this is one that is kept all the same.
  document: ["none", "given"],
  named: [true, false],
  others: ["keep", "disable", "remove"],
  kept: [false, true],
  wantsAbsent: [false, true],
  wantsEnabled: [undefined, true, false],
  // None, what is installed, what the store delivers, whatever is the newest.
  wantsVersion: [undefined, "1.0.0", "2.0.0", "latest"],
  // Nothing; what stands there; another value; that it goes; that all of them go.
  wantsSettings: ["nothing", "same", "other", "gone", "none"],
  // What the outside answers to a fetch, and when a copy is to be put back.
  fetch: [{ version: "2.0.0" }, { version: undefined }, { refused: "bad_manifest" }, "absent", "unreachable"],
  putBack: ["done", "busy"],
  editConfig: ["done", "full"],
  editState: ["done", "full"]
} as const

/** What is left out unless a space asks for it: it matters to few rules, and multiplies all else. */
const ORDINARY = {
  decides: [false],
  registryNameMarked: [false],
  foundId: [undefined],
  registry: ["none"],
  document: ["none"],
  named: [true],
  others: ["keep"],
  kept: [false],
  wantsAbsent: [false],
  wantsEnabled: [undefined],
  wantsVersion: [undefined],
  wantsSettings: ["nothing"]
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
  undone6: ["no"],
  display: ["silent"]
} as const satisfies Narrow

export const ANY_DISPLAY = { display: ALL.display } as const satisfies Narrow

export const ANY_DESIRED = {
  document: ["given"],
  named: ALL.named,
  others: ALL.others,
  kept: ALL.kept,
  wantsAbsent: ALL.wantsAbsent,
  wantsEnabled: ALL.wantsEnabled,
  wantsVersion: ALL.wantsVersion,
  wantsSettings: ALL.wantsSettings
} as const satisfies Narrow

export const ANY_UNDONE = {
  undone1: ALL.undone1,
  undone2: ALL.undone2,
  undone3: ALL.undone3,
  undone4: ALL.undone4,
  undone5: ALL.undone5
} as const satisfies Narrow

const NAMESAKE = "namesake"
const NO_ID = "not an id"
const OTHER_VERSION = "3.0.0"
const REMOVED_MARK = { enabled: true, config_version: 7, last_updated: null }
const OTHER_NAME = "old-name"

const PATCHES: { readonly [what in Values["wantsSettings"][number]]: SettingsPatch | null | undefined } = {
  nothing: undefined,
  same: { city: CITY },
  other: { city: "Basel" },
  gone: { city: null },
  none: null
}

/** Under which the store has the plugin as one of several names. */
const REGISTRY_ID = "in-the-store"

const entry = (id: string, aliases: ReadonlyArray<string> = []) => ({ id, aliases })

/** The registry's copy in each case, and whether it is fresh. */
const registriesOf = (
  id: string
): { readonly [of in Values["registry"][number]]: { readonly copy?: Registry; readonly fresh: boolean } } => {
  // A slip of one letter.
  const like = { entries: [entry(`${id}s`)], skipped: [] }
  const lacking = { entries: [], skipped: [] }
  const unreadable = { id: undefined, pluginPath: undefined, aliases: [], problem: "no object" }
  return {
    none: { fresh: false },
    "has it": { copy: { entries: [entry(id)], skipped: [] }, fresh: true },
    "has it as alias": { copy: { entries: [entry(REGISTRY_ID, [id])], skipped: [] }, fresh: true },
    "lacks it": { copy: lacking, fresh: true },
    "has one like it": { copy: like, fresh: true },
    "lacked it": { copy: lacking, fresh: false },
    "had one like it": { copy: like, fresh: false },
    unsure: { copy: { entries: [], skipped: [unreadable] }, fresh: true }
  }
}

export const onePlugin = (id: string, held: Narrow = {}) => {
  const narrow = { ...QUIET, ...ORDINARY, ...held }
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
    decides: axis("decides"),
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
    registryNameMarked: axis("registryNameMarked"),
    ownDirectory: axis("ownDirectory"),
    otherDirectory: axis("otherDirectory"),
    otherSpelling: axis("otherSpelling"),
    version: axis("version"),
    copied: axis("copied"),
    unrecoverable: axis("unrecoverable"),
    foundId: axis("foundId"),
    registry: axis("registry"),
    plugin_missing_in_config: axis("undone1"),
    plugin_missing_on_disk: axis("undone2"),
    plugin_enabled_mismatch: axis("undone3"),
    plugin_version_mismatch: axis("undone4"),
    plugin_state_corrupted: axis("undone5"),
    plugin_not_as_desired: axis("undone6"),
    document: axis("document"),
    named: axis("named"),
    others: axis("others"),
    kept: axis("kept"),
    wantsAbsent: axis("wantsAbsent"),
    wantsEnabled: axis("wantsEnabled"),
    wantsVersion: axis("wantsVersion"),
    wantsSettings: axis("wantsSettings"),
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
    byte_order_mark: "byte_order_mark",
    taken: "taken"
  }
  const FOUND: { readonly [found: string]: string } = { itself: id, "no id": NO_ID, another: NAMESAKE }
  const REGISTRIES = registriesOf(id)
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
      unrecoverable: () => ask(at.unrecoverable),
      foundId: () => FOUND[ask(at.foundId) ?? ""]
    }
    // Removed long ago, and remembered for what LEDMatrix may still have in its memory.
    const removed: PluginCells = {
      ...nothing,
      replaced: () => (ask(at.replaced) === "another" ? [REMOVED_MARK] : [])
    }
    // Nothing is wrong with the plugin whose directory has this one's name.
    const namesake: PluginCells = {
      ...nothing,
      key: () => (ask(at.ownDirectory) === NAMESAKE ? "entry" : "free")
    }
    const desired: DesiredCells = {
      plugin: id,
      isNamed: () => ask(at.named),
      version: () => ask(at.wantsVersion),
      enabled: () => ask(at.wantsEnabled),
      absent: () => ask(at.wantsAbsent),
      settings: () => PATCHES[ask(at.wantsSettings)],
      others: () => ask(at.others),
      isKept: () => ask(at.kept)
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
      decides: () => ask(at.decides),
      authority: () => ask(at.authority),
      replaceBroken: () => ask(at.replaceBroken),
      storeAvailable: () => ask(at.storeAvailable),
      isSystemKey: (name) => name === id && ask(at.systemKey) === "listed",
      isTemplateKey: (name) => name === id && ask(at.systemKey) === "template",
      registry: () => REGISTRIES[ask(at.registry)].copy,
      registryIsFresh: () => REGISTRIES[ask(at.registry)].fresh,
      configTime: () => ask(at.configTime),
      ids: [id, spelled, NAMESAKE],
      names: [id, spelled, NAMESAKE, OTHER_NAME, REGISTRY_ID],
      plugins: { [id]: plugin, [spelled]: removed, [NAMESAKE]: namesake },
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
          version: () => (ask(at.ownDirectory) === "plugin" ? OTHER_VERSION : ask(at.version)),
          marked: () => ask(at.otherNameMarked)
        },
        [REGISTRY_ID]: { ...free, marked: () => ask(at.registryNameMarked) }
      },
      undone: new Map(),
      desired: () => (ask(at.document) === "none" ? undefined : desired),
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
    wasUndone: ({ ask }: Choices, type: InconsistencyType) => ask(at[type])
  }
}
