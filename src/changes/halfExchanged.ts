/** An exchange of directories that was cut in the middle: the old one set aside, the new one not in its place. */
import { Effect } from "effect"
import type { JournalChange } from "../domain/changes/Journal.ts"
import { DiskWriter } from "../services/Disk.ts"
import { Installation, pathOf } from "../services/Installation.ts"
import { rename } from "./changes.ts"

/** Whether what stood there before lies where the change was to keep it. */
export const keptExists = Effect.fnUntraced(function* ({ directory }: JournalChange) {
  const { root } = yield* Installation
  return directory?.kept !== undefined && (yield* (yield* DiskWriter).exists(pathOf(root, directory.kept)))
})

/** Only of what was freshly fetched: what came from another place is still to be found there. */
export const isFresh = ({ directory }: JournalChange): boolean =>
  directory?.present === true && directory.from === undefined

export const isHalfExchanged = Effect.fnUntraced(function* (change: JournalChange) {
  if (!isFresh(change)) return false
  const { root } = yield* Installation
  const disk = yield* DiskWriter
  return (yield* keptExists(change)) && !(yield* disk.exists(pathOf(root, change.file)))
})

export const putBackOld = ({ directory, file, plugin_id }: JournalChange) =>
  directory?.kept === undefined ? Effect.void : rename(plugin_id, directory.kept, file)
