/** A missing plugin whose entry in the registry asks for a newer LEDMatrix than this one. */
import { assert, describe, it } from "@effect/vitest"
import { detect } from "../../../src/reconcile/judge/detect.ts"
import { type Model, policyOf, snapshotOf } from "../../support/snapshots.ts"

const NEEDS = { id: "tide", ledmatrix_min_version: "3.6.0" }

const missing = (model: Model) => {
  const described: Model = { config: { tide: { enabled: true } }, registryProvesAbsence: true, ...model }
  const [finding] = detect(snapshotOf(described), policyOf())
  return finding && [finding.reason, finding.fix._tag, finding.cause]
}
const WHY = "it needs LEDMatrix 3.6.0 or later"

describe("a missing plugin that needs a newer LEDMatrix", () => {
  it("is promised by no look at a fresh registry", () => {
    assert.deepStrictEqual(missing({ registry: [NEEDS], ledmatrix: "3.5.2" }), [
      "newer_ledmatrix_needed",
      "Manual",
      WHY
    ])
  })

  it("is asked for where the copy at hand is old", () => {
    const model: Model = { registry: [NEEDS], ledmatrix: "3.5.2", registryProvesAbsence: false }
    assert.deepStrictEqual(missing(model), ["not_installed", "Auto", WHY])
  })

  it("is asked for where another entry that may be it fits", () => {
    const other = { id: "tide-clock", aliases: ["tide"] }
    assert.deepStrictEqual(missing({ registry: [NEEDS, other], ledmatrix: "3.5.2" })?.[0], "not_installed")
  })

  it("is asked for once LEDMatrix is new enough", () => {
    assert.deepStrictEqual(missing({ registry: [NEEDS], ledmatrix: "3.6.0" }), [
      "not_installed",
      "Auto",
      undefined
    ])
  })
})
