/** What reverses a run: each change by its inverse, as far as what it made still stands. */
import { Effect, Option } from "effect"
import {
  type Change,
  type DirectoryChange,
  FILE,
  isDirectoryChange,
  isValueChange
} from "../../domain/changes/Change.ts"
import { commandOf, type JournalRecord, type RunCommand } from "../../domain/changes/Journal.ts"
import { changesOf } from "../../domain/changes/journalChange.ts"
import { withoutLeftOut } from "../../domain/changes/leftOut.ts"
import type { Uninstalled } from "../../domain/sources/StoreView.ts"
import type { StoreError } from "../../domain/errors/StoreError.ts"
import { DiskWriter } from "../../services/writing/DiskWriter.ts"
import { Host } from "../../services/installation/Host.ts"
import { Installation, pathOf } from "../../services/installation/Installation.ts"
import { inverse } from "../../changes/inverse.ts"
import { keptPlace } from "../../changes/takeBack.ts"

type Reversal = { readonly change: Change; readonly notes: ReadonlyArray<string> } | { readonly left: string }

/** `stays`: what the run had put in the place stands there still. */
type DirectoryReversal = { readonly change: Change } | { readonly left: string; readonly stays: boolean }

/**
 * These write entry, record and marks of the plugin that they put in place, or back: with it, these stay too. A mark
 * that came back for a plugin that stays would have LEDMatrix delete it.
 */
const OF_ONE_PIECE: ReadonlySet<RunCommand> = new Set<RunCommand>(["install", "update", "undo"])

/** The last change first, but for marks; what is not to be reversed is named. `uninstalled` is what is marked by now. */
export const reverse = Effect.fnUntraced(function* (
  runId: string,
  record: JournalRecord,
  uninstalled: Uninstalled | undefined
) {
  const notes: Array<string> = []
  const leftAlone: Array<string> = []
  const changes: Array<Change> = []
  const staying = new Set<string>()
  const ofOnePiece = Option.exists(commandOf(record), (command) => OF_ONE_PIECE.has(command))
  const made = changesOf(record)
  const directories = new Map<Change, Change>()
  for (const change of made.filter(isDirectoryChange)) {
    const answer = yield* reversedDirectory(runId, change)
    if ("change" in answer) directories.set(change, answer.change)
    else {
      leftAlone.push(answer.left)
      if (answer.stays && ofOnePiece) staying.add(change.plugin)
    }
  }
  const { traits } = yield* (yield* Host).read
  for (const change of made.toReversed()) {
    if (isDirectoryChange(change)) {
      changes.push(...Option.toArray(Option.fromUndefinedOr(directories.get(change))))
      continue
    }
    if (traits.stateRetired && isOfState(change)) {
      leftAlone.push(`${named(change)}: this LEDMatrix keeps no saved state`)
      continue
    }
    if (staying.has(change.plugin)) {
      if (!isTombstone(change)) leftAlone.push(`${named(change)} goes with it`)
      continue
    }
    const answer = reversedInFile(change)
    if ("left" in answer) leftAlone.push(answer.left)
    else if (!isSoAlready(answer.change, uninstalled)) {
      changes.push(answer.change)
      notes.push(...answer.notes)
    } else if (!isTombstone(change)) leftAlone.push(`${named(change)} has changed since`)
  }
  return { changes: marksFirst(changes), leftAlone, notes }
})

const isOfState = (change: Change): boolean =>
  change._tag === "RebuildState" || (isValueChange(change) && change.file === "state")

export const isTombstone = (change: Change): boolean => "list" in change && change.list === "tombstones"

/** A mark that somebody has set or cleared since. */
const isSoAlready = (change: Change, uninstalled: Uninstalled | undefined): boolean =>
  "list" in change && uninstalled?.[change.list].has(change.member) === (change._tag === "AddMember")

/**
 * A mark goes before its plugin comes back: LEDMatrix deletes the directory of a marked one when it starts, and
 * the copy that was kept is then the only one.
 */
const marksFirst = (changes: ReadonlyArray<Change>): ReadonlyArray<Change> => {
  const clears = ({ _tag }: Change): boolean => _tag === "RemoveMember"
  return [...changes.filter(clears), ...changes.filter((change) => !clears(change))]
}

const reversedInFile = (change: Exclude<Change, DirectoryChange>): Reversal => {
  if (isValueChange(change) && change.file === "secrets")
    return { left: `${named(change)}: secrets are not kept` }
  const back = inverse(change, "")
  if (Option.isNone(back)) return { left: `${FILE.state} was made anew; the old one is kept beside it` }
  if (back.value._tag !== "SetValue" || back.value.file !== "config") return { change: back.value, notes: [] }
  const { missing, value } = withoutLeftOut(back.value.to)
  if (value === undefined) return { left: `${named(change)}: it may be secret, and was not kept` }
  const note = `${change.plugin}: left out, because it may be secret: ${missing.join(", ")}`
  // As it is written, so that a change made after this undoing is recognised as one.
  return { change: { ...back.value, to: value }, notes: missing.length > 0 ? [note] : [] }
}

const reversedDirectory = Effect.fnUntraced(function* (
  runId: string,
  change: DirectoryChange
): Effect.fn.Return<DirectoryReversal, StoreError, DiskWriter | Installation> {
  const { place, plugin } = change
  const { root } = yield* Installation
  const disk = yield* DiskWriter
  const there = yield* disk.exists(pathOf(root, place))
  const isPresent = change._tag !== "SetAside"
  if (isPresent) {
    if (!there) return { left: `${place} is not there any more`, stays: false }
    const now = yield* Effect.option(disk.fingerprint(pathOf(root, place)))
    const differs = Option.zipWith(change.fingerprint, now, (then, today) => then !== today)
    if (Option.contains(differs, true)) return { left: `${place} has changed since`, stays: true }
  } else if (there) return { left: `${place} is there again`, stays: false }
  const former = isPresent ? change.kept : Option.some(change.kept)
  const comesBack = Option.isNone(former) || (yield* disk.exists(pathOf(root, former.value)))
  const back = inverse(change, keptPlace(runId, place))
  if (comesBack && Option.isSome(back)) return { change: back.value }
  const what = isPresent ? "brings what the store has now" : "brings it back"
  return {
    left: `the copy of ${plugin} is not kept any more; installing it anew ${what}`,
    stays: isPresent
  }
})

/** What became of one value, or of a directory. */
export const reversalLine = (change: Change): string => {
  switch (change._tag) {
    case "SetAside":
      return `${named(change)} set aside as ${change.kept}`
    case "PlaceFetched":
    case "PutBack":
      return `${named(change)} put back`
    case "RemoveValue":
    case "RemoveMember":
      return `${named(change)} removed`
    case "SetByteOrderMark":
      return `${named(change)} ${change.present ? "put back" : "taken off"}`
    case "RenameEntry":
      return `${named(change)} renamed to ${change.to}`
    case "ReplaceFile":
      return `${named(change)} is what ${change.by} holds`
    case "SetValue":
    case "AddMember":
    case "RebuildState":
      return `${named(change)} restored`
  }
}

/** Where a change is made, as it is named to people. */
export const named = (change: Change): string => {
  switch (change._tag) {
    case "SetValue":
    case "RemoveValue":
      return `${FILE[change.file]}: ${change.key.join(" › ")}`
    case "AddMember":
    case "RemoveMember":
      return `${FILE[change.list]}: ${change.member}`
    case "PlaceFetched":
    case "PutBack":
    case "SetAside":
      return change.place
    case "SetByteOrderMark":
      return `${change.file}: its byte-order mark`
    case "RenameEntry":
      return `${FILE.config}: ${change.from}`
    case "ReplaceFile":
      return change.file
    case "RebuildState":
      return FILE.state
  }
}
