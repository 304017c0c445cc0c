/** One pass of the controller: what is held back, the run itself, and what is learnt from it for the next. */
import { Clock, Effect, Random, Ref } from "effect"
import type { Suspension } from "../../domain/Controller.ts"
import type { Failure } from "../../domain/findings/Outcome.ts"
import type { Report } from "../../domain/findings/Report.ts"
import { DesiredState } from "../../services/desired/DesiredState.ts"
import { Reconciler } from "../../reconcile/Reconciler.ts"
import {
  contestedPlugins,
  isContested,
  noRepairRecords,
  observeRepairs,
  type RepairRecords
} from "./contestedRepairs.ts"
import {
  afterPass,
  type BackOffTimes,
  delayMs,
  type HeldPlugins,
  noneHeld,
  released,
  notDueYet,
  worstFailures
} from "./heldPlugins.ts"
import { monotonicMs } from "../monotonicMs.ts"
import type { PassRequest } from "./passQueue.ts"
import { sameWanted, unknownWanted, type WantedState, wantedStates } from "./wantedState.ts"

export interface PassMemory {
  readonly heldPlugins: HeldPlugins
  readonly repairs: RepairRecords
  /** The unrecoverable plugins, each with what was wanted of it when that was found. */
  readonly unrecoverable: ReadonlyMap<string, WantedState>
  /** Of the desired state that they were for. */
  readonly revision: string | undefined
}

export const noMemory: PassMemory = {
  heldPlugins: noneHeld,
  repairs: noRepairRecords,
  unrecoverable: new Map(),
  revision: undefined
}

const SUSPENDED: Failure = {
  kind: "transient",
  code: "suspended",
  message: "it is suspended: nothing of it is changed until it is resumed"
}

/** A plugin that is held or unrecoverable, and of which something else is wanted by now, is tried again. */
const review = Effect.fnUntraced(function* (memory: Ref.Ref<PassMemory>) {
  const { heldPlugins, unrecoverable } = yield* Ref.get(memory)
  if (heldPlugins.size === 0 && unrecoverable.size === 0) return
  const wanted = yield* wantedStates()
  const changed = [...unrecoverable].flatMap(([id, then]) => (sameWanted(then, wanted(id)) ? [] : [id]))
  yield* Ref.update(memory, (now) => ({ ...now, heldPlugins: released(now.heldPlugins, wanted) }))
  if (changed.length === 0) return
  yield* (yield* Reconciler).forget(new Set(changed))
})

/** Where another document wants something else, the repairs for the one before were not undone: that is no quarrel. */
const heedRevision = Effect.fnUntraced(function* (memory: Ref.Ref<PassMemory>) {
  const revision = (yield* (yield* DesiredState).current)?.revision
  yield* Ref.update(memory, (now) =>
    now.revision === revision ? now : { ...now, revision, repairs: noRepairRecords }
  )
})

const learn = Effect.fnUntraced(function* (
  memory: Ref.Ref<PassMemory>,
  report: Report,
  held: ReadonlySet<string>,
  times: BackOffTimes
) {
  const nowMs = yield* monotonicMs
  const before = yield* Ref.get(memory)
  const findings = report.inconsistencies_found
  const contestedJitter = yield* Random.next
  const repairs = observeRepairs(before.repairs, findings, nowMs, {
    delayMs: (attempts) => delayMs(times, attempts, contestedJitter),
    capMs: times.capMs
  })
  const unrecoverable = yield* (yield* Reconciler).unrecoverable
  const failed = [...worstFailures(findings).keys()]
  const wanted = failed.length + unrecoverable.size > 0 ? yield* wantedStates() : () => unknownWanted
  const jitters = new Map<string, number>()
  for (const id of failed) jitters.set(id, yield* Random.next)
  const jitter = (id: string): number => jitters.get(id) ?? 0
  yield* Ref.set(memory, {
    revision: before.revision,
    repairs,
    heldPlugins: afterPass(before.heldPlugins, {
      findings,
      brokenOff: report.result === "failed",
      held,
      wanted,
      nowMs,
      wallMs: yield* Clock.currentTimeMillis,
      jitter,
      times
    }),
    unrecoverable: new Map([...unrecoverable].map((id) => [id, before.unrecoverable.get(id) ?? wanted(id)]))
  })
})

/** Looks only, while everything is suspended. */
export const runPass = Effect.fn("runPass")(function* (
  memory: Ref.Ref<PassMemory>,
  request: PassRequest,
  suspended: Suspension,
  times: BackOffTimes
) {
  const reconciler = yield* Reconciler
  if (suspended.everything) return yield* reconciler.check
  if (request.force) yield* Ref.set(memory, noMemory)
  yield* heedRevision(memory)
  yield* review(memory)
  const { heldPlugins, repairs } = yield* Ref.get(memory)
  const nowMs = yield* monotonicMs
  const backingOff = [...notDueYet(heldPlugins, nowMs), ...contestedPlugins(repairs, nowMs)].map(
    ([id, { error }]) => [id, error] as const
  )
  const asleep = suspended.plugins.map((id) => [id, SUSPENDED] as const)
  const held = new Map([...backingOff, ...asleep])
  const report = yield* reconciler.reconcile({
    ...request,
    held,
    unjournalled: isContested(repairs),
    lasting: true
  })
  yield* learn(memory, report, new Set(held.keys()), times)
  return report
})

/** Whether something else is wanted by now of a plugin that is held or unrecoverable, by the copy at hand. */
export const isNews = Effect.fnUntraced(function* ({ heldPlugins, unrecoverable }: PassMemory) {
  const wanted = yield* wantedStates()
  return (
    released(heldPlugins, wanted).size < heldPlugins.size ||
    [...unrecoverable].some(([id, then]) => !sameWanted(then, wanted(id)))
  )
})
