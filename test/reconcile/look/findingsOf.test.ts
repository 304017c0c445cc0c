/** What a look finds: by the rules that need no desired state, and by that of the desired state where there is one. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { findingsOf } from "../../../src/reconcile/look/findingsOf.ts"
import { Policy } from "../../../src/services/Policy.ts"
import { type Model, policyOf, snapshotOf } from "../../support/snapshots.ts"
import { desiredBy } from "../../support/runs/wanting.ts"

const model: Model = { config: { clock: { enabled: false } }, disk: { clock: {}, news: {} } }
const state = desiredBy({ plugins: { clock: { enabled: true } } })
const desired = { state, settings: new Map(), kept: new Set<string>() }

describe("what is found", () => {
  it.effect.each([
    ["without a desired state", {}, ["news no_entry"]],
    ["with one", { desired }, ["clock desired_enabled", "news no_entry"]]
  ] as const)("%s", ([_title, more, lines]) =>
    Effect.map(findingsOf({ ...snapshotOf(model), ...more }), (findings) =>
      assert.deepStrictEqual(
        findings.map(({ id, reason }) => `${id} ${reason}`),
        [...lines]
      )
    ).pipe(Effect.provideService(Policy, policyOf()))
  )
})
