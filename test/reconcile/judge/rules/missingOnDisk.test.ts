/** Rule 2: an entry whose plugin is not on disk: what brings it back, and what a person can decide. */
import { assert, describe, it } from "@effect/vitest"
import { putBack } from "../../../../src/domain/changes/Change.ts"
import { Repair } from "../../../../src/domain/changes/Repair.ts"
import { Fix } from "../../../../src/domain/findings/Finding.ts"
import { missingOnDisk } from "../../../../src/reconcile/judge/rules/missingOnDisk.ts"
import { foundBy } from "../../../support/judge/judging.ts"
import type { Model } from "../../../support/snapshots.ts"

const findings = foundBy(missingOnDisk)
const config = { clock: { enabled: true, city: "x" } }

const missing = {
  id: "clock",
  type: "plugin_missing_on_disk",
  description: "Plugin clock in config but not on disk",
  current: { exists_on_disk: false },
  expected: { exists_on_disk: true }
} as const

describe("a missing plugin", () => {
  it("is put back where a copy of it was set aside, under the name that it had", () => {
    const change = putBack(
      { plugin: "clock", cause: "set_aside_copy" },
      "plugin-repos/my-clock",
      "plugin-repos/my-clock.standalone-backup-preinstall"
    )
    assert.deepStrictEqual(findings({ config, setAside: ["clock"], setAsideAs: "my-clock" }), [
      { ...missing, reason: "set_aside_copy", fix: Fix.Auto({ repair: Repair.PutBack({ change }) }) }
    ])
  })

  it("is fetched onto a free name", () => {
    const repair = Repair.Fetch({ plugin: "clock", replacing: false })
    assert.deepStrictEqual(findings({ config }), [
      { ...missing, reason: "not_installed", fix: Fix.Auto({ repair }) }
    ])
  })
})

describe("settings under a wrong key", () => {
  const choices = (model: Model) =>
    findings({ config, ...model }).flatMap((finding) => finding.choices?.map(({ choice }) => choice) ?? [])
  const near: Model = {
    registry: [{ id: "x", plugin_path: "plugins/ledmatrix-clock" }],
    registryProvesAbsence: true
  }

  it("may be given to the one that the registry has", () => {
    assert.deepStrictEqual(choices(near), ["ledmatrix-clock"])
  })

  it("may be given to the one whose plugin stands under that name", () => {
    assert.deepStrictEqual(choices({ disk: { clock: { id: "news" } } }), ["news"])
  })

  it("stay where no other is known", () => {
    assert.deepStrictEqual(choices({ registry: [{ id: "news" }], registryProvesAbsence: true }), [])
  })
})
