/** A plugin that the desired state wants and that is not there: when it is fetched, and why it is not. */
import { assert, describe, it } from "@effect/vitest"
import { Repair } from "../../../../src/domain/changes/Repair.ts"
import type { DesiredFields } from "../../../../src/domain/desired/DesiredDocument.ts"
import { type Finding, Fix } from "../../../../src/domain/findings/Finding.ts"
import type { PolicyValues } from "../../../../src/domain/Policy.ts"
import type { InstallFailure } from "../../../../src/domain/store/InstallFailure.ts"
import { notAsDesired } from "../../../../src/reconcile/judge/desired/notAsDesired.ts"
import { clear, found } from "../../../../src/reconcile/judge/rules/Verdict.ts"
import { against, desiring, facing } from "../../../support/judge/desiring.ts"
import { type Model, NOW } from "../../../support/snapshots.ts"

const on = { enabled: true }
const states = { current: { exists_on_disk: false }, expected: { exists_on_disk: true } }
const ended: InstallFailure = {
  code: "symlink",
  message: "the archive is refused",
  failedAtMs: NOW - 2,
  heldUntilMs: NOW - 1
}

const judge = (model: Model, policy: Partial<PolicyValues> = {}, clock: DesiredFields = {}) =>
  notAsDesired(...facing(desiring(model, { plugins: { clock } }), policy))

const missing = (fix: Fix, more: Pick<Finding, "cause" | "rightKey"> = {}) => [
  found(against("desired_missing", "should be installed", { ...states, ...more }, fix))
]
const fetched = (version?: string) =>
  missing(Fix.Auto({ repair: Repair.Obtain({ plugin: "clock", version, instead: undefined }) }))

describe("a plugin that is wanted in any version", () => {
  it.each<[string, Model]>([
    ["nothing is known of it", {}],
    ["a fresh registry has it", { registry: [{ id: "clock" }], registryProvesAbsence: true }],
    ["an old copy of the registry does not have it", { registry: [{ id: "news" }] }],
    [
      "an entry of a fresh registry that may be it cannot be read",
      { registry: [{ id: "clock", repo: 5 }], registryProvesAbsence: true }
    ],
    ["it was uninstalled", { marks: ["clock"], tombstones: ["clock"] }],
    ["installing it failed once, which has ended", { failures: { clock: ended } }]
  ])("is fetched where %s", (_title, model) => {
    assert.deepStrictEqual(judge(model), fetched())
  })
})

describe("a plugin of which a copy was set aside", () => {
  const copied: Model = { config: { clock: on }, setAside: ["clock"] }

  it("is left to the rule that puts the copy back", () => {
    assert.deepStrictEqual(
      judge(copied),
      clear("a set-aside copy of it is put back first; rule 2 speaks for it")
    )
  })

  it.each<[string, Model]>([
    ["it has no entry", { setAside: ["clock"] }],
    ["it is marked", { ...copied, marks: ["clock"] }],
    ["it was uninstalled lately", { ...copied, tombstones: ["clock"] }],
    ["the copy's place is taken", { ...copied, setAsideAs: "my-clock", taken: ["my-clock"] }]
  ])("is fetched where %s", (_title, model) => {
    assert.deepStrictEqual(judge(model), fetched())
  })
})

describe("a plugin that cannot be fetched is left to a person, with the cause", () => {
  it.each<[string, Model, Partial<PolicyValues>, Pick<Finding, "cause" | "rightKey">]>([
    [
      "another one stands in its directory",
      { disk: { clock: { id: "news" } } },
      {},
      { cause: "directory clock holds another plugin, news" }
    ],
    [
      "something else has its name",
      { taken: ["clock"] },
      {},
      { cause: "something that is no plugin stands in its place" }
    ],
    [
      "there is no store",
      {},
      { storeAvailable: false },
      { cause: "it is not installed, and there is no store to get it from" }
    ],
    [
      "the store is known not to have it",
      { storeUnrecoverable: ["clock"], failures: { clock: { ...ended, heldUntilMs: NOW } } },
      {},
      { cause: "the archive is refused" }
    ],
    [
      "another one stands in its directory, also where the store is known not to have it",
      { disk: { clock: { id: "news" } }, registry: [{ id: "news" }], registryProvesAbsence: true },
      {},
      { cause: "directory clock holds another plugin, news" }
    ],
    [
      "a fresh registry does not have it",
      { registry: [{ id: "news" }], registryProvesAbsence: true },
      {},
      { cause: "the registry at hand has no plugin of this name" }
    ],
    [
      "its name is misspelt",
      { registry: [{ id: "clocks" }], registryProvesAbsence: true },
      {},
      {
        cause: "the right key is probably clocks; the registry at hand has no plugin of this name",
        rightKey: "clocks"
      }
    ]
  ])("where %s", (_title, model, policy, more) => {
    assert.deepStrictEqual(judge(model, policy), missing(Fix.Manual(), more))
  })
})

describe("a plugin that is wanted in one version", () => {
  const older = {
    id: "clock",
    latest_version: "2",
    versions: [{ version: "1", download_url: "https://x/1" }]
  }
  const fresh = (...registry: NonNullable<Model["registry"]>): Model => ({
    registry,
    registryProvesAbsence: true
  })

  it.each<[string, string, Model]>([
    ["no registry is at hand", "1", {}],
    ["an old copy of the registry has no such version", "3", { registry: [older] }],
    ["an old copy of the registry does not have it", "3", { registry: [{ id: "news" }] }],
    ["it is the newest", "v2", fresh(older)],
    ["it is an older one that is offered", "1", fresh(older)],
    [
      "any of several entries offers it",
      "1",
      fresh({ id: "clock" }, { ...older, id: "x", aliases: ["clock"] })
    ],
    ["it is the latest", "latest", fresh({ id: "clock" })],
    [
      "another version was refused",
      "2",
      { ...fresh(older), failures: { clock: { ...ended, version: "1", heldUntilMs: NOW + 1 } } }
    ]
  ])("is fetched in it where %s", (_title, version, model) => {
    assert.deepStrictEqual(judge(model, {}, { version }), fetched(version))
  })

  const refused = (version: string, cause?: string) => [
    found(
      against(
        "version_not_offered",
        `should have version ${version}`,
        cause === undefined ? states : { ...states, cause },
        Fix.Manual()
      )
    )
  ]

  it("is left to a person where a fresh registry has no such version", () => {
    assert.deepStrictEqual(judge(fresh(older), {}, { version: "3" }), refused("3"))
  })

  it("is left to a person where that version was refused, which the finding says", () => {
    const failure = { ...ended, version: "1", heldUntilMs: Date.parse("2026-03-02T12:00:00") }
    assert.deepStrictEqual(
      judge({ registry: [older], failures: { clock: failure } }, {}, { version: "1" }),
      refused("1", "the archive is refused; it is tried again after 2026-03-02 12:00")
    )
  })
})
