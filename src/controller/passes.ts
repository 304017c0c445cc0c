/** One pass of the controller: what is held back, the run itself, and what is learnt from it for the next. */
import { Effect, Option, Random, Ref } from "effect"
import type { Suspension } from "../domain/Controller.ts"
import type { Failure } from "../domain/findings/Outcome.ts"
import type { Report } from "../domain/findings/Report.ts"
import { Reconciler } from "../reconcile/Reconciler.ts"
import { PluginInstaller } from "../services/PluginStore.ts"
import { type Contests, noContests, observeRepairs, withContested } from "./contestedRepairs.ts"
import {
  afterPass,
  type BackOffTimes,
  type Holds,
  noHolds,
  released,
  standing,
  worstFailures
} from "./heldPlugins.ts"
import { monotonicMs, type Wish } from "./passQueue.ts"
import { sameWanted, type Wanted, wantedStates } from "./wantedState.ts"

export interface PassMemory {
  readonly holds: Holds
  readonly contests: Contests
  /** Plugins that were given up on, with what was wanted of them then. */
  readonly parked: ReadonlyMap<string, Wanted>
}

export const noMemory: PassMemory = { holds: noHolds, contests: noContests, parked: new Map() }

const SUSPENDED: Failure = {
  kind: "transient",
  code: "suspended",
  message: "it is suspended: nothing of it is changed until it is resumed"
}

/** What was held or given up on, and of which something else is wanted by now, is free again. */
const review = Effect.fnUntraced(function* (memory: Ref.Ref<PassMemory>) {
  const { holds, parked } = yield* Ref.get(memory)
  if (holds.size === 0 && parked.size === 0) return
  const wanted = yield* wantedStates()
  const changed = [...parked].flatMap(([id, then]) => (sameWanted(then, wanted(id)) ? [] : [id]))
  yield* Ref.update(memory, (now) => ({ ...now, holds: released(now.holds, wanted) }))
  if (changed.length === 0) return
  const { unrecoverable } = yield* Reconciler
  yield* Ref.update(unrecoverable, (ids) => new Set([...ids].filter((id) => !changed.includes(id))))
  const installer = yield* PluginInstaller
  yield* Effect.forEach(changed, (id) => Effect.ignore(installer.forgetFailures(Option.some(id))))
})

const learn = Effect.fnUntraced(function* (
  memory: Ref.Ref<PassMemory>,
  report: Report,
  held: ReadonlySet<string>,
  times: BackOffTimes
) {
  const nowMs = yield* monotonicMs
  const before = yield* Ref.get(memory)
  const contests = observeRepairs(before.contests, report.inconsistencies_found, nowMs)
  const { contested, findings } = withContested(contests, report.inconsistencies_found)
  const { unrecoverable } = yield* Reconciler
  const givenUp = yield* Ref.get(unrecoverable)
  const failed = [...worstFailures(findings).keys()]
  const wanted = failed.length + givenUp.size > 0 ? yield* wantedStates() : () => UNKNOWN
  const jitters = new Map<string, number>()
  for (const id of failed) jitters.set(id, yield* Random.next)
  const jitter = (id: string): number => jitters.get(id) ?? 0
  yield* Ref.set(memory, {
    contests,
    holds: afterPass(before.holds, {
      findings,
      held,
      // A quarrel changes what is wanted with each turn: that is no news.
      wanted: (id) => (contested.has(id) ? UNKNOWN : wanted(id)),
      nowMs,
      jitter,
      times
    }),
    parked: new Map([...givenUp].map((id) => [id, before.parked.get(id) ?? wanted(id)]))
  })
})

const UNKNOWN: Wanted = { entry: undefined, removed: undefined, offer: undefined }

/** Looks only, while everything is suspended. */
export const runPass = Effect.fn("runPass")(function* (
  memory: Ref.Ref<PassMemory>,
  wish: Wish,
  suspended: Suspension,
  times: BackOffTimes
) {
  const reconciler = yield* Reconciler
  if (suspended.everything) return yield* reconciler.check
  if (wish.force) yield* Ref.set(memory, noMemory)
  yield* review(memory)
  const { holds } = yield* Ref.get(memory)
  const backingOff = [...standing(holds, yield* monotonicMs)].map(([id, { error }]) => [id, error] as const)
  const asleep = suspended.plugins.map((id) => [id, SUSPENDED] as const)
  const held = new Map([...backingOff, ...asleep])
  const report = yield* reconciler.reconcile({ ...wish, held })
  yield* learn(memory, report, new Set(held.keys()), times)
  return report
})

/** Whether something else is wanted by now of a plugin that was held or given up on, by the copy at hand. */
export const isNews = Effect.fnUntraced(function* ({ holds, parked }: PassMemory) {
  const wanted = yield* wantedStates()
  return (
    released(holds, wanted).size < holds.size ||
    [...parked].some(([id, then]) => !sameWanted(then, wanted(id)))
  )
})
