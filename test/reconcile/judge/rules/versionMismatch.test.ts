/** Rule 4: whose version is compared with the manifest's, and what sets it right. */
import { assert, describe, it } from "@effect/vitest"
import { setValue } from "../../../../src/domain/changes/Change.ts"
import { Evidence } from "../../../../src/domain/changes/Evidence.ts"
import { Repair } from "../../../../src/domain/changes/Repair.ts"
import { Fix } from "../../../../src/domain/findings/Finding.ts"
import { readRecord } from "../../../../src/domain/sources/StateRecord.ts"
import { versionMismatch } from "../../../../src/reconcile/judge/rules/versionMismatch.ts"
import { foundBy, judgedBy } from "../../../support/judge/judging.ts"
import { type Model, record } from "../../../support/snapshots.ts"

const findings = foundBy(versionMismatch)
const sentence = (model: Model) =>
  judgedBy(versionMismatch)(model).map((verdict) => (verdict._tag === "Found" ? "" : verdict.because))

const disk = { clock: { version: "1.1" } }

describe("a record of another version", () => {
  it("gets the manifest's, and nothing else of it changes", () => {
    const saved = record("clock", true, { version: "1.0" })
    assert.deepStrictEqual(findings({ disk, state: { clock: saved } }), [
      {
        id: "clock",
        type: "plugin_version_mismatch",
        reason: "record_version",
        description: "Plugin clock version mismatch: state_manager=1.0, disk=1.1",
        current: { version: "1.0" },
        expected: { version: "1.1" },
        fix: Fix.Auto({
          repair: Repair.Edit({
            changes: [
              setValue(
                {
                  plugin: "clock",
                  cause: "record_version",
                  file: "state",
                  key: ["states", "clock", "version"]
                },
                "1.0",
                "1.1"
              )
            ],
            given: [
              Evidence.Record({
                plugin: "clock",
                file: "state",
                key: ["states", "clock"],
                reading: readRecord("clock", saved)
              })
            ]
          })
        })
      }
    ])
  })
})

describe("nothing is wrong with versions", () => {
  const same = { clock: { enabled: true, version: "1.1" } }

  it.each<[string, Model]>([
    [
      "where record and entry say the manifest's",
      { disk, config: same, state: { clock: record("clock", true, { version: "v1.1" }) } }
    ],
    [
      "where record and entry say none",
      { disk, config: { clock: {} }, state: { clock: record("clock", true) } }
    ],
    ["where the record's is no text", { disk, state: { clock: record("clock", true, { version: 1 }) } }],
    ["where there is neither record nor entry", { disk }],
    [
      "where the manifest says none",
      { disk: { clock: {} }, config: same, state: { clock: record("clock", true, { version: "1.0" }) } }
    ]
  ])("%s", (_title, model) => {
    assert.deepStrictEqual(sentence(model), ["no version differs from the manifest's"])
  })
})

describe("no version is compared", () => {
  it.each<[string, Model, RegExp]>([
    ["of a plugin that is not on disk", { disk: { news: {} } }, /not on disk/u],
    [
      "of two directories, of which it is chance which runs",
      { disk: { clock: {}, old: { id: "clock" } } },
      /two directories/u
    ]
  ])("%s", (_title, model, expected) => {
    assert.match(sentence(model).join("; "), expected)
  })
})
