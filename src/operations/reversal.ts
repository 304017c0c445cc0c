/** What reverses a run: each change by its inverse, as far as what it made still stands. */
import { Effect } from "effect"
import type { DirectoryChange, JournalChange, JournalRecord } from "../domain/changes/Journal.ts"
import { withoutLeftOut } from "../domain/changes/leftOut.ts"
import type { StoreError } from "../domain/errors/StoreError.ts"
import { DiskWriter } from "../services/Disk.ts"
import { Installation, pathOf } from "../services/Installation.ts"
import { CONFIG_FILE } from "../changes/journalChanges.ts"
import { inverse, MARKS_FILE, SECRETS_FILE, TOMBSTONES_FILE } from "../changes/changes.ts"
import { keptPlace, type OperationRun } from "../changes/transaction.ts"

type Reversed =
  | { readonly change: JournalChange; readonly notes: ReadonlyArray<string> }
  | { readonly left: string; readonly stays: boolean }

/**
 * These write entry, record and marks of the plugin that they put in place, or back: with it, these stay too. A mark
 * that came back for a plugin that stays would have LEDMatrix delete it.
 */
const OF_ONE_PIECE: ReadonlySet<string> = new Set(["install", "update", "undo"])

/** The last change first, but for marks; what is not to be reversed is named. */
export const reverse = Effect.fnUntraced(function* (run: OperationRun, record: JournalRecord) {
  const notes: Array<string> = []
  const leftAlone: Array<string> = []
  const changes: Array<JournalChange> = []
  const staying = new Set<string>()
  for (const change of record.changes) {
    if (change.directory === undefined) continue
    const answer = yield* reversedDirectory(run, change, change.directory)
    if ("change" in answer) continue
    leftAlone.push(answer.left)
    const { present } = change.directory
    if (answer.stays && present && OF_ONE_PIECE.has(record.command)) staying.add(change.plugin_id)
  }
  for (const change of record.changes.toReversed()) {
    if (change.directory === undefined && staying.has(change.plugin_id)) {
      if (change.file !== TOMBSTONES_FILE) leftAlone.push(`${named(change)} goes with it`)
      continue
    }
    const answer =
      change.directory === undefined
        ? reversedValue(run, change)
        : yield* reversedDirectory(run, change, change.directory)
    if ("change" in answer) {
      changes.push(answer.change)
      notes.push(...answer.notes)
    } else if (change.directory === undefined) leftAlone.push(answer.left)
  }
  return { changes: marksFirst(changes), leftAlone, notes }
})

/**
 * A mark goes before its plugin comes back: LEDMatrix deletes the directory of a marked one when it starts, and
 * the copy that was kept is then the only one.
 */
const marksFirst = (changes: ReadonlyArray<JournalChange>): ReadonlyArray<JournalChange> => {
  const clears = ({ after, file }: JournalChange): boolean =>
    after === undefined && (file === MARKS_FILE || file === TOMBSTONES_FILE)
  return [...changes.filter(clears), ...changes.filter((change) => !clears(change))]
}

const reversedValue = (run: OperationRun, change: JournalChange): Reversed => {
  if (change.file === SECRETS_FILE) return { left: `${named(change)}: secrets are not kept`, stays: false }
  if (change.key === undefined)
    return { left: `${change.file} was made anew; the old one is kept beside it`, stays: false }
  const back = inverse(change, keptPlace(run, change))
  if (back.after === undefined || change.file !== CONFIG_FILE) return { change: back, notes: [] }
  const { missing, value } = withoutLeftOut(back.after)
  if (value === undefined)
    return { left: `${named(change)}: it may be secret, and was not kept`, stays: false }
  const note = `${change.plugin_id}: left out, because it may be secret: ${missing.join(", ")}`
  // As it is written, so that this undoing can be told from what somebody changes after it.
  return { change: { ...back, after: value }, notes: missing.length > 0 ? [note] : [] }
}

const reversedDirectory = Effect.fnUntraced(function* (
  run: OperationRun,
  change: JournalChange,
  { fingerprint, kept, present }: DirectoryChange
): Effect.fn.Return<Reversed, StoreError, DiskWriter | Installation> {
  const { file, plugin_id } = change
  const { root } = yield* Installation
  const disk = yield* DiskWriter
  const place = pathOf(root, file)
  const there = yield* disk.exists(place)
  if (present) {
    if (!there) return { left: `${file} is not there any more`, stays: false }
    const now = yield* Effect.option(disk.fingerprint(place))
    if (fingerprint !== undefined && now._tag === "Some" && now.value !== fingerprint)
      return { left: `${file} has changed since`, stays: true }
  } else if (there) return { left: `${file} is there again`, stays: true }
  if (kept === undefined || (yield* disk.exists(pathOf(root, kept))))
    return { change: inverse(change, keptPlace(run, change)), notes: [] }
  const what = present ? "brings what the store has now" : "installs it"
  return {
    left: `the copy of ${plugin_id} is not kept any more; \`ledmatrix-reconciler install ${plugin_id}\` ${what}`,
    stays: present
  }
})

/** What became of one value, or of a directory. */
export const outcome = (change: JournalChange): string => {
  const { after, directory } = change
  if (directory === undefined) return `${named(change)} ${after === undefined ? "removed" : "restored"}`
  return directory.present
    ? `${named(change)} put back`
    : `${named(change)} set aside as ${directory.kept ?? "nothing"}`
}

export const named = ({ directory, file, key, plugin_id }: JournalChange): string =>
  directory === undefined ? `${file}: ${(key ?? [plugin_id]).join(" › ")}` : file
