/** Where a change is made, and what became of it, as people are shown it. */
import { assert, it } from "@effect/vitest"
import {
  Change,
  FILE,
  placeFetched,
  putBack,
  removeValue,
  setValue
} from "../../../../src/domain/changes/Change.ts"
import { named, reversalLine } from "../../../../src/operations/undo/reversal.ts"

const why = { plugin: "clock", cause: "undo" }
const at = { ...why, file: "config", key: ["clock", "city"] } as const
const CLOCK = "plugin-repos/clock"
const MANIFEST = `${CLOCK}/manifest.json`

it.each<[Change["_tag"], Change, where: string, became: string]>([
  ["SetValue", setValue(at, 1, 2), "config/config.json: clock › city", "restored"],
  ["RemoveValue", removeValue(at, 1), "config/config.json: clock › city", "removed"],
  [
    "AddMember",
    Change.AddMember({ ...why, list: "marks", member: "my-clock" }),
    "config/uninstalled_plugins.json: my-clock",
    "restored"
  ],
  [
    "RemoveMember",
    Change.RemoveMember({ ...why, list: "tombstones", member: "my-clock" }),
    "data/reconciler/tombstones.json: my-clock",
    "removed"
  ],
  ["PlaceFetched", placeFetched(why, CLOCK), CLOCK, "put back"],
  ["PutBack", putBack(why, CLOCK, "kept"), CLOCK, "put back"],
  ["SetAside", Change.SetAside({ ...why, place: CLOCK, kept: "kept" }), CLOCK, "set aside as kept"],
  [
    "SetByteOrderMark",
    Change.SetByteOrderMark({ ...why, file: MANIFEST, present: true }),
    `${MANIFEST}: its byte-order mark`,
    "put back"
  ],
  [
    "SetByteOrderMark",
    Change.SetByteOrderMark({ ...why, file: MANIFEST, present: false }),
    `${MANIFEST}: its byte-order mark`,
    "taken off"
  ],
  [
    "RenameEntry",
    Change.RenameEntry({ ...why, from: "Clock", to: "clock", overBare: false, leavesBare: false }),
    "config/config.json: Clock",
    "renamed to clock"
  ],
  [
    "ReplaceFile",
    Change.ReplaceFile({ ...why, file: FILE.config, by: "good", kept: "bad", was: "1", becomes: "2" }),
    "config/config.json",
    "is what good holds"
  ],
  ["RebuildState", Change.RebuildState(why), "data/plugin_state.json", "restored"]
])("a change is named by where it is made, and with what became of it: %s", (_tag, change, where, became) => {
  assert.deepStrictEqual([named(change), reversalLine(change)], [where, `${where} ${became}`])
})
