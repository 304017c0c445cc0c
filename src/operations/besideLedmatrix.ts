/** LEDMatrix takes no locks. What its own operations set aside is the one sign that they are under way. */
import { Clock, Effect } from "effect"
import { wentAsideLately } from "../domain/sources/wentAside.ts"
import { StoreError } from "../domain/errors/StoreError.ts"
import { OperationInProgress } from "../domain/errors/PlaceReason.ts"
import { DiskWriter } from "../services/writing/DiskWriter.ts"
import { inside } from "../services/installation/Installation.ts"
import type { AllSources } from "./allSources.ts"

/** Refuses where LEDMatrix set one of these plugins aside minutes ago: it may be installing or updating it. */
export const refuseBesideCopy = Effect.fnUntraced(function* (
  ids: Iterable<string>,
  { disk, seen }: AllSources
) {
  for (const id of ids) {
    const copy = disk.setAside.get(id)
    if (copy === undefined) continue
    const place = inside(disk.path, copy.place)
    const wentLately = wentAsideLately(copy, seen.ledger, yield* Clock.currentTimeMillis) !== undefined
    const changedLately = (yield* DiskWriter).setAsideLately(inside(disk.path, copy.directory), place)
    if (!wentLately && !(yield* changedLately)) continue
    return yield* new StoreError({
      plugin: id,
      reason: new OperationInProgress({
        plugin: id,
        problem: `LEDMatrix set it aside as ${inside(disk.shownPath, copy.directory)} minutes ago, and may still be installing or updating it`
      })
    })
  }
})
