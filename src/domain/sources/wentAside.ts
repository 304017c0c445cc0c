/**
 * Pure: which plugins were set aside under this process's eyes. Renaming a directory does not change its own time, so that
 * a copy which LEDMatrix set aside a moment ago looks as old as the plugin is.
 */
import type { DiskView, SetAsideCopy } from "./DiskView.ts"
import type { LedgerView } from "./Ledger.ts"
import { hadEntry } from "./SeenPlugins.ts"

/** LEDMatrix's own operations take minutes at most. */
export const SET_ASIDE_MS = 600_000

/** What this process remembers of its last look at the disk. */
export interface SeenDirectories {
  /** Plugins that were there, and of which there was no copy. */
  readonly there: ReadonlySet<string>
  /** Plugins that are set aside and were there before: when that was first seen. */
  readonly aside: ReadonlyMap<string, number>
}

export const noDirectorySeen: SeenDirectories = { there: new Set(), aside: new Map() }

/** The next look. A time ahead of the clock is one of now. */
export const nextSeenDirectories = (
  before: SeenDirectories,
  view: DiskView,
  nowMs: number
): SeenDirectories => {
  const installed = new Set<string>(view.plugins.map(({ id }) => id))
  const aside = [...view.setAside.keys()].flatMap((id): ReadonlyArray<[string, number]> => {
    if (installed.has(id)) return []
    const since = before.there.has(id) ? nowMs : before.aside.get(id)
    return since === undefined ? [] : [[id, Math.min(since, nowMs)]]
  })
  return { there: new Set([...installed].filter((id) => !view.setAside.has(id))), aside: new Map(aside) }
}

/**
 * When a copy was set aside, if that is minutes ago: as this process saw it, or by its change time, where an earlier process
 * saw the plugin in its place. Of any other plugin the change time says nothing: it is new after a restore.
 */
export const wentAsideLately = (
  { changedAtMs, id, sinceMs }: SetAsideCopy,
  ledger: LedgerView,
  nowMs: number
): number | undefined => {
  const since = sinceMs ?? (hadEntry(id, ledger) ? changedAtMs : undefined)
  return since !== undefined && Math.abs(nowMs - since) < SET_ASIDE_MS ? since : undefined
}

/** The view, whose copies know since when they are there, where this process saw it. The same one where it saw none. */
export const withAsideSince = (view: DiskView, { aside }: SeenDirectories): DiskView =>
  aside.size === 0
    ? view
    : {
        ...view,
        setAside: new Map(
          [...view.setAside].map(([id, copy]) => {
            const sinceMs = aside.get(id)
            return [id, sinceMs === undefined ? copy : { ...copy, sinceMs }]
          })
        )
      }
