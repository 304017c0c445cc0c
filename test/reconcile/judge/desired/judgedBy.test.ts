/** What the other rules leave to the desired state, and when what was undone of it stands. */
import { assert, describe, it } from "@effect/vitest"
import { setValue } from "../../../../src/domain/changes/Change.ts"
import { Repair } from "../../../../src/domain/changes/Repair.ts"
import { desiredEvidence } from "../../../../src/domain/desired/DesiredView.ts"
import { type Finding, Fix, type Reason, type SideState } from "../../../../src/domain/findings/Finding.ts"
import { readRecord } from "../../../../src/domain/sources/StateRecord.ts"
import {
  DECIDED,
  isOfDesired,
  standsUndone,
  yielding
} from "../../../../src/reconcile/judge/desired/judgedBy.ts"
import { clear, found, type Verdict } from "../../../../src/reconcile/judge/rules/Verdict.ts"
import { desiring, facing, REVISION } from "../../../support/judge/desiring.ts"
import { absent, addEntry, setEntryEnabled, setRecordEnabled } from "../../../support/judge/edits.ts"
import { record, snapshotOf } from "../../../support/snapshots.ts"

const finding = (type: Finding["type"], reason: Reason, current: SideState, fix: Fix): Finding => ({
  id: "clock",
  type,
  reason,
  description: "",
  current,
  expected: {},
  fix
})

const against = (reason: Reason, current: SideState, fix: Fix) =>
  finding("plugin_not_as_desired", reason, current, fix)

const auto = (repair: Repair) => Fix.Auto({ repair })
const remove = auto(
  Repair.Remove({ plugin: "clock", cause: "desired_absent", directories: ["clock"], forget: false })
)
const obtain = auto(Repair.Obtain({ plugin: "clock", version: undefined, instead: undefined }))
const entry = auto(Repair.Edit(addEntry("clock", true, "desired_enabled")))
const switched = auto(Repair.Edit(setEntryEnabled("clock", absent, true)))
const set = setValue(
  { plugin: "clock", cause: "desired_settings", file: "config", key: ["clock", "size"] },
  undefined,
  5
)
const settings = auto(Repair.Edit({ changes: [set], given: [] }))

const there = { exists_on_disk: true }
const gone = { exists_on_disk: false }
const wholeEntry = against("desired_enabled", { exists_in_config: false }, entry)

const TYPES: ReadonlyArray<Finding["type"]> = [
  "plugin_missing_in_config",
  "plugin_missing_on_disk",
  "plugin_enabled_mismatch",
  "plugin_version_mismatch",
  "plugin_state_corrupted"
]
const [IN_CONFIG, ON_DISK, ENABLED, VERSION] = TYPES

describe("what the desired state decides", () => {
  it.each<[string, Finding, ReadonlyArray<Finding["type"] | undefined>]>([
    ["a plugin that goes", against("desired_absent", there, remove), [IN_CONFIG, ON_DISK, ENABLED]],
    [
      "a plugin of which only the entry is left",
      against("desired_absent", gone, remove),
      [IN_CONFIG, ON_DISK, ENABLED]
    ],
    [
      "a plugin that should go, and cannot",
      against("not_desired", there, Fix.Manual()),
      [IN_CONFIG, ON_DISK, ENABLED]
    ],
    ["a plugin that comes", against("desired_missing", gone, obtain), [IN_CONFIG, ON_DISK]],
    [
      "a plugin that should come, and cannot",
      against("desired_missing", gone, Fix.Manual()),
      [IN_CONFIG, ON_DISK]
    ],
    ["an entry that is made", wholeEntry, [IN_CONFIG]],
    ["another version that comes", against("desired_version", { version: "1" }, obtain), [VERSION]],
    ["another version that cannot be had", against("desired_version", { version: "1" }, Fix.Manual()), []],
    ["another value of enabled", against("desired_enabled", { enabled: false }, switched), []],
    ["other settings", against("desired_settings", {}, settings), []],
    [
      "settings of an entry that is there",
      against("desired_settings", { exists_in_config: true }, settings),
      []
    ],
    ["a removal that was undone", against("undone", there, Fix.Manual()), []]
  ])("of %s", (_title, desired, decided) => {
    const own = clear("it is as it is")
    assert.deepStrictEqual(
      TYPES.map((type) => yielding(type, own, [found(desired)])),
      TYPES.map((type) => (decided.includes(type) ? DECIDED : own))
    )
  })

  it("is nothing where it finds nothing", () => {
    const own = clear("it is as it is")
    assert.deepStrictEqual(
      TYPES.map((type) => yielding(type, own, clear("it is as the desired state wants it"))),
      TYPES.map(() => own)
    )
  })

  it("is what any of its findings decides", () => {
    const desired = [
      against("desired_settings", {}, settings),
      against("desired_version", { version: "1" }, obtain)
    ]
    const own = clear("it is as it is")
    assert.deepStrictEqual(yielding("plugin_version_mismatch", own, desired.map(found)), DECIDED)
  })
})

describe("an entry that the desired state makes", () => {
  const makes = found(wholeEntry)
  const rule = (fix: Fix) => found(finding("plugin_enabled_mismatch", "config_differs", {}, fix))
  const other = rule(auto(Repair.Edit(addEntry("clock", true))))
  const recorded = rule(
    auto(Repair.Edit(setRecordEnabled("clock", readRecord("clock", record("clock", false)), true)))
  )
  const left = (...verdicts: ReadonlyArray<Verdict>) => yielding("plugin_enabled_mismatch", verdicts, [makes])

  it("is not made by another rule too", () => {
    assert.deepStrictEqual(left(other), DECIDED)
  })

  it("leaves all else to be said", () => {
    const all = [recorded, rule(Fix.Manual()), rule(obtain), ...clear("it is as it is")]
    assert.deepStrictEqual(left(other, ...all), all)
  })

  it("is made by another rule where the desired state only changes one", () => {
    const changes = [found(against("desired_enabled", { enabled: false }, switched))]
    assert.deepStrictEqual(yielding("plugin_enabled_mismatch", [other], changes), [other])
  })
})

describe("what was undone of a desired state", () => {
  const [, by] = facing(desiring({}, {}))
  const [, without] = facing(snapshotOf({}))

  it.each<[string, string, typeof by, boolean]>([
    ["stands while the document is the same", desiredEvidence(REVISION), by, true],
    ["stands no more once the document is another", desiredEvidence("r0"), by, false],
    ["stands in a run without a desired state, which cannot tell", desiredEvidence("r0"), without, true]
  ])("%s", (_title, then, around, stands) => {
    assert.strictEqual(standsUndone(then, around), stands)
  })

  it("is what that rule found, and no other", () => {
    assert.deepStrictEqual(["plugin_not_as_desired", ...TYPES].map(isOfDesired), [
      true,
      false,
      false,
      false,
      false,
      false
    ])
  })
})
