/** What processes may say and do once they are undisturbed, and that they come to rest. */
import { Effect } from "effect"
import { VirtualClock } from "../../../support/powerCut/VirtualClock.ts"
import type { Attempt, attempt, Mounted } from "../program/attempt.ts"
import { CONFIG, HOST, keepsNoState, MARKS, STATE } from "../world/documents.ts"
import { towardsDocument } from "../desired/asDesired.ts"
import { exposed } from "./exposed.ts"
import { inspect, type Known } from "./inspect.ts"
import { leftovers } from "./leftovers.ts"
import { type Command, type Ended, type Process, RECONCILE } from "../program/program.ts"
import { broken, halfDone } from "./promises.ts"
import { PLUGINS, START_MS } from "../world/world.ts"

const ALLOWED: ReadonlySet<string> = new Set(["StoreError", "OperationRefused", "DesiredRefused"])

/** What an undisturbed process may end with. */
export const endsBadly = (ended: Ended, disturbed: boolean): ReadonlyArray<string> => {
  if (ended._tag === "Broken") return [`a defect: ${ended.defect}`]
  if (disturbed) return []
  if (ended._tag === "Reported") return ended.report.result === "failed" ? [ended.report.message] : []
  if (ended._tag === "Done") return []
  return ALLOWED.has(ended.error) ? [] : [`it failed: ${ended.error} ${ended.code} ${ended.message}`]
}

/** What a process says to a person or a script must hold no secret either. */
export const tellsSecrets = ({ ended, log }: Process): ReadonlyArray<string> =>
  /s3cret-|entry-key-of-/u.test(JSON.stringify([ended, log])) ? ["a secret was told"] : []

type Step = (command: Command, more?: Partial<Attempt>) => ReturnType<typeof attempt>

const DAY = 86_400_000

/** What cannot be read is said, with exit code 1, and left as it is. */
export const withLosses = Effect.fnUntraced(function* (
  mounted: Mounted,
  losses: ReadonlySet<string>,
  step: Step
) {
  const before = yield* mounted.files.snapshot
  const { processes } = yield* step(RECONCILE)
  const after = yield* mounted.files.snapshot
  const wrong: Array<string> = []
  for (const { ended } of processes) {
    wrong.push(...endsBadly(ended, false))
    const unreadable =
      losses.has(CONFIG) || losses.has(MARKS) || (losses.has(STATE) && !keepsNoState(before.get(HOST)))
    if (unreadable && !(ended._tag === "Reported" && ended.exitCode === 1))
      wrong.push(`it was not said: ${JSON.stringify(ended)}`)
  }
  for (const path of losses) if (before.get(path) !== after.get(path)) wrong.push(`${path} was written`)
  return wrong
})

/** Whether something was put off: it may be tried, and journalled, again. */
export const isWaiting = (ended: Ended): boolean =>
  ended._tag === "Reported" &&
  ended.report.inconsistencies_found.some(({ outcome }) => outcome.error?.kind === "transient")

export const atRest = Effect.fnUntraced(function* (
  { files }: Mounted,
  known: Known,
  processes: ReadonlyArray<Process>
) {
  const snapshot = yield* files.snapshot
  const { brokenState } = known.world
  const isBrokenState = brokenState !== undefined && snapshot.get(STATE) === brokenState
  const wrong = [
    ...inspect(snapshot, known, "recovered"),
    ...broken(snapshot, known),
    ...exposed(yield* files.modes),
    ...halfDone(snapshot, known)
  ]
  for (const process of processes) {
    const { ended } = process
    wrong.push(...endsBadly(ended, false), ...tellsSecrets(process))
    if (ended._tag === "Failed" && ended.error === "DesiredRefused") continue
    if (ended._tag !== "Reported") {
      wrong.push(`it did not report: ${JSON.stringify(ended)}`)
      continue
    }
    wrong.push(...towardsDocument(snapshot, ended, known))
    const unread = ended.report.source_errors.filter(({ source }) => source !== "state" || !isBrokenState)
    for (const error of unread) wrong.push(`${error.path}: ${error.error}`)
    for (const { outcome, plugin_id, reason } of ended.report.inconsistencies_found) {
      const open = outcome.status === "planned" || outcome.error?.kind === "transient"
      if (open && outcome.error?.code !== "operation_in_progress")
        wrong.push(
          `${plugin_id} ${reason} ${outcome.status} ${outcome.error?.code ?? ""} ${outcome.error?.message ?? ""}`
        )
    }
  }
  return wrong
})

export const idle = ({
  processes,
  writes
}: {
  readonly processes: ReadonlyArray<Process>
  readonly writes: number
}) => [
  ...(writes === 0 ? [] : [`it changed the disk ${writes} times`]),
  ...processes.flatMap(({ ended }) =>
    ended._tag === "Reported"
      ? ended.report.inconsistencies_fixed.map(({ plugin_id, reason }) => `it fixed ${plugin_id} ${reason}`)
      : []
  )
]

/** A day later no program waits for anything any more, and work in every directory sweeps what crashes left there. */
export const aDayLater = Effect.fnUntraced(function* (mounted: Mounted, known: Known, step: Step) {
  const clock = yield* VirtualClock
  yield* clock.set(START_MS + 400 * DAY)
  const { brokenState, spare } = known.world
  const wrong: Array<string> = []
  const mend: ReadonlyArray<Command> =
    brokenState === undefined ? [] : [{ ...RECONCILE, replaceBroken: true }]
  const present = (yield* mounted.files.snapshot).has(`${PLUGINS}/${spare}/manifest.json`)
  const remove: ReadonlyArray<Command> = present
    ? [{ verb: "uninstall", id: spare, preserveConfig: false }]
    : []
  const work: ReadonlyArray<Command> = [
    ...mend,
    ...remove,
    { verb: "install", id: spare },
    { verb: "enable", id: spare },
    RECONCILE
  ]
  for (const command of work) {
    for (const { ended } of (yield* step(command)).processes) {
      wrong.push(...endsBadly(ended, false))
      if (ended._tag === "Failed") wrong.push(`${command.verb}: ${ended.code} ${ended.message}`)
    }
  }
  return [...wrong, ...leftovers(yield* mounted.files.snapshot, known)]
})
