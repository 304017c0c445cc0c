/** The edits of a plan that set `enabled` where the other side has it already: first offered to whoever keeps it in memory. */
import { Effect, Result } from "effect"
import { ConfigEdit, StateEdit } from "../../domain/changes/Action.ts"
import type { JournalChange } from "../../domain/changes/Journal.ts"
import { Outcome } from "../../domain/findings/Outcome.ts"
import { failureOf } from "../../domain/errors/ServiceError.ts"
import type { Snapshot } from "../../domain/sources/Snapshot.ts"
import { EnabledSwitch } from "../../services/EnabledSwitch.ts"
import { enabledAccount, enabledSides, enabledSidesNow, sameSides } from "../../changes/enabledAccount.ts"
import type { Plan, Step } from "../judge/plan.ts"
import { giveOutcome, noteChangedFiles, type Run } from "../Run.ts"

export interface Switched {
  /** What is for the files. */
  readonly left: Plan
  /** Edits of records that were made so. */
  readonly records: ReadonlyArray<StateEdit>
  readonly changes: ReadonlyArray<JournalChange>
}

const setsEntry = ConfigEdit.$is("SetEntryEnabled")
const setsRecord = StateEdit.$is("SetRecordEnabled")

export const throughSwitch = Effect.fn("throughSwitch")(function* (run: Run, plan: Plan, seen: Snapshot) {
  const taken = new Set<unknown>()
  const records: Array<StateEdit> = []
  const changes: Array<JournalChange> = []
  for (const { action, settles } of plan.configEdits) {
    if (!setsEntry(action)) continue
    const made = yield* offered(run, { action, settles }, seen)
    if (made !== undefined) taken.add(action)
    changes.push(...(made ?? []))
  }
  for (const { action, settles } of plan.stateEdits) {
    if (!setsRecord(action)) continue
    const made = yield* offered(run, { action, settles }, seen)
    if (made === undefined) continue
    taken.add(action)
    changes.push(...made)
    if (made.length > 0) records.push(action)
  }
  const isLeft = ({ action }: Step<unknown>): boolean => !taken.has(action)
  const left = {
    ...plan,
    configEdits: plan.configEdits.filter(isLeft),
    stateEdits: plan.stateEdits.filter(isLeft)
  }
  return { left, records, changes } satisfies Switched
})

/** What came of it: `undefined` where it is for the files, nothing where it failed, and the finding is settled so. */
const offered = Effect.fnUntraced(function* (
  run: Run,
  { action: { id, to }, settles }: Step<{ readonly id: string; readonly to: boolean }>,
  seen: Snapshot
) {
  const before = enabledSides(id, seen)
  if (before === undefined) return undefined
  const stands = Effect.map(enabledSidesNow(id), (now) => now !== undefined && sameSides(before, now))
  const asked = yield* Effect.result((yield* EnabledSwitch).set(id, to, stands))
  if (Result.isFailure(asked)) {
    yield* giveOutcome(run, settles, Outcome.Failed({ error: failureOf(asked.failure) }))
    return []
  }
  if (!asked.success) return undefined
  const after = yield* enabledSidesNow(id)
  const reason = settles.at(-1)?.reason ?? ""
  const changes = after === undefined ? [] : enabledAccount(id, reason, before, after)
  yield* noteChangedFiles(
    run,
    changes.map(({ file }) => file)
  )
  yield* giveOutcome(run, settles, Outcome.Fixed())
  return changes
})
