/** The rounds of one run on an installation in memory, and how often it does what costs time. */
import { Effect, Layer, Ref } from "effect"
import { rounds } from "../../../src/reconcile/reconcile.ts"
import { beginRun, observeRound } from "../../../src/reconcile/Run.ts"
import { DesiredState } from "../../../src/services/desired/DesiredState.ts"
import { RootLock } from "../../../src/services/installation/RootLock.ts"
import { Policy } from "../../../src/services/Policy.ts"
import { PluginRegistry, PluginStore } from "../../../src/services/PluginStore.ts"
import { policyOf } from "../snapshots.ts"
import { desiredBy } from "./wanting.ts"

export interface Rounds {
  readonly force?: boolean
  readonly lasting?: boolean
  /** Whether the first look counts as that of the first round. */
  readonly looked?: boolean
  readonly desired?: object
  readonly replaceBroken?: boolean
}

/** What became of its findings, how often it looked, held the lock and asked the registry. */
export const going = ({ desired, force = false, looked = false, replaceBroken = false, ...more }: Rounds) =>
  Effect.gen(function* () {
    const counts = { looks: 0, held: 0, asked: 0 }
    const store = yield* PluginStore
    const registry = yield* PluginRegistry
    const lock = yield* RootLock
    const unrecoverable = yield* Ref.make<ReadonlySet<string>>(new Set())
    const counted = Layer.mergeAll(
      Layer.succeed(PluginStore, {
        ...store,
        view: (disk) => Effect.suspend(() => (counts.looks++, store.view(disk)))
      }),
      Layer.succeed(PluginRegistry, {
        ...registry,
        get: Effect.suspend(() => (counts.asked++, registry.get))
      }),
      Layer.succeed(RootLock, { hold: (effect) => Effect.suspend(() => (counts.held++, lock.hold(effect))) })
    )
    const run = yield* beginRun({ unrecoverable })
    if (looked) yield* observeRound(run)
    yield* Effect.provide(rounds(run, { unrecoverable, force, ...more }, looked), counted)
    const { outcomes } = yield* Ref.get(run.progress)
    return {
      ...counts,
      outcomes: [...outcomes.values()].map(({ finding, outcome }) => {
        const error = outcome?._tag === "Failed" ? ` ${outcome.error.code}` : ""
        return `${finding.id} ${outcome?._tag}${error}`
      })
    }
  }).pipe(
    Effect.provideService(Policy, policyOf({ authority: "config", replaceBroken })),
    Effect.provideService(DesiredState, {
      current: Effect.succeed(desired && desiredBy({ plugins: desired }))
    })
  )
