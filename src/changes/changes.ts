/**
 * Changes as the journal tells them, carried out: each where its evidence still stands, each with its own
 * inverse. Operations, their rollback, undoing, and what a crash left half done all go this way.
 */
import { Effect, Option } from "effect"
import type { DirectoryChange, JournalChange } from "../domain/changes/Journal.ts"
import type { ValueEdit } from "../domain/changes/ValueEdit.ts"
import { type Applied, ConfigWriter } from "../services/Config.ts"
import { DiskWriter } from "../services/Disk.ts"
import { Installation, pathOf } from "../services/Installation.ts"
import { StateWriter } from "../services/StateStore.ts"
import { UninstalledWriter } from "../services/UninstalledWriter.ts"
import { CONFIG_FILE, STATE_FILE } from "./journalChanges.ts"

export const SECRETS_FILE = "config/config_secrets.json"
export const MARKS_FILE = "config/uninstalled_plugins.json"
export const TOMBSTONES_FILE = "data/reconciler/tombstones.json"

/** The changes that were made, or stood already, and those whose evidence had gone. */
export interface Made {
  readonly made: ReadonlyArray<JournalChange>
  readonly dropped: ReadonlyArray<JournalChange>
}

/** The change that takes `change` back. What was freshly fetched is set aside as `keepAs`. */
export const inverse = (change: JournalChange, keepAs: string): JournalChange => {
  const { after, before, directory, ...rest } = change
  return {
    ...rest,
    ...(after === undefined ? {} : { before: after }),
    ...(before === undefined ? {} : { after: before }),
    ...(directory === undefined ? {} : { directory: inverseMove(directory, keepAs) })
  }
}

const inverseMove = ({ from, kept, present }: DirectoryChange, keepAs: string): DirectoryChange => {
  const aside = from ?? (present ? keepAs : undefined)
  return {
    present: kept !== undefined,
    ...(kept === undefined ? {} : { from: kept }),
    ...(aside === undefined ? {} : { kept: aside })
  }
}

/** Neighbours that go to the same file, so that each file is written once. */
export const byFile = (
  changes: ReadonlyArray<JournalChange>
): ReadonlyArray<ReadonlyArray<JournalChange>> => {
  const groups: Array<Array<JournalChange>> = []
  for (const change of changes) {
    const last = groups.at(-1)
    if (last?.[0]?.file === change.file && change.directory === undefined) last.push(change)
    else groups.push([change])
  }
  return groups
}

const edit = ({ after, before, key = [], spelled }: JournalChange): ValueEdit => ({
  key,
  from: before,
  to: after,
  spelled
})

const outcome = (
  changes: ReadonlyArray<JournalChange>,
  edits: ReadonlyArray<ValueEdit>,
  { dropped }: Applied<ValueEdit>
): Made => ({
  made: changes.filter((_, at) => !dropped.some((one) => one === edits[at])),
  dropped: changes.filter((_, at) => dropped.some((one) => one === edits[at]))
})

const members = (changes: ReadonlyArray<JournalChange>): ReadonlyMap<string, boolean> =>
  new Map(changes.map(({ after, key = [] }) => [key[0] ?? "", after !== undefined]))

/** Carries out changes of one file, or of one directory. The caller holds the root lock. */
export const make = Effect.fn("make")(function* (changes: ReadonlyArray<JournalChange>) {
  const [first] = changes
  if (first === undefined) return { made: [], dropped: [] } satisfies Made
  if (first.directory !== undefined) {
    const moved = yield* move(first, first.directory)
    return (moved ? { made: changes, dropped: [] } : { made: [], dropped: changes }) satisfies Made
  }
  const edits = changes.map(edit)
  switch (first.file) {
    case CONFIG_FILE:
      return outcome(changes, edits, yield* (yield* ConfigWriter).change("config", edits))
    case SECRETS_FILE:
      return outcome(changes, edits, yield* (yield* ConfigWriter).change("secrets", edits))
    case STATE_FILE:
      return outcome(changes, edits, yield* (yield* StateWriter).change(edits))
    case MARKS_FILE:
      yield* (yield* UninstalledWriter).mark(members(changes))
      return { made: changes, dropped: [] } satisfies Made
    case TOMBSTONES_FILE:
      yield* (yield* UninstalledWriter).bury(members(changes))
      return { made: changes, dropped: [] } satisfies Made
    default:
      return { made: [], dropped: changes } satisfies Made
  }
})

/** Renames a plugin's directory, both names as the journal tells them. */
export const rename = Effect.fnUntraced(function* (plugin: string, from: string, to: string) {
  const { root } = yield* Installation
  const place = (shown: string) => ({ path: pathOf(root, shown), shown })
  yield* (yield* DiskWriter).move(plugin, place(from), place(to))
})

/** False where what should be moved is not there. A half-done move is completed. */
const move = Effect.fnUntraced(function* (
  { file, plugin_id: id }: JournalChange,
  { from, kept, present }: DirectoryChange
) {
  const { root } = yield* Installation
  const disk = yield* DiskWriter
  const exists = (shown: string) => disk.exists(pathOf(root, shown))
  const halfWay = kept !== undefined && (yield* exists(file)) && !(yield* exists(kept))
  if (halfWay) yield* rename(id, file, kept)
  if (from === undefined) {
    if (present !== (yield* exists(file))) return false
    if (!halfWay) yield* disk.makeLast(pathOf(root, file))
    return true
  }
  if (!(yield* exists(from))) {
    if (yield* exists(file)) return true
    // What was to come back is gone: what stood there stays.
    if (kept !== undefined && (yield* exists(kept))) yield* rename(id, kept, file)
    return false
  }
  // Something else has been put there since: an intention that fails at it would be tried for ever.
  if (yield* exists(file)) return false
  yield* rename(id, from, file).pipe(
    Effect.onError(() => (kept === undefined ? Effect.void : Effect.ignore(rename(id, kept, file))))
  )
  return true
})

/** What a change touched, as reports name it. */
export const touchedFiles = ({ directory, file }: JournalChange): ReadonlyArray<string> =>
  file.startsWith("data/reconciler/")
    ? []
    : directory === undefined
      ? [file]
      : [file, ...Option.toArray(Option.fromUndefinedOr(directory.kept))]
