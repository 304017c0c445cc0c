/** What in a record of the journal no run of this program writes, and which places its changes name. */
import { assert, describe, it } from "@effect/vitest"
import { Option } from "effect"
import {
  Change,
  type Change as AnyChange,
  FILE,
  type List,
  placeFetched,
  putBack,
  removeValue,
  setValue,
  type ValueFile
} from "../../../src/domain/changes/Change.ts"
import { foreignIn, placesOf } from "../../../src/domain/changes/foreignChange.ts"
import type { JsonValue } from "../../../src/json/JsonValue.ts"

const of = (plugin: string, cause = "undo") => ({ plugin, cause })
const clock = of("clock")

/** What is foreign in a record of one command with these changes. */
const foreign = (changes: ReadonlyArray<AnyChange>, command = "undo"): string | undefined =>
  Option.getOrUndefined(foreignIn({ command }, changes))

const isOwn = (change: AnyChange, command?: string): void => {
  assert.isUndefined(foreign([change], command))
}

type Key = ReadonlyArray<string>
const at = (file: ValueFile, key: Key, why = clock) => ({ ...why, file, key })
const set = (key: Key, from: JsonValue | undefined, to: JsonValue, why = clock) =>
  setValue(at("config", key, why), from, to)
const removed = (key: Key, from: JsonValue, why = clock) => removeValue(at("config", key, why), from)

const ENTRY = { enabled: true }

describe("a record", () => {
  it("without changes has nothing foreign", () => {
    assert.isUndefined(foreign([]))
  })

  it("tells the first of its changes that is foreign", () => {
    const changes = ["clock", "../x", "../y"].map((member) =>
      Change.AddMember({ ...clock, list: "marks", member })
    )
    assert.strictEqual(foreign(changes), `names "../x" in ${FILE.marks}, which is no plugin id`)
  })

  const two = ["clock", "news"].map((id) => set([id, "enabled"], true, false, of(id)))

  it.each(["install", "update", "uninstall", "enable", "disable", "resolve"])(
    "of one %s is of one plugin",
    (command) => {
      assert.strictEqual(foreign(two, command), `changes more than one plugin in one ${command}`)
    }
  )

  it.each(["reconcile", "undo", "dance"])("of one %s may be of several plugins", (command) => {
    assert.isUndefined(foreign(two, command))
  })

  it("of one plugin may have several changes", () => {
    const changes = [set(["clock", "enabled"], true, false), removed(["clock"], ENTRY)]
    assert.isUndefined(foreign(changes, "uninstall"))
  })
})

describe("in config, a plugin's own is", () => {
  it.each<[string, AnyChange]>([
    ["an entry that is added", set(["clock"], undefined, ENTRY)],
    ["an entry that goes", removed(["clock"], ENTRY)],
    ["whether it is enabled", set(["clock", "enabled"], true, false)],
    ["an enabled that goes", removed(["clock", "enabled"], true)],
    [
      "a setting that a desired state changes",
      set(["clock", "city"], "Bern", "Tampa", of("clock", "desired_settings"))
    ],
    [
      "a setting within another that a desired state changes",
      set(["clock", "at", "city"], "Bern", "Tampa", of("clock", "desired_settings"))
    ],
    [
      "an enabled within a setting that a desired state changes",
      removed(["clock", "enabled", "version"], 1, of("clock", "desired_settings"))
    ]
  ])("%s", (_title, change) => {
    isOwn(change)
  })
})

describe("in config, foreign is", () => {
  it.each<[string, AnyChange]>([
    ["another plugin's entry", removed(["news"], ENTRY)],
    ["another plugin's enabled", set(["news", "enabled"], true, false)],
    ["a key of LEDMatrix", set(["display", "enabled"], true, false, of("display"))],
    ["another entry in an entry's place", set(["clock"], ENTRY, { enabled: false })],
    ["an entry in the place of null", set(["clock"], null, ENTRY)],
    ["no entry where there is none", set(["clock"], undefined, "x")],
    ["what is no entry, that goes", removed(["clock"], "x")],
    ["a setting that no desired state changes", set(["clock", "city"], "Bern", "Tampa")],
    ["a value within enabled", set(["clock", "enabled", "x"], true, false)],
    [
      "a version that a desired state changes",
      set(["clock", "version"], "1", "2", of("clock", "desired_settings"))
    ],
    [
      "a setting of another plugin that a desired state changes",
      set(["news", "city"], "Bern", "Tampa", of("clock", "desired_settings"))
    ],
    [
      "a setting of LEDMatrix that a desired state changes",
      set(["display", "city"], 1, 2, of("display", "desired_settings"))
    ],
    [
      "a setting that a desired state changes of what is no plugin id",
      set(["no id", "city"], 1, 2, of("no id", "desired_settings"))
    ]
  ])("%s", (_title, change) => {
    assert.match(foreign([change]) ?? "", /^changes .* of config\/config\.json, which is no plugin's$/u)
  })

  it("told with the whole key", () => {
    assert.strictEqual(
      foreign([set(["clock", "enabled", "x"], true, false)]),
      "changes clock › enabled › x of config/config.json, which is no plugin's"
    )
  })
})

describe("in LEDMatrix's state, a plugin's own is", () => {
  it.each<[string, AnyChange]>([
    ["its record", removeValue(at("state", ["states", "clock"]), ENTRY)],
    ["a field of its record", setValue(at("state", ["states", "clock", "enabled"]), true, false)]
  ])("%s", (_title, change) => {
    isOwn(change)
  })
})

describe("in LEDMatrix's state, foreign is", () => {
  it.each<[string, Key]>([
    ["another plugin's record", ["states", "news"]],
    ["a field of another plugin's record", ["states", "news", "enabled"]],
    ["what lies within a field", ["states", "clock", "metadata", "x"]],
    ["what stands beside the records", ["version", "clock"]],
    ["all records", ["states"]]
  ])("%s", (_title, key) => {
    assert.strictEqual(
      foreign([removeValue(at("state", key), ENTRY)]),
      `changes ${key.join(" › ")} of data/plugin_state.json, which is no plugin's`
    )
  })
})

describe("of the secrets", () => {
  const section = (key: Key, plugin = "clock") =>
    removeValue(at("secrets", key, of(plugin)), { api_key: "x" })

  it("an uninstall may remove those of its plugin", () => {
    isOwn(section(["clock"]), "uninstall")
  })

  it.each<[string, string, AnyChange]>([
    ["removed by another command", "undo", section(["clock"])],
    ["set", "uninstall", setValue(at("secrets", ["clock"]), undefined, { api_key: "x" })],
    ["of which a single one goes", "uninstall", section(["clock", "api_key"])],
    ["of another plugin", "uninstall", section(["news"])],
    ["of LEDMatrix", "uninstall", section(["github"], "github")],
    ["of what is no plugin id", "uninstall", section(["no id"], "no id")]
  ])("those are foreign that are %s", (_title, command, change) => {
    assert.match(
      foreign([change], command) ?? "",
      /^changes .* of config\/config_secrets\.json, which is no plugin's$/u
    )
  })
})

describe("a list of uninstalled plugins", () => {
  const lists: ReadonlyArray<List> = ["marks", "tombstones"]

  it.each(lists)("may gain and lose a plugin id: %s", (list) => {
    isOwn(Change.AddMember({ ...clock, list, member: "clock" }))
    isOwn(Change.RemoveMember({ ...clock, list, member: "clock" }))
  })

  it.each(lists)("neither gains nor loses what is no plugin id: %s", (list) => {
    const message = `names "../x" in ${FILE[list]}, which is no plugin id`
    const member = "../x"
    assert.strictEqual(foreign([Change.AddMember({ ...clock, list, member })]), message)
    assert.strictEqual(foreign([Change.RemoveMember({ ...clock, list, member })]), message)
  })
})

const PLACE = "plugin-repos/clock"
const KEPT = "plugin-repos/.ledmatrix-reconciler.standalone-backup-kept.1.clock"
const CAME = "plugin-repos/.ledmatrix-reconciler.standalone-backup-new.1.clock"

const setAside = (place: string, kept: string, plugin = "clock") =>
  Change.SetAside({ ...of(plugin), place, kept })

describe("a plugin's directory may be", () => {
  it.each<[string, AnyChange]>([
    ["placed where none is", placeFetched(clock, PLACE)],
    ["placed where another was, which is kept as a copy", placeFetched(clock, PLACE, KEPT)],
    ["put back from a copy", putBack(clock, PLACE, CAME)],
    ["put back where another was, which is kept as a copy", putBack(clock, PLACE, CAME, KEPT)],
    ["set aside as a copy", setAside(PLACE, KEPT)],
    ["named other than its id", setAside("plugin-repos/a clock.", KEPT)],
    ["directly in the root", setAside("clock", KEPT)]
  ])("%s", (_title, change) => {
    isOwn(change)
  })
})

describe("of a moved directory, foreign is", () => {
  const noDirectory = (place: string) => `names ${place}, which is no directory of a plugin`
  const noCopy = (place: string) => `names ${place}, which is no copy that was set aside`
  const elsewhere = "plugin-repos/gone"
  const inCopy = `${KEPT}/clock`

  it.each<[string, AnyChange, string]>([
    ["a place that is hidden", setAside("plugin-repos/.git", KEPT), noDirectory("plugin-repos/.git")],
    [
      "a place that is a copy",
      putBack(clock, `${PLACE}.standalone-backup-1`, CAME),
      noDirectory(`${PLACE}.standalone-backup-1`)
    ],
    ["a place without a name", placeFetched(clock, "plugin-repos/"), noDirectory("plugin-repos/")],
    ["what is kept, and is no copy, of a set-aside one", setAside(PLACE, elsewhere), noCopy(elsewhere)],
    [
      "what is kept, and is no copy, of a replaced one",
      placeFetched(clock, PLACE, elsewhere),
      noCopy(elsewhere)
    ],
    ["what is put back, and is no copy", putBack(clock, PLACE, elsewhere, KEPT), noCopy(elsewhere)],
    [
      "what is kept for one put back, and is no copy",
      putBack(clock, PLACE, CAME, elsewhere),
      noCopy(elsewhere)
    ],
    ["what lies within a copy", setAside(PLACE, inCopy), noCopy(inCopy)],
    ["a plugin without an id", setAside(PLACE, KEPT, ".."), `moves "..", which is no plugin id`]
  ])("%s", (_title, change, message) => {
    assert.strictEqual(foreign([change]), message)
  })
})

describe("a byte-order mark", () => {
  const marked = (file: string) => Change.SetByteOrderMark({ ...clock, file, present: true })

  it.each([FILE.config, `${PLACE}/manifest.json`])("may come and go in %s", (file) => {
    isOwn(marked(file))
  })

  it.each([
    "plugin-repos/.git/manifest.json",
    `${KEPT}/manifest.json`,
    "plugin-repos//manifest.json",
    "/manifest.json"
  ])("is foreign in %s", (file) => {
    assert.strictEqual(foreign([marked(file)]), `names ${file}, which is no plugin's`)
  })
})

describe("the key of an entry", () => {
  const renamed = (from: string, to: string, plugin: string) =>
    Change.RenameEntry({ ...of(plugin), from, to, overBare: false, leavesBare: false })

  it.each<[string, string, string, string]>([
    ["from the plugin's id", "clock", "ledmatrix-clock", "clock"],
    ["to the plugin's id", "ledmatrix-clock", "clock", "clock"],
    ["from what is no id", "no id", "clock", "clock"],
    ["to what is no id", "clock", "no id", "clock"]
  ])("may change %s", (_title, from, to, plugin) => {
    isOwn(renamed(from, to, plugin))
  })

  it.each<[string, string, string, string]>([
    ["of another plugin", "news", "other", "clock"],
    ["from one of LEDMatrix", "display", "clock", "clock"],
    ["to one of LEDMatrix", "clock", "display", "clock"],
    ["from what is no id to what is none", "no id", "nor this", "no id"]
  ])("is foreign where it changes %s", (_title, from, to, plugin) => {
    assert.strictEqual(
      foreign([renamed(from, to, plugin)]),
      `changes the key ${from} of config/config.json to ${to}, which is no plugin's`
    )
  })
})

describe("a file as a whole", () => {
  const COPY = `${FILE.config}.backup`
  const replaced = (by: string, kept = COPY, file: string = FILE.config) =>
    Change.ReplaceFile({ plugin: "", cause: "not_json", file, by, kept, was: "a", becomes: "b" })

  it.each([
    COPY,
    "config/config.json.backup.20260601",
    "config/backups/config.json.backup.20260601",
    "config/config.json.corrupt-1",
    "config/config.json.corrupt-20260601T110000"
  ])("may be config, by or into %s", (copy) => {
    isOwn(replaced(copy, copy))
  })

  it.each<[string, AnyChange]>([
    ["is another than config", replaced(COPY, COPY, FILE.secrets)],
    ["is replaced by no copy", replaced("README.md")],
    ["is kept as no copy", replaced(COPY, "README.md")],
    ["is replaced by a copy elsewhere", replaced(`../${COPY}`)],
    ["is replaced by what lies within a copy", replaced(`${COPY}s/x`)],
    ["is replaced by a copy in another directory", replaced("config/other/config.json.backup")]
  ])("is foreign where it %s", (_title, change) => {
    const file = change._tag === "ReplaceFile" ? change.file : ""
    assert.strictEqual(foreign([change]), `changes all of ${file}, by or into what is no copy of it`)
  })
})

describe("a new state file", () => {
  it("is not foreign", () => {
    isOwn(Change.RebuildState({ plugin: "", cause: "not_json" }))
  })
})

describe("the places of a change are", () => {
  it.each<[string, AnyChange, ReadonlyArray<string>]>([
    ["that of a fetched plugin", placeFetched(clock, PLACE), [PLACE]],
    ["that of a fetched plugin, and the copy that is kept", placeFetched(clock, PLACE, KEPT), [PLACE, KEPT]],
    ["that of one put back, and where it came from", putBack(clock, PLACE, CAME), [PLACE, CAME]],
    ["of one put back in another's place, all three", putBack(clock, PLACE, CAME, KEPT), [PLACE, CAME, KEPT]],
    ["that of one set aside, and its copy", setAside(PLACE, KEPT), [PLACE, KEPT]],
    [
      "the directory whose manifest has a byte-order mark",
      Change.SetByteOrderMark({ ...clock, file: `${PLACE}/manifest.json`, present: false }),
      [PLACE]
    ],
    [
      "none for a byte-order mark of another file",
      Change.SetByteOrderMark({ ...clock, file: FILE.marks, present: false }),
      []
    ],
    ["none for a value", set(["clock", "enabled"], true, false), []]
  ])("%s", (_title, change, places) => {
    assert.deepStrictEqual(placesOf(change), places)
  })
})
