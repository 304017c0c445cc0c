/**
 * Carries out what needs no store: edits of config and state, copies put back. Runs under the root lock, on
 * evidence read again there; what it no longer supports is dropped. LEDMatrix, where it keeps `enabled` in memory,
 * comes first: it may write the files anew, and every other edit is then made on what it wrote.
 */
import { Effect, Option, Result } from "effect"
import { withFingerprint } from "../../changes/directories.ts"
import { touchedFiles } from "../../changes/inverse.ts"
import { offerEnabled } from "../../changes/offerEnabled.ts"
import { isOfEnabled } from "../../changes/steps.ts"
import { type Change, FILE, type PutBack, type SetByteOrderMark } from "../../domain/changes/Change.ts"
import type { Edit } from "../../domain/changes/Evidence.ts"
import { failureOf } from "../../domain/errors/ServiceError.ts"
import { type Finding, findingKey } from "../../domain/findings/Finding.ts"
import { Outcome } from "../../domain/findings/Outcome.ts"
import { ConfigWriter } from "../../services/writing/ConfigWriter.ts"
import { DiskWriter } from "../../services/writing/DiskWriter.ts"
import { ByteOrderMarks } from "../../services/writing/ByteOrderMarks.ts"
import { Installation, pathOf } from "../../services/installation/Installation.ts"
import { Ledger } from "../../services/ownFiles/Ledger.ts"
import { LedgerWriter } from "../../services/writing/LedgerWriter.ts"
import { StateWriter } from "../../services/writing/StateWriter.ts"
import { replacedRecords } from "../judge/agreements.ts"
import { type Plan, plan, type PlanStep } from "../judge/plan.ts"
import { giveOutcome, look, noteChangedFiles, type Run } from "../Run.ts"
import { journalled } from "./journalled.ts"
import { orWarn } from "../../changes/orWarn.ts"

/** Carries out the repairs of those of `todo` that are still to be found; the others stay open for the next round. */
export const editFiles = Effect.fn("editFiles")(function* (run: Run, todo: ReadonlyArray<Finding>) {
  const wanted = new Set(todo.map(findingKey))
  const { findings } = yield* look(run)
  const confirmed = plan(findings.filter((finding) => wanted.has(findingKey(finding))))
  yield* journalled(run, { changes: plannedChanges(confirmed), carryOut: carriedOut(run, confirmed) })
})

const plannedChanges = ({ configEdits, marks, putBacks, stateEdits }: Plan): ReadonlyArray<Change> => [
  ...[...configEdits, ...stateEdits].flatMap(({ repair }) => repair.changes),
  ...[...putBacks, ...marks].map(({ repair }) => repair)
]

/** What failed, or was dropped because its evidence had gone, is not in the account. */
const carriedOut = Effect.fnUntraced(function* (
  run: Run,
  { configEdits, marks, putBacks, stateEdits }: Plan
) {
  const inConfig = yield* offered(run, configEdits)
  const inState = yield* offered(run, stateEdits)
  const config = yield* edited(run, "config", inConfig.left)
  const state = yield* edited(run, "state", inState.left)
  yield* rememberReplaced([...inState.taken, ...state])
  const back = yield* putBackCopies(run, putBacks)
  const unmarked = yield* takeOff(run, marks)
  const edits = [...config, ...state].flatMap(({ changes }) => changes)
  return { made: [...inConfig.made, ...inState.made, ...edits, ...back, ...unmarked] }
})

/** Edits that set `enabled` where the other side has it already, offered to LEDMatrix. */
const offered = Effect.fnUntraced(function* (run: Run, steps: ReadonlyArray<PlanStep<Edit>>) {
  const left: Array<PlanStep<Edit>> = []
  const taken: Array<Edit> = []
  const made: Array<Change> = []
  for (const step of steps) {
    const { repair, findings } = step
    const asked = repair.changes.every(isOfEnabled)
      ? yield* Effect.result(offerEnabled(repair))
      : Result.succeed(Option.none<ReadonlyArray<Change>>())
    if (Result.isFailure(asked)) {
      yield* giveOutcome(run, findings, Outcome.Failed({ error: failureOf(asked.failure) }))
    } else if (Option.isNone(asked.success)) {
      left.push(step)
    } else {
      const changes = asked.success.value
      if (changes.length > 0) taken.push(repair)
      made.push(...changes)
      yield* noteChangedFiles(run, changes.flatMap(touchedFiles))
      yield* giveOutcome(run, findings, Outcome.Fixed())
    }
  }
  return { left, taken, made }
})

/** Returns the edits that were made. */
const edited = Effect.fnUntraced(function* (
  run: Run,
  file: "config" | "state",
  steps: ReadonlyArray<PlanStep<Edit>>
) {
  if (steps.length === 0) return []
  const edits = steps.map(({ repair }) => repair)
  const [config, state] = [yield* ConfigWriter, yield* StateWriter]
  const write =
    file === "config"
      ? Effect.mapError(config.change("config", edits), failureOf)
      : Effect.mapError(state.change(edits), failureOf)
  const applied = yield* Effect.result(write)
  if (Result.isFailure(applied)) {
    const failed = steps.flatMap(({ findings }) => findings)
    yield* giveOutcome(run, failed, Outcome.Failed({ error: applied.failure }))
    return []
  }
  // What stood there already is no work of this run: its finding is gone at the next look.
  const made = new Set(applied.success.made)
  if (made.size > 0) yield* noteChangedFiles(run, [FILE[file]])
  const fixed = steps.flatMap(({ repair, findings }) => (made.has(repair) ? findings : []))
  yield* giveOutcome(run, fixed, Outcome.Fixed())
  return applied.success.made
})

/** Seen again, they are LEDMatrix's memory coming back. */
const rememberReplaced = Effect.fnUntraced(function* (edits: ReadonlyArray<Edit>) {
  const replaced = replacedRecords(edits, yield* (yield* Ledger).view)
  const { remember } = yield* LedgerWriter
  yield* orWarn("replaced records could not be remembered")(remember(replaced))
})

const putBackCopies = Effect.fnUntraced(function* (run: Run, steps: ReadonlyArray<PlanStep<PutBack>>) {
  const disk = yield* DiskWriter
  const { root } = yield* Installation
  const place = (shown: string) => ({ path: pathOf(root, shown), shown })
  const made: Array<Change> = []
  for (const { repair, findings } of steps) {
    const attempt = yield* Effect.result(disk.putBack(repair.plugin, place(repair.from), place(repair.place)))
    if (Result.isFailure(attempt)) {
      yield* giveOutcome(run, findings, Outcome.Failed({ error: failureOf(attempt.failure) }))
      continue
    }
    yield* noteChangedFiles(run, [repair.place])
    yield* giveOutcome(run, findings, Outcome.Fixed())
    made.push(yield* withFingerprint(repair))
  }
  return made
})

const takeOff = Effect.fnUntraced(function* (run: Run, steps: ReadonlyArray<PlanStep<SetByteOrderMark>>) {
  const marks = yield* ByteOrderMarks
  const made: Array<Change> = []
  for (const { repair, findings } of steps) {
    const attempt = yield* Effect.result(marks.set(repair.file, repair.present))
    if (Result.isFailure(attempt)) {
      yield* giveOutcome(run, findings, Outcome.Failed({ error: failureOf(attempt.failure) }))
    } else if (attempt.success) {
      yield* noteChangedFiles(run, [repair.file])
      yield* giveOutcome(run, findings, Outcome.Fixed())
      made.push(repair)
    } else yield* giveOutcome(run, findings, Outcome.Manual())
  }
  return made
})
