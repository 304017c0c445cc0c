/** The order of findings, and what makes two of them the same. */
import { assert, describe, it } from "@effect/vitest"
import { byIdRuleReason, type Finding, findingKey, Fix } from "../../../src/domain/findings/Finding.ts"

const finding = (
  id: string,
  type: Finding["type"] = "plugin_missing_in_config",
  reason: Finding["reason"] = "no_entry"
): Finding => ({ id, type, reason, description: "", current: {}, expected: {}, fix: Fix.None() })

describe("findings", () => {
  it("are listed by id, then in the order of the rules, then by reason", () => {
    const sorted = [
      finding("Z"),
      finding("a", "plugin_missing_in_config", "key_not_object"),
      finding("a", "plugin_missing_in_config", "no_entry"),
      finding("a", "plugin_missing_on_disk"),
      finding("a", "plugin_enabled_mismatch"),
      finding("a", "plugin_version_mismatch"),
      finding("a", "plugin_state_corrupted"),
      finding("b")
    ]
    assert.deepStrictEqual(sorted.toReversed().toSorted(byIdRuleReason), sorted)
  })

  it("are the same by id, type and reason, even if the rest differs", () => {
    const one = finding("a")
    assert.strictEqual(findingKey(one), findingKey({ ...one, description: "x", fix: Fix.Manual() }))
    const others = [
      finding("b"),
      finding("a", "plugin_missing_on_disk"),
      finding("a", "plugin_missing_in_config", "system_key"),
      finding('a","plugin_missing_in_config')
    ]
    assert.strictEqual(new Set([one, ...others].map(findingKey)).size, 5)
  })
})
