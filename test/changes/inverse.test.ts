/** What takes a change back, and what a change touches. */
import { assert, describe, it } from "@effect/vitest"
import { Option } from "effect"
import {
  Change,
  type PlaceFetched,
  placeFetched,
  putBack,
  removeValue,
  setValue
} from "../../src/domain/changes/Change.ts"
import { inverse, touchedFiles } from "../../src/changes/inverse.ts"

const why = { plugin: "clock", cause: "undo" }
const at = { ...why, file: "config", key: ["clock"] } as const
const FILE = "plugin-repos/clock"
const KEPT = "plugin-repos/.ledmatrix-reconciler.standalone-backup-kept.20260101T000000000-aaaaaa.clock"
const FROM = "plugin-repos/.ledmatrix-reconciler.standalone-backup-kept.20260101T000000000-bbbbbb.clock"
const CONFIG = "config/config.json"
const SECRETS = "config/config_secrets.json"
const byteOrderMark = (present: boolean) => Change.SetByteOrderMark({ ...why, file: SECRETS, present })
const spelled = Option.some({ text: '"clock":1' })
const known = (change: PlaceFetched) => ({ ...change, fingerprint: Option.some("x") })
const aside = (kept: string) => Change.SetAside({ ...why, place: FILE, kept })
const mark = { ...why, list: "marks", member: "clock" } as const
const tombstone = { ...why, list: "tombstones", member: "clock" } as const

describe("the inverse of a change", () => {
  it.each<[string, Change, Change]>([
    ["what was added goes", setValue(at, undefined, 1), removeValue(at, 1)],
    ["what was removed comes back", removeValue(at, 1), setValue(at, undefined, 1)],
    [
      "what was removed comes back as it was spelled",
      removeValue(at, 1, spelled),
      { ...setValue(at, undefined, 1), spelled }
    ],
    ["what was set is set back", setValue(at, 1, 2), setValue(at, 2, 1)],
    ["a mark that was set is cleared", Change.AddMember(mark), Change.RemoveMember(mark)],
    ["a tombstone that was cleared is set", Change.RemoveMember(tombstone), Change.AddMember(tombstone)],
    ["a placed directory is set aside", placeFetched(why, FILE), aside(KEPT)],
    [
      "a replaced directory comes back, and the new one is set aside",
      known(placeFetched(why, FILE, FROM)),
      putBack(why, FILE, FROM, KEPT)
    ],
    ["a directory that was set aside comes back", aside(FROM), putBack(why, FILE, FROM)],
    ["a directory that came from elsewhere goes back there", putBack(why, FILE, FROM), aside(FROM)],
    [
      "a directory that came from elsewhere in another's place changes places with it again",
      putBack(why, FILE, FROM, KEPT),
      putBack(why, FILE, KEPT, FROM)
    ],
    ["a byte-order mark that was taken off is put back", byteOrderMark(false), byteOrderMark(true)],
    ["a byte-order mark that was put back is taken off", byteOrderMark(true), byteOrderMark(false)],
    [
      "an entry goes back under its key, and what gave way is there again",
      Change.RenameEntry({ ...why, from: "clock", to: "time", overBare: true, leavesBare: false }),
      Change.RenameEntry({ ...why, from: "time", to: "clock", overBare: false, leavesBare: true })
    ],
    [
      "a file that was replaced is replaced by what was kept of it",
      Change.ReplaceFile({ ...why, file: CONFIG, by: "new", kept: "old", was: "1", becomes: "2" }),
      Change.ReplaceFile({ ...why, file: CONFIG, by: "old", kept: "new", was: "2", becomes: "1" })
    ]
  ])("%s", (_title, change, back) => {
    assert.deepStrictEqual(inverse(change, KEPT), Option.some(back))
  })

  it("is none where a state file was made anew: what the old one held was no JSON", () => {
    assert.deepStrictEqual(inverse(Change.RebuildState(why), KEPT), Option.none())
  })
})

describe("a change touches", () => {
  it.each<[string, Change, ReadonlyArray<string>]>([
    ["a file", setValue(at, undefined, 1), ["config/config.json"]],
    ["the file of a value that is removed", removeValue({ ...at, file: "secrets" }, 1), [SECRETS]],
    ["the marks", Change.AddMember(mark), ["config/uninstalled_plugins.json"]],
    ["the marks that are cleared", Change.RemoveMember(mark), ["config/uninstalled_plugins.json"]],
    ["a file's first bytes", byteOrderMark(true), [SECRETS]],
    [
      "an entry's key",
      Change.RenameEntry({ ...why, from: "clock", to: "time", overBare: false, leavesBare: false }),
      [CONFIG]
    ],
    [
      "a file that is replaced, and not the copies of it",
      Change.ReplaceFile({ ...why, file: CONFIG, by: "new", kept: "old", was: "1", becomes: "2" }),
      [CONFIG]
    ],
    ["none of our own records", Change.AddMember(tombstone), []],
    ["a directory", putBack(why, FILE, FROM), [FILE]],
    ["a directory and where its former one lies", placeFetched(why, FILE, KEPT), [FILE, KEPT]],
    ["a directory and where it lies now", aside(KEPT), [FILE, KEPT]],
    ["the saved state", Change.RebuildState(why), ["data/plugin_state.json"]]
  ])("%s", (_title, change, files) => {
    assert.deepStrictEqual(touchedFiles(change), files)
  })
})
