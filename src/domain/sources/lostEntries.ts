/**
 * Pure: which plugins lost their entry under this process's eyes. LEDMatrix uninstalls step by step: the entry goes
 * first, the files later, the mark last. In between the plugin looks like one that never had an entry.
 */
import { Result } from "effect"
import type { ConfigView } from "./ConfigView.ts"
import type { DiskView } from "./DiskView.ts"
import type { Reading } from "./Source.ts"

/** LEDMatrix's steps from the entry to the mark take seconds, with its helper for files of root tens of them. */
export const UNINSTALL_MS = 60_000

/** What this process remembers of its last look at config. */
export interface LastLook {
  readonly config: Pick<ConfigView, "values"> | undefined
  /** Plugins without an entry that had one when this process looked before, while config is as young as that. */
  readonly lost: ReadonlySet<string>
}

const NONE: ReadonlySet<string> = new Set()

export const notLooked: LastLook = { config: undefined, lost: NONE }

/** A time ahead of the clock tells as little as one long past, unless it is as close. */
export const changedLately = ({ modifiedAtMs }: ConfigView, nowMs: number): boolean =>
  Math.abs(nowMs - modifiedAtMs) < UNINSTALL_MS

/** Whether a plugin may have lost its entry a moment ago, for all that this look alone tells. */
export const mayHaveLost = (config: Reading<ConfigView>, disk: Reading<DiskView>, nowMs: number): boolean =>
  Result.isSuccess(config) &&
  Result.isSuccess(disk) &&
  changedLately(config.success, nowMs) &&
  disk.success.plugins.some(({ id }) => config.success.values.get(id) === undefined)

/** Of a source that could not be read nothing is concluded. A plugin that has left the disk is forgotten. */
export const nextLook = (
  before: LastLook,
  config: Reading<ConfigView>,
  disk: Reading<DiskView>,
  nowMs: number
): LastLook => {
  if (Result.isFailure(config)) return before
  const now = config.success
  if (before.config === undefined || (before.config === now && before.lost.size === 0))
    return before.config === now ? before : { config: now, lost: NONE }
  const kept = changedLately(now, nowMs) ? before.lost : NONE
  const onDisk = Result.isSuccess(disk) ? new Set(disk.success.plugins.map(({ id }) => id)) : undefined
  const lost = [...idsOf(before.config), ...kept].filter(
    (id) => now.values.get(id)?._tag !== "Entry" && onDisk?.has(id) !== false
  )
  return { config: now, lost: new Set(lost) }
}

/** As if these had not had an entry at the last look either. */
export const withoutEntries = (before: LastLook, ids: ReadonlySet<string>): LastLook =>
  before.config === undefined || ids.size === 0
    ? before
    : {
        config: { values: new Map([...before.config.values].filter(([id]) => !ids.has(id))) },
        lost: new Set([...before.lost].filter((id) => !ids.has(id)))
      }

const idsOf = ({ values }: Pick<ConfigView, "values">): ReadonlyArray<string> =>
  [...values].flatMap(([id, value]) => (value._tag === "Entry" ? [id] : []))
