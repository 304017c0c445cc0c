/** Directories watched with inotify, through Node: one watch each, because a recursive one goes deaf. */
import { Effect, Layer } from "effect"
import { type FSWatcher, statSync, watch } from "node:fs"
import { basename } from "node:path/posix"
import { type ChangeListener, FileWatcher, type WatchChange } from "../ports/FileWatcher.ts"

/** The inode tells a directory from another one that was put in its place, unless that one got the same number. */
interface WatchedDirectory {
  readonly watcher: FSWatcher
  readonly inode: number
  /** The directory was deleted or moved: the system tells nothing more of what stands in its place. */
  over: boolean
}

const inodeOf = (directory: string): number | undefined => {
  try {
    const stats = statSync(directory, { throwIfNoEntry: false })
    return stats?.isDirectory() === true ? stats.ino : undefined
  } catch {
    return undefined
  }
}

const listenTo = (directory: string, inode: number, heard: ChangeListener): WatchedDirectory | undefined => {
  try {
    const own = basename(directory)
    const watcher = watch(directory, { persistent: false }, (kind, name) => {
      // The directory's own end comes under its own name, as would that of a file of this name in it.
      if (kind === "rename" && name === own) {
        listening.over = true
        heard(directory, undefined)
      } else heard(directory, name ?? undefined)
    })
    const listening: WatchedDirectory = { watcher, inode, over: false }
    // It is gone, or can be watched no longer: the next look finds out.
    watcher.on("error", () => {
      watcher.close()
      heard(directory, undefined)
    })
    return listening
  } catch {
    return undefined
  }
}

const update = (
  watched: Map<string, WatchedDirectory>,
  directories: ReadonlySet<string>,
  heard: ChangeListener
): WatchChange => {
  const begun = new Set<string>()
  const unwatched = new Set<string>()
  for (const [directory, { inode, over, watcher }] of watched) {
    if (directories.has(directory) && !over && inodeOf(directory) === inode) continue
    watcher.close()
    watched.delete(directory)
  }
  for (const directory of directories) {
    if (watched.has(directory)) continue
    const inode = inodeOf(directory)
    if (inode === undefined) continue
    const listening = listenTo(directory, inode, heard)
    if (listening === undefined) unwatched.add(directory)
    else {
      watched.set(directory, listening)
      begun.add(directory)
    }
  }
  return { begun, unwatched }
}

/** `FileWatcher` by inotify, one watch for each directory. */
export const NodeFileWatcher = {
  layer: Layer.succeed(FileWatcher, {
    watch: (heard) =>
      Effect.acquireRelease(
        Effect.sync(() => new Map<string, WatchedDirectory>()),
        (watched) =>
          Effect.sync(() => {
            for (const { watcher } of watched.values()) watcher.close()
          })
      ).pipe(
        Effect.map((watched) => ({
          set: (directories) => Effect.sync(() => update(watched, directories, heard))
        }))
      )
  })
}
