/** The journal's account of a directory that has just been put in place. */
import { Effect } from "effect"
import type { DirectoryChange } from "../domain/changes/Journal.ts"
import { DiskWriter } from "../services/Disk.ts"

/** With what tells later whether somebody has changed it since, where it can be read: without, an undoing cannot tell. */
export const placed = Effect.fnUntraced(function* (path: string, kept: string | undefined) {
  const fingerprint = yield* Effect.option((yield* DiskWriter).fingerprint(path))
  return {
    present: true,
    ...(kept === undefined ? {} : { kept }),
    ...(fingerprint._tag === "Some" ? { fingerprint: fingerprint.value } : {})
  } satisfies DirectoryChange
})
