/**
 * Properties of the pure core over generated installations: what `detect` and `plan` promise together,
 * for every content of the four places.
 */
import { assert, describe, it } from "@effect/vitest"
import { type Finding, findingKey } from "../../../src/domain/findings/Finding.ts"
import { detect } from "../../../src/reconcile/judge/detect.ts"
import { plan } from "../../../src/reconcile/judge/plan.ts"
import { report } from "../../../src/reconcile/tell/report.ts"
import { noOutcomes, observe } from "../../../src/reconcile/tell/outcomes.ts"
import { meaningOf } from "../../support/judge/edits.ts"
import { applyPlan, type World, worlds } from "../../support/judge/installationModel.ts"
import { policyOf, snapshotOf } from "../../support/snapshots.ts"
import type { PolicyValues } from "../../../src/domain/Policy.ts"

const policies: ReadonlyArray<PolicyValues> = (["latest", "state", "config"] as const).flatMap((authority) =>
  [false, true].map((replaceBroken) => policyOf({ authority, replaceBroken }))
)

const findings = (world: World, policy: PolicyValues): ReadonlyArray<Finding> =>
  detect(snapshotOf(world), policy)

/** What can be repaired now. */
const fixable = (all: ReadonlyArray<Finding>) =>
  all.filter(({ fix }) => fix._tag === "Auto" && fix.waits === undefined)

const runs = { arbitrary: { runs: 400, size: 100 } }

describe("detect and plan", () => {
  it.prop(
    "leave nothing that can be fixed, after three rounds at most",
    [worlds],
    ([world]) => {
      for (const policy of policies) {
        let now = world
        for (let round = 0; round < 3; round++) now = applyPlan(now, plan(findings(now, policy)))
        assert.deepStrictEqual(fixable(findings(now, policy)).map(findingKey), [])
      }
    },
    runs
  )

  it.prop(
    "say the same for every order in which sources list their plugins",
    [worlds],
    ([world]) => {
      const reversed = <A>(record: { readonly [key: string]: A }) =>
        Object.fromEntries(Object.entries(record).toReversed())
      const turned = {
        ...world,
        config: reversed(world.config),
        state: reversed(world.state),
        broken: (world.broken ?? []).toReversed(),
        marks: (world.marks ?? []).toReversed()
      }
      for (const policy of policies) {
        assert.deepStrictEqual(
          findings(turned, policy).map(findingKey),
          findings(world, policy).map(findingKey)
        )
      }
    },
    runs
  )

  it.prop(
    "find each thing once",
    [worlds],
    ([world]) => {
      for (const policy of policies) {
        const keys = findings(world, policy).map(findingKey)
        assert.strictEqual(new Set(keys).size, keys.length)
      }
    },
    runs
  )

  it.prop(
    "settle every fixable finding in exactly one step of the plan",
    [worlds],
    ([world]) => {
      for (const policy of policies) {
        const all = findings(world, policy)
        const { configEdits, putBacks, reinstalls, replacements, stateEdits } = plan(all)
        const settled = [configEdits, stateEdits, putBacks, reinstalls, replacements]
          .flat()
          .flatMap((step) => step.findings.map(findingKey))
        assert.deepStrictEqual(settled.toSorted(), fixable(all).map(findingKey).toSorted())
      }
    },
    runs
  )

  it.prop(
    "never add an entry over a key that holds something",
    [worlds],
    ([world]) => {
      for (const policy of policies) {
        for (const { repair } of plan(findings(world, policy)).configEdits) {
          const { id, is } = meaningOf(repair)
          if (is === "AddEntry") assert.isFalse(Object.hasOwn(world.config, id), id)
        }
      }
    },
    runs
  )

  it.prop(
    "never fetch or put back what was uninstalled",
    [worlds],
    ([world]) => {
      const removed = new Set([...(world.marks ?? []), ...(world.tombstones ?? [])])
      for (const policy of policies) {
        const { putBacks, reinstalls, replacements } = plan(findings(world, policy))
        const brought = [
          ...putBacks.map((step) => step.repair.plugin),
          ...reinstalls.map((step) => step.repair),
          ...replacements.map((step) => step.repair)
        ]
        assert.deepStrictEqual(
          brought.filter((id) => removed.has(id)),
          []
        )
      }
    },
    runs
  )

  it.prop(
    "make no edit that rests on a source which was not read",
    [worlds],
    ([world]) => {
      for (const policy of policies) {
        const blind = (source: "config" | "disk" | "state" | "uninstalled") =>
          plan(detect(snapshotOf({ ...world, unreadable: [source] }), policy))
        assert.deepStrictEqual(blind("config").configEdits, [])
        assert.deepStrictEqual(blind("state").stateEdits, [])
        assert.deepStrictEqual([...blind("disk").reinstalls, ...blind("disk").putBacks], [])
        assert.deepStrictEqual(blind("uninstalled").reinstalls, [])
      }
    },
    runs
  )
})

describe("report", () => {
  it.prop(
    "gives every finding exactly one outcome, and check plans without editing",
    [worlds],
    ([world]) => {
      for (const policy of policies) {
        const all = findings(world, policy)
        const { changed_files, inconsistencies_fixed, inconsistencies_found } = report({
          mode: "check",
          outcomes: observe(noOutcomes, all),
          sourceErrors: [],
          unrecoverable: new Set(),
          changedFiles: new Set(),
          runId: "r",
          durationMs: 0,
          broken: undefined
        })
        const expected = { Auto: "planned", Manual: "manual", None: "informational" } as const
        assert.deepStrictEqual(
          inconsistencies_found.map((line) => line.outcome.status),
          all.map((finding) => expected[finding.fix._tag])
        )
        assert.deepStrictEqual([changed_files, inconsistencies_fixed], [[], []])
      }
    },
    runs
  )
})
