/**
 * Every look that a rule can take, over every state: that it finds what the contract says and nothing else,
 * that it says the same twice, that it repairs nothing on the ground of what was not read, and that it asks
 * about no plugin but its own.
 */
import { assert, describe, it } from "@effect/vitest"
import { type Finding } from "../../../../../src/domain/findings/Finding.ts"
import { prove } from "../proof.ts"
import { looks, managers, UNDONE } from "../proofs.ts"
import { once, proven } from "../proven.ts"
import { plannerOf, shipped } from "../model/run.ts"
import { undoneProof } from "./undoneProof.ts"
import { Reason } from "../../../../../src/domain/schemas.ts"

/** Every cause, with everything that is ever done about it. */
const TABLE: { readonly [reason in Finding["reason"]]: ReadonlyArray<Finding["fix"]["_tag"]> } = {
  no_entry: ["Auto"],
  key_not_object: ["Manual"],
  system_key: ["Manual"],
  settings_kept: ["None"],
  set_aside_copy: ["Auto"],
  directory_name: ["Manual", "None"],
  recently_uninstalled: ["Manual"],
  unrecoverable: ["Manual"],
  newer_ledmatrix_needed: [],
  not_in_registry: ["Manual"],
  wrong_key: ["Manual"],
  no_store: ["Manual"],
  invalid_id: ["Manual"],
  name_taken: ["Manual"],
  broken_directory: ["Manual"],
  not_installed: ["Auto"],
  config_differs: ["Auto"],
  entry_not_writable: ["Manual"],
  record_version: ["Auto"],
  entry_version: ["None"],
  invalid_record: ["Auto"],
  uninstalled_record: ["Auto"],
  orphan_record: ["None"],
  broken_manifest: ["Auto", "Manual"],
  duplicate_id: ["Manual", "None"],
  marked_on_disk: ["Manual"],
  enabled_not_boolean: ["Manual"],
  not_loaded: ["None"],
  still_loaded: ["None"],
  older_version_runs: ["None"],
  desired_missing: [],
  desired_version: [],
  desired_enabled: [],
  desired_settings: [],
  desired_absent: [],
  not_desired: [],
  version_not_offered: [],
  undone: ["Manual"]
}

/** The shipped planner, overheard. */
const heardBy = (hear: (finding: Finding) => void) =>
  plannerOf({
    ...shipped,
    rules: shipped.rules.map(({ judge, type }) => ({
      type,
      judge: (plugin, around) => {
        const verdicts = judge(plugin, around)
        for (const verdict of verdicts) if (verdict._tag === "Found") hear(verdict.finding)
        return verdicts
      }
    })),
    detectBy: (rules) => {
      const detect = shipped.detectBy(rules)
      return (snapshot, policy) => {
        const findings = detect(snapshot, policy)
        findings.forEach(hear)
        return findings
      }
    }
  })

const heard = new Set<string>()
const overheard = heardBy(({ fix, reason }) => heard.add(`${reason} ${fix._tag}`))
const looked = [...looks(), ...managers()].map((proof) => ({ proof, result: once(proof, overheard) }))

describe("each rule, in every state", () => {
  for (const { proof, result } of looked) proven(proof, result)
})

describe("the states", () => {
  it("let every cause be found, with everything that is ever done about it", () => {
    for (const { result } of looked) result()
    prove(undoneProof({ ...UNDONE, record: ["none"] }), overheard)
    assert.deepStrictEqual(
      [...heard].toSorted(),
      Reason.literals.flatMap((reason) => TABLE[reason].map((fix) => `${reason} ${fix}`)).toSorted()
    )
  })
})
