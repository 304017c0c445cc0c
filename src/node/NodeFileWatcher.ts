/** Directories watched with inotify, through Node: one watch each, because a recursive one goes deaf. */
import { Effect, Layer } from "effect"
import { type FSWatcher, statSync, watch } from "node:fs"
import { FileWatcher, type WatchChange } from "../ports/FileWatcher.ts"

type Heard = (directory: string, name: string | undefined) => void

/** The inode tells a directory from another one that was put in its place. */
interface Watched {
  readonly watcher: FSWatcher
  readonly inode: number
}

const inodeOf = (directory: string): number | undefined => {
  try {
    const stats = statSync(directory, { throwIfNoEntry: false })
    return stats?.isDirectory() === true ? stats.ino : undefined
  } catch {
    return undefined
  }
}

const listenTo = (directory: string, inode: number, heard: Heard): Watched | undefined => {
  try {
    const watcher = watch(directory, { persistent: false }, (_kind, name) => {
      heard(directory, name ?? undefined)
    })
    // It is gone, or can be watched no longer: the next look finds out.
    watcher.on("error", () => {
      watcher.close()
      heard(directory, undefined)
    })
    return { watcher, inode }
  } catch {
    return undefined
  }
}

const update = (
  watched: Map<string, Watched>,
  directories: ReadonlySet<string>,
  heard: Heard
): WatchChange => {
  const begun = new Set<string>()
  const unwatched = new Set<string>()
  for (const [directory, { inode, watcher }] of watched) {
    if (directories.has(directory) && inodeOf(directory) === inode) continue
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

export const NodeFileWatcher = {
  layer: Layer.succeed(FileWatcher, {
    watch: (heard) =>
      Effect.acquireRelease(
        Effect.sync(() => new Map<string, Watched>()),
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
