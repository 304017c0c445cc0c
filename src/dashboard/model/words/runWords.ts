/** Pure: what past runs changed, in words. */
import type { JournalChange } from "../../../domain/changes/Journal.ts"
import { reasons } from "../../../domain/findings/reasons.ts"
import type { PastRun } from "../../api/wire.ts"
import { count } from "./count.ts"
import { exactTime } from "./time.ts"

const COMMANDS: { readonly [command: string]: string } = {
  reconcile: "Repair",
  install: "Install",
  update: "Update",
  uninstall: "Uninstall",
  enable: "Switch on",
  disable: "Switch off",
  resolve: "Decision",
  undo: "Undo"
}

export const commandName = (command: string): string => COMMANDS[command] ?? command

const STARTED = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})-/u

/**
 * When a run began, with its zone. The journal has local times, and the page does not know the zone of that machine;
 * but a run's id begins with the same moment in UTC.
 */
export const runStarted = ({ run_id, started_at }: Pick<PastRun, "run_id" | "started_at">): string => {
  const found = STARTED.exec(run_id)
  if (found === null) return started_at
  const [, year, month, day, hour, minute, second, ms] = found
  return `${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`
}

/** When the run of that name began, for people. Where the name holds no time, the name itself. */
export const runMoment = (run_id: string): string => {
  const started = runStarted({ run_id, started_at: "" })
  return started === "" ? `by run ${run_id}` : `on ${exactTime(started)}`
}

const PLUGINS_NAMED = 3

const pluginsOf = ({ changes }: Pick<PastRun, "changes">): ReadonlyArray<string> => [
  ...new Set(changes.map(({ plugin_id }) => plugin_id).filter((id) => id !== ""))
]

/** `Repair: clock, news and 2 more`. */
export const runTitle = ({ changes, command }: Pick<PastRun, "changes" | "command">): string => {
  const ids = pluginsOf({ changes })
  if (ids.length === 0) return commandName(command)
  const named = ids.slice(0, PLUGINS_NAMED).join(", ")
  const more = ids.length > PLUGINS_NAMED ? ` and ${ids.length - PLUGINS_NAMED} more` : ""
  return `${commandName(command)}: ${named}${more}`
}

/** Of a run for which a person asked by name. */
const ASKED_FOR = "state_file_rebuilt"

/** Why it was changed; nothing where the run is named after it, or the change says it. */
export const changeCause = ({ reason }: JournalChange): string => {
  if (reason in COMMANDS || reason === ASKED_FOR) return ""
  const known = Object.entries(reasons).find(([code]) => code === reason)
  return known === undefined ? reason : known[1].meaning
}

export type RunState =
  | { readonly tag: "undoable" }
  | { readonly tag: "undone"; readonly by: string }
  | { readonly tag: "interrupted" }
  | { readonly tag: "too_large" }

export const runState = ({ status, undone_by, values_left_out }: PastRun): RunState => {
  if (undone_by !== null) return { tag: "undone", by: undone_by }
  if (values_left_out === true) return { tag: "too_large" }
  return status === "done" ? { tag: "undoable" } : { tag: "interrupted" }
}

const LATELY_MS = 86_400_000
const OFFERED_MS = 3_600_000

/** Repairs of the last day that stand, newest first. */
export const repairsLately = (runs: ReadonlyArray<PastRun>, nowMs: number): ReadonlyArray<PastRun> =>
  runs.filter(
    (run) =>
      run.command === "reconcile" && run.undone_by === null && nowMs - Date.parse(runStarted(run)) < LATELY_MS
  )

/** The repair that one click takes back: the last one, for an hour. */
export const repairToUndo = (runs: ReadonlyArray<PastRun>, nowMs: number): PastRun | undefined =>
  repairsLately(runs, nowMs).find(
    (run) => runState(run).tag === "undoable" && nowMs - Date.parse(runStarted(run)) < OFFERED_MS
  )

/** `2 plugins`; nothing of a run that repaired a file as a whole. */
export const repairedCount = (run: Pick<PastRun, "changes">): string => {
  const { length } = pluginsOf(run)
  return length === 0 ? "" : count(length, "plugin")
}
