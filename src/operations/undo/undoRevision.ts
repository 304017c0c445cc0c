/** Reverses what a revision of the desired state changed, over all its runs, as one run. */
import { Effect, Option } from "effect"
import type { JournalChange, JournalRecord, MovedDirectory } from "../../domain/changes/Journal.ts"
import { OperationRefused } from "../../domain/Operation.ts"
import { isDesiredReason } from "../../reconcile/judge/desired/desire.ts"
import { undoings } from "../../changes/undoings.ts"
import { Journal } from "../../services/ownFiles/Journal.ts"
import type { OperationError } from "../operationProblem.ts"
import type { OperationServices } from "../OperationServices.ts"
import { reversing, type Undone } from "./undo.ts"

const isForDesired = ({ reason }: JournalChange): boolean => isDesiredReason(reason)

/** What the saved state has to say once the desired state has changed what it notes. */
const FOLLOWS: ReadonlyMap<string, string> = new Map([
  ["config_differs", "desired_enabled"],
  ["record_version", "desired_version"]
])

/** Of one run; left behind, the saved state would contradict what was put back, and a person would have to decide. */
const ofRevision = ({ changes }: JournalRecord): ReadonlyArray<JournalChange> =>
  changes.filter(
    (change) =>
      isForDesired(change) ||
      changes.some(
        ({ plugin_id, reason }) => plugin_id === change.plugin_id && reason === FOLLOWS.get(change.reason)
      )
  )

/**
 * What the runs that are not in `before` changed for the desired state, as one record under the last one's name; none
 * where they changed nothing, or all of it is undone.
 */
export const changedForDesired = (
  records: ReadonlyArray<JournalRecord>,
  before: ReadonlySet<string>
): Option.Option<JournalRecord> => {
  const undone = undoings(records)
  const own = records.filter(
    // What reversed it tells the same reasons: a crash after that must not have it reversed in its turn.
    ({ changes, run_id, undoes }) =>
      undoes === undefined && !before.has(run_id) && !undone.has(run_id) && changes.some(isForDesired)
  )
  const [last] = own
  if (last === undefined) return Option.none()
  const changes = own.toReversed().flatMap(ofRevision)
  // Without the revision's name: what a person reverses is held back, and this may be tried again with force.
  const { desired: _, ...record } = last
  return Option.some({
    ...record,
    changes: folded(changes),
    ...(own.some(({ values_left_out }) => values_left_out === true) ? { values_left_out: true } : {})
  })
}

/** Of several changes of one place, what it was before the first and is after the last. */
const folded = (changes: ReadonlyArray<JournalChange>): ReadonlyArray<JournalChange> => {
  const places = new Map<string, JournalChange>()
  for (const change of changes) {
    const place = JSON.stringify([change.file, change.key])
    const first = places.get(place)
    places.set(place, first === undefined ? change : overBoth(first, change))
  }
  return [...places.values()]
}

const overBoth = (first: JournalChange, last: JournalChange): JournalChange => {
  const { before: _, directory, spelled: __, ...rest } = last
  return {
    ...rest,
    ...(first.before === undefined ? {} : { before: first.before }),
    ...(first.spelled === undefined ? {} : { spelled: first.spelled }),
    ...(directory === undefined ? {} : { directory: movedOver(first.directory, directory) })
  }
}

const movedOver = (first: MovedDirectory | undefined, last: MovedDirectory): MovedDirectory => {
  const { kept: _, ...moved } = last
  return first?.kept === undefined ? moved : { ...moved, kept: first.kept }
}

/** `None` where nothing is left to be reversed. */
export const undoRevision = (
  before: ReadonlySet<string>
): Effect.Effect<Option.Option<Undone>, OperationError, OperationServices> =>
  reversing(
    Effect.gen(function* () {
      const { records } = yield* (yield* Journal).view
      return yield* Option.match(changedForDesired(records, before), {
        onNone: () => Effect.fail(NOTHING),
        onSome: (record) => Effect.succeed({ record, records })
      })
    })
  ).pipe(
    Effect.asSome,
    Effect.catchTag("OperationRefused", (error) =>
      error.code === "nothing_to_undo" ? Effect.succeedNone : Effect.fail(error)
    )
  )

const NOTHING = new OperationRefused({
  plugin: "",
  code: "nothing_to_undo",
  problem: "the revision changed nothing"
})
