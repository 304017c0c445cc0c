/** Rule 1: a plugin on disk that has no entry gets one, switched off. */
import { assert, describe, it } from "@effect/vitest"
import { setValue } from "../../../../src/domain/changes/Change.ts"
import { Repair } from "../../../../src/domain/changes/Repair.ts"
import { Fix } from "../../../../src/domain/findings/Finding.ts"
import { missingInConfig } from "../../../../src/reconcile/judge/rules/missingInConfig.ts"
import { foundBy, judgedBy } from "../../../support/judge/judging.ts"

describe("a plugin without an entry", () => {
  it("gets one, switched off, where its key is free", () => {
    const place = { plugin: "clock", cause: "no_entry", file: "config", key: ["clock"] } as const
    assert.deepStrictEqual(foundBy(missingInConfig)({ disk: { clock: {} } }), [
      {
        id: "clock",
        type: "plugin_missing_in_config",
        reason: "no_entry",
        description: "Plugin clock exists on disk but not in config",
        current: { exists_in_config: false },
        expected: { exists_in_config: true, enabled: false },
        fix: Fix.Auto({
          repair: Repair.Edit({ changes: [setValue(place, undefined, { enabled: false })], given: [] })
        })
      }
    ])
  })

  it("gets none where a directory of its id has a broken manifest", () => {
    const verdicts = judgedBy(missingInConfig)({ disk: { "clock-old": { id: "clock" } }, broken: ["clock"] })
    assert.deepStrictEqual(
      verdicts.map(({ _tag }) => _tag),
      ["Clear"]
    )
  })
})
