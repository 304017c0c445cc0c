/** A run that fetches what it plans to, and what it has noted of it. */
import { Effect, Ref } from "effect"
import { plan } from "../../../src/reconcile/judge/plan.ts"
import { fetchPlugin } from "../../../src/reconcile/repair/fetchPlugin.ts"
import { beginRun, observeRound } from "../../../src/reconcile/Run.ts"
import { untried } from "../../../src/reconcile/tell/outcomes.ts"
import { DesiredState } from "../../../src/services/desired/DesiredState.ts"
import { replacingBroken } from "../../../src/services/Policy.ts"
import { patiently } from "./patiently.ts"
import { desiredBy } from "./wanting.ts"

export interface Fetching {
  /** What is wanted of plugins, by id. */
  readonly desired?: object
  readonly replaceBroken?: boolean
  /** What the process takes for unrecoverable once the run has begun. */
  readonly unrecoverable?: ReadonlyArray<string>
}

export const aRun = Effect.gen(function* () {
  const unrecoverable = yield* Ref.make<ReadonlySet<string>>(new Set())
  return yield* beginRun({ unrecoverable })
})

/** Plans what is to be fetched, lets somebody else do something, and fetches. */
export const fetching = <E = never, R = never>(
  asked: Fetching = {},
  meanwhile: Effect.Effect<void, E, R> = Effect.void
) =>
  patiently(
    Effect.gen(function* () {
      const run = yield* aRun
      const { obtained, reinstalls, replacements } = plan(untried(yield* observeRound(run)))
      yield* Ref.set(run.unrecoverable, new Set(asked.unrecoverable))
      yield* meanwhile
      for (const step of reinstalls) yield* fetchPlugin(run, step, false)
      for (const step of replacements) yield* fetchPlugin(run, step, true)
      for (const { findings, repair } of obtained)
        yield* fetchPlugin(run, { findings, repair: repair.plugin }, false, repair)
      const { brought, changedFiles, outcomes } = yield* Ref.get(run.progress)
      return {
        id: run.id,
        findings: [...outcomes.values()].map(({ finding }): readonly [reason: string, fix: string] => [
          finding.reason,
          finding.fix._tag
        ]),
        outcomes: [...outcomes.values()].map(({ outcome }) => outcome),
        brought: [...brought],
        changedFiles: [...changedFiles],
        unrecoverable: [...(yield* Ref.get(run.unrecoverable))]
      }
    })
  ).pipe(
    replacingBroken(asked.replaceBroken === true),
    Effect.provideService(DesiredState, {
      current: Effect.succeed(asked.desired && desiredBy({ plugins: asked.desired }))
    })
  )
