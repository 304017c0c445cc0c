/** Planners that are broken on purpose, each in one thing, and the property that has to see it. */
import { Result } from "effect"
import type { Edit } from "../../../../../src/domain/changes/Evidence.ts"
import { Repair } from "../../../../../src/domain/changes/Repair.ts"
import { type Finding, Fix, type InconsistencyType } from "../../../../../src/domain/findings/Finding.ts"
import { emptyLedger } from "../../../../../src/domain/sources/Ledger.ts"
import { Outcome } from "../../../../../src/domain/findings/Outcome.ts"
import type { Snapshot } from "../../../../../src/domain/sources/Snapshot.ts"
import type { Rule } from "../../../../../src/reconcile/judge/detectBy.ts"
import type { PluginFacts, SnapshotFacts } from "../../../../../src/reconcile/judge/facts/PluginFacts.ts"
import { found, type Verdict } from "../../../../../src/reconcile/judge/rules/Verdict.ts"
import type { RunOutcomes } from "../../../../../src/reconcile/tell/outcomes.ts"
import { CONTRACT, lookProof, OWN, SAME, UNREAD } from "../proofs/lookProof.ts"
import {
  addEntry,
  readingOf,
  rebuildOf,
  removeRecord,
  setEntryEnabled,
  setRecordVersion
} from "../../../../support/judge/edits.ts"
import { rebuildRecord } from "../../../../../src/domain/sources/StateRecord.ts"
import { COMES_BACK, LAST_CHANGE, memoryProof, REMEMBERS } from "../proofs/memoryProof.ts"
import { type Narrow, onePlugin } from "../spaces/onePlugin.ts"
import { NEIGHBOUR, neighbourProof, ORDER, pairProof } from "../proofs/pairProof.ts"
import type { Proof } from "../proof.ts"
import { ALIKE, DECIDED, DIRECTORIES, LOOK, PAIRS, TEMPLATE, UNDONE, WITHOUT } from "../proofs.ts"
import { type Parts, type Planner, plannerOf, shipped } from "../model/run.ts"
import { runProof } from "../proofs/runProof.ts"
import * as runs from "../proofs/runProperties.ts"
import { LONG, SHORT } from "../spaces/twoPlugins.ts"
import { UNDONE_LEFT, undoneProof } from "../proofs/undoneProof.ts"

export interface Mutation {
  readonly what: string
  readonly planner: Planner
  /** Where it shows soonest. */
  readonly proof: () => Proof
  readonly caughtBy: string
}

const withParts = (parts: Partial<Parts>): Planner => plannerOf({ ...shipped, ...parts })

export const withRule = (
  type: InconsistencyType,
  judge: (rule: Rule["judge"]) => (plugin: PluginFacts, around: SnapshotFacts) => ReadonlyArray<Verdict>
): Planner =>
  withParts({
    rules: shipped.rules.map((rule) => (rule.type === type ? { type, judge: judge(rule.judge) } : rule))
  })

/** The rule with one finding told in another way. */
const withFinding = (
  type: InconsistencyType,
  reason: Finding["reason"],
  tell: (finding: Finding, plugin: PluginFacts, around: SnapshotFacts) => Finding
): Planner =>
  withRule(
    type,
    (judge) => (plugin, around) =>
      judge(plugin, around).map((verdict) =>
        verdict._tag === "Found" && verdict.finding.reason === reason
          ? found(tell(verdict.finding, plugin, around))
          : verdict
      )
  )

/** Everything detected in a snapshot that says something else than was read. */
const withSight = (see: (snapshot: Snapshot) => Snapshot): Planner =>
  withParts({
    detectBy: (rules) => {
      const detect = shipped.detectBy(rules)
      return (snapshot, policy) => detect(see(snapshot), policy)
    }
  })

export const forgetful: Planner = withSight((snapshot) => ({
  host: snapshot.host,
  config: snapshot.config,
  disk: snapshot.disk,
  manager: snapshot.manager,
  state: snapshot.state,
  store: snapshot.store,
  unrecoverable: snapshot.unrecoverable,
  lostEntries: snapshot.lostEntries,
  desired: snapshot.desired,
  takenAtMs: snapshot.takenAtMs,
  ledger: { agreements: snapshot.ledger.agreements, undone: new Map(), seen: snapshot.ledger.seen }
}))

const editing = (edit: Edit): Fix => Fix.Auto({ repair: Repair.Edit(edit) })

const NONE_UNINSTALLED = { marks: new Set<string>(), tombstones: new Set<string>() }

const EMPTY_DISK = {
  path: "/",
  shownPath: "",
  plugins: [],
  broken: [],
  taken: new Set<string>(),
  empty: false,
  setAside: new Map()
}

/** As it was before what is left to a person was told anew in each round. */
const stubbornOutcomes = (outcomes: RunOutcomes, findings: ReadonlyArray<Finding>): RunOutcomes => {
  const fresh = shipped.observe(outcomes, findings)
  const kept = [...outcomes].filter(([key, { outcome }]) => outcome?._tag === "Manual" && !fresh.has(key))
  return new Map([...fresh, ...kept])
}

const ONE = { ...ALIKE, authority: ["state", "config"] } as const

/** Where a mutation shows only in a corner, the search begins there. */
const runWith =
  (corner: Narrow = {}) =>
  (): Proof =>
    runProof("runs over one plugin", onePlugin("clock", { ...ONE, ...corner }))
const look = (rule: InconsistencyType, corner: Narrow = {}) =>
  lookProof(rule, onePlugin("clock", { ...LOOK, ...corner }))

const withStore = (around: SnapshotFacts, says: Partial<Snapshot["store"]>): SnapshotFacts => ({
  ...around,
  snapshot: { ...around.snapshot, store: { ...around.snapshot.store, ...says } }
})

const { plan } = shipped

export const mutations: ReadonlyArray<Mutation> = [
  {
    what: "rule 1 gives what was uninstalled an entry",
    planner: withRule(
      "plugin_missing_in_config",
      (judge) => (plugin, around) => judge(plugin, { ...around, uninstalled: NONE_UNINSTALLED })
    ),
    proof: () => look("plugin_missing_in_config"),
    caughtBy: CONTRACT
  },
  {
    what: "rule 1 writes over what is no object",
    planner: withFinding("plugin_missing_in_config", "key_not_object", (finding) => ({
      ...finding,
      reason: "no_entry",
      fix: editing(addEntry(finding.id, false))
    })),
    proof: runWith({ key: ["scalar"], ownDirectory: ["plugin"] }),
    caughtBy: runs.LOSS
  },
  {
    what: "rule 2 takes unread marks for none",
    planner: withRule(
      "plugin_missing_on_disk",
      (judge) => (plugin, around) =>
        judge(plugin, { ...around, uninstalled: around.uninstalled ?? NONE_UNINSTALLED })
    ),
    proof: () => look("plugin_missing_on_disk"),
    caughtBy: UNREAD
  },
  {
    what: "rule 2 puts a copy back onto a name that is taken",
    planner: withRule(
      "plugin_missing_on_disk",
      (judge) => (plugin, around) =>
        judge(plugin, {
          ...around,
          byDirectory: new Map(),
          disk: around.disk && { ...around.disk, taken: new Set<string>() }
        })
    ),
    proof: runWith({ key: ["entry"], ownDirectory: ["taken"], copied: [true] }),
    caughtBy: runs.REPETITION
  },
  {
    what: "rule 1 asks what config says of the plugin's other spelling",
    planner: withRule("plugin_missing_in_config", (judge) => (plugin, around) => {
      const other = around.config?.values.get(plugin.id === SHORT ? LONG : SHORT)
      return other?._tag === "Entry" && other.bare ? [] : judge(plugin, around)
    }),
    proof: () => neighbourProof("plugin_missing_in_config", SHORT),
    caughtBy: NEIGHBOUR
  },
  {
    what: "rule 2 says something else every other time",
    planner: withRule("plugin_missing_on_disk", (judge) => {
      let asked = 0
      return (plugin, around) => (asked++ % 2 === 0 ? judge(plugin, around) : [])
    }),
    proof: () => look("plugin_missing_on_disk"),
    caughtBy: SAME
  },
  {
    what: "rule 3 writes the value that is there already",
    planner: withFinding("plugin_enabled_mismatch", "config_differs", (finding, { entry, id }) =>
      entry?.enabled._tag === "Boolean"
        ? {
            ...finding,
            fix: editing(setEntryEnabled(id, entry.enabled, entry.enabled.value))
          }
        : finding
    ),
    proof: runWith(),
    caughtBy: runs.FIXPOINT
  },
  {
    what: "rule 3 lets the clock decide where an agreement is remembered",
    planner: withRule(
      "plugin_enabled_mismatch",
      (judge) => (plugin, around) =>
        judge(plugin, { ...around, snapshot: { ...around.snapshot, ledger: emptyLedger } })
    ),
    proof: () => memoryProof(),
    caughtBy: LAST_CHANGE
  },
  {
    what: "rule 4 takes back what it wrote, under another name",
    planner: withRule("plugin_version_mismatch", (judge) => (plugin, around) => {
      const [installed] = plugin.installed
      const { id, record } = plugin
      if (installed?.version === undefined || record?.salvage.version !== installed.version) {
        return judge(plugin, around)
      }
      const edit = setRecordVersion(id, record, "0.9.0")
      return [
        found({
          id,
          type: "plugin_version_mismatch",
          reason: "entry_version",
          description: "",
          current: {},
          expected: {},
          fix: editing(edit)
        })
      ]
    }),
    proof: runWith(),
    caughtBy: runs.OSCILLATION
  },
  {
    what: "rule 4 compares with one of two directories where it is chance which of them runs",
    planner: withRule(
      "plugin_version_mismatch",
      (judge) => (plugin, around) => judge({ ...plugin, runs: plugin.installed[0] }, around)
    ),
    proof: () => look("plugin_version_mismatch"),
    caughtBy: CONTRACT
  },
  {
    what: "rule 4 compares with the directory that LEDMatrix does not run",
    planner: withRule(
      "plugin_version_mismatch",
      (judge) => (plugin, around) => judge({ ...plugin, runs: plugin.installed.at(-1) }, around)
    ),
    proof: () => look("plugin_version_mismatch", DECIDED),
    caughtBy: CONTRACT
  },
  {
    what: "rule 5 takes a saved state that LEDMatrix no longer keeps for one that could not be read",
    planner: withRule(
      "plugin_state_corrupted",
      (judge) => (plugin, around) =>
        judge(plugin, { ...around, state: around.state === "retired" ? undefined : around.state })
    ),
    proof: () => look("plugin_state_corrupted", { ...DIRECTORIES, state: ["retired"] }),
    caughtBy: CONTRACT
  },
  {
    what: "a key of LEDMatrix's template is no plugin's, though it is on disk",
    planner: withRule(
      "plugin_missing_in_config",
      (judge) => (plugin, around) =>
        judge(
          around.snapshot.host.templateKeys.has(plugin.id) ? { ...plugin, key: "system" } : plugin,
          around
        )
    ),
    proof: () => look("plugin_missing_in_config", TEMPLATE),
    caughtBy: CONTRACT
  },
  {
    what: "rule 2 fetches what a fresh registry lacks",
    planner: withRule(
      "plugin_missing_on_disk",
      (judge) => (plugin, around) => judge(plugin, withStore(around, { registryProvesAbsence: false }))
    ),
    proof: () => look("plugin_missing_on_disk", WITHOUT),
    caughtBy: CONTRACT
  },
  {
    what: "rule 2 gives up on what failed as long as the process lives",
    planner: withRule(
      "plugin_missing_on_disk",
      (judge) => (plugin, around) => judge(plugin, withStore(around, { failures: new Map() }))
    ),
    proof: () => look("plugin_missing_on_disk", WITHOUT),
    caughtBy: CONTRACT
  },
  {
    what: "rule 5 removes the record of a plugin that was not uninstalled",
    planner: withFinding("plugin_state_corrupted", "orphan_record", (finding, { id, record }) =>
      record === undefined ? finding : { ...finding, fix: editing(removeRecord(id, record)) }
    ),
    proof: runWith(),
    caughtBy: runs.LOSS
  },
  {
    what: "rule 5 enables what no source had a boolean for",
    planner: withFinding("plugin_state_corrupted", "invalid_record", (finding) => {
      const { fix } = finding
      if (fix._tag !== "Auto" || fix.repair._tag !== "Edit") return finding
      const from = readingOf(fix.repair)
      if (from === undefined || from.salvage.enabled !== undefined) return finding
      const rebuilt = rebuildRecord(finding.id, from, { enabled: true, version: undefined })
      const to = { ...rebuilt, enabled: true, status: "enabled" as const }
      return { ...finding, fix: editing(rebuildOf(finding.id, from, to)) }
    }),
    proof: runWith(),
    caughtBy: runs.TURNED_ON
  },
  {
    what: "rule 5 replaces a directory whose plugin lies under another name",
    planner: withRule("plugin_state_corrupted", (judge) => (plugin, around) => {
      const verdicts = judge(plugin, around)
      const alone = judge({ ...plugin, installed: [] }, around)
      return verdicts.map((verdict) =>
        verdict._tag === "Found" && verdict.finding.reason === "broken_manifest"
          ? (alone[0] ?? verdict)
          : verdict
      )
    }),
    proof: runWith({ ownDirectory: ["broken"], otherDirectory: ["plugin"], replaceBroken: [true] }),
    caughtBy: runs.NEW_WORK
  },
  {
    what: "rule 5 speaks of a directory under another name",
    planner: withFinding("plugin_state_corrupted", "duplicate_id", (finding, { installed }) => ({
      ...finding,
      id: installed[1]?.directory ?? finding.id
    })),
    proof: () => lookProof("plugin_state_corrupted", onePlugin("clock", { ...LOOK, ...DIRECTORIES })),
    caughtBy: OWN
  },
  {
    what: "an unread disk is an empty one",
    planner: withSight((snapshot) => ({
      ...snapshot,
      config: snapshot.config,
      state: snapshot.state,
      disk: Result.isFailure(snapshot.disk) ? Result.succeed(EMPTY_DISK) : snapshot.disk
    })),
    proof: runWith(),
    caughtBy: runs.SIGHT
  },
  {
    what: "what was undone is forgotten",
    planner: forgetful,
    proof: () => undoneProof(UNDONE),
    caughtBy: UNDONE_LEFT
  },
  {
    what: "a rule is asked twice",
    planner: withParts({ rules: [...shipped.rules, ...shipped.rules.slice(1, 2)] }),
    proof: runWith({ key: ["free"], ownDirectory: ["plugin"] }),
    caughtBy: runs.ONCE
  },
  {
    what: "the plan edits a record in two steps",
    planner: withParts({
      plan: (findings) => ({
        ...plan(findings),
        stateEdits: findings.flatMap((finding) => plan([finding]).stateEdits)
      })
    }),
    proof: runWith(),
    caughtBy: runs.ONE_STEP
  },
  {
    what: "the plan lets the last rule have its say about a new entry",
    planner: withParts({
      plan: (findings) => {
        const planned = plan(findings)
        return {
          ...planned,
          configEdits: planned.configEdits.map((step) => {
            const last = step.findings.at(-1)
            const [alone] = last === undefined ? [] : plan([last]).configEdits
            return alone === undefined ? step : { ...step, repair: alone.repair }
          })
        }
      }
    }),
    proof: () => pairProof(PAIRS),
    caughtBy: ORDER
  },
  {
    what: "the plan replaces what a person has to look at",
    planner: withParts({
      plan: (findings) => ({
        ...plan(findings),
        replacements: findings.flatMap((finding) =>
          finding.reason === "broken_manifest" ? [{ repair: finding.id, findings: [finding] }] : []
        )
      }),
      observe: (outcomes, findings, sawAll) => {
        const observed = shipped.observe(outcomes, findings, sawAll)
        const broken = [...observed].filter(([, { finding }]) => finding.reason === "broken_manifest")
        return new Map([
          ...observed,
          ...broken.map(([key, line]) => [key, { ...line, outcome: undefined }] as const)
        ])
      }
    }),
    proof: runWith({ ownDirectory: ["broken"] }),
    caughtBy: runs.RESTRAINT
  },
  {
    what: "the plan drops one of two findings that one entry repairs",
    planner: withParts({
      plan: (findings) => {
        const planned = plan(findings)
        return {
          ...planned,
          configEdits: planned.configEdits.map((step) => ({ ...step, findings: step.findings.slice(0, 1) }))
        }
      }
    }),
    proof: runWith({ key: ["free"], ownDirectory: ["plugin"] }),
    caughtBy: runs.DRY_RUN
  },
  {
    what: "the outcomes keep as a person's work what is there no more",
    planner: withParts({ observe: stubbornOutcomes }),
    proof: runWith(),
    caughtBy: runs.LEFT_TO_PEOPLE
  },
  {
    what: "the outcomes take a failure for a success",
    planner: withParts({
      observe: (outcomes, findings, sawAll) =>
        new Map(
          [...shipped.observe(outcomes, findings, sawAll)].map(([key, line]) => [
            key,
            line.outcome?._tag === "Failed" ? { ...line, outcome: Outcome.Fixed() } : line
          ])
        )
    }),
    proof: runWith(),
    caughtBy: runs.EXIT
  },
  {
    what: "no agreement is remembered",
    planner: withParts({ newAgreements: () => new Map() }),
    proof: () => memoryProof(),
    caughtBy: REMEMBERS
  },
  {
    what: "no replaced record is remembered",
    planner: withParts({ replacedRecords: () => new Map() }),
    proof: () => memoryProof(),
    caughtBy: COMES_BACK
  }
]
