/** Changes of a tree in memory, each one step; a whole tree is removed name by name, as it is on a disk. */
import { Effect, Option } from "effect"
import { FileWriter, sameVersion, type WriteHandle } from "../ports/Files.ts"
import { type FileFault, isUnsupported } from "../ports/FileFault.ts"
import type { MemoryCalls } from "./memoryCalls.ts"
import { statIn } from "./memoryReader.ts"
import { memoryFault, type MemoryNode, type MemoryTree, statOf } from "./MemoryTree.ts"

const joined = (a: Uint8Array, b: Uint8Array): Uint8Array => {
  const all = new Uint8Array(a.byteLength + b.byteLength)
  all.set(a)
  all.set(b, a.byteLength)
  return all
}

/** What the disk does not know is left as it is. */
const asFarAsKnown = (step: Effect.Effect<void, FileFault>): Effect.Effect<void, FileFault> =>
  Effect.catchIf(
    step,
    ({ code }) => isUnsupported(code),
    () => Effect.void
  )

/** Neither a link nor what it leads to. */
const itself = (tree: MemoryTree, operation: string, path: string): MemoryNode => {
  const node = tree.existing(operation, path, false)
  if (node.kind === "symlink") throw memoryFault(operation, path, "ELOOP")
  return node
}

const writeHandle = (
  tree: MemoryTree,
  { change }: MemoryCalls,
  path: string,
  node: MemoryNode
): WriteHandle => {
  const write = (bytes: Uint8Array) =>
    change("write", path, (now) => tree.setBytes(node, joined(node.bytes, bytes), now))
  return {
    write: (bytes) =>
      write(bytes).pipe(
        // What fails half-way has written the first half.
        Effect.tapError(() =>
          Effect.sync(() => {
            const half = bytes.subarray(0, bytes.byteLength >> 1)
            tree.setBytes(node, joined(node.bytes, half), node.modifiedAtMs)
          })
        )
      ),
    setMode: (mode) => asFarAsKnown(change("chmod", path, () => tree.setMode(node, mode))),
    setOwner: (uid, gid) => asFarAsKnown(change("chown", path, () => tree.setOwner(node, uid, gid))),
    setModifiedAt: (ms) => change("utime", path, () => tree.setModifiedAt(node, ms)),
    takeAccess: (from) =>
      change("acl", path, () => {
        tree.setMode(node, tree.existing("acl", from, false).mode)
        return true
      }),
    sync: change("sync", path, () => tree.sync(node))
  }
}

/** As the kernel judges it; what it replaces is gone in the same step. */
export const renameIn = (tree: MemoryTree, from: string, to: string, now: number): void => {
  const source = tree.place("rename", from, false)
  const target = tree.place("rename", to, false)
  if (source.node === undefined) throw memoryFault("rename", from, "ENOENT")
  if (target.node?.kind === "directory") {
    if (source.node.kind !== "directory") throw memoryFault("rename", to, "EISDIR")
    if (target.node.entries.size > 0) throw memoryFault("rename", to, "ENOTEMPTY")
  } else if (target.node !== undefined && source.node.kind === "directory")
    throw memoryFault("rename", to, "ENOTDIR")
  tree.move(source, target, now)
}

export const memoryWriter = (tree: MemoryTree, calls: MemoryCalls): typeof FileWriter.Service => {
  const { change, look } = calls

  const removeOne = (path: string) =>
    change("remove", path, (now) => {
      if (Option.isNone(statIn(tree, path, false))) return
      const place = tree.place("remove", path, false)
      if ((place.node?.entries.size ?? 0) > 0) throw memoryFault("remove", path, "ENOTEMPTY")
      tree.unlink(place, now)
    })

  const removeTree = (path: string): Effect.Effect<void, FileFault> =>
    Effect.suspend(() => {
      const stat = Option.getOrUndefined(statIn(tree, path, false))
      const inside =
        stat?.kind === "directory" ? [...tree.existing("remove", path, false).entries.keys()] : []
      return Effect.andThen(
        Effect.forEach(inside, (name) => removeTree(`${path}/${name}`), { discard: true }),
        removeOne(path)
      )
    })

  const syncTree = (path: string): Effect.Effect<void, FileFault> =>
    Effect.suspend(() => {
      const stat = Option.getOrUndefined(statIn(tree, path, false))
      if (stat?.kind === "symlink") return Effect.void
      const inside = stat?.kind === "directory" ? [...tree.existing("sync", path, false).entries.keys()] : []
      return Effect.andThen(
        Effect.forEach(inside, (name) => syncTree(`${path}/${name}`), { discard: true }),
        change("sync", path, () => tree.sync(tree.existing("sync", path)))
      )
    })

  return FileWriter.of({
    create: (path, { mode }) =>
      change("create", path, (now) => {
        const place = tree.place("create", path, true)
        if (place.node !== undefined) throw memoryFault("create", path, "EEXIST")
        const node = tree.node("file", mode, now)
        tree.link(place, node, now)
        return writeHandle(tree, calls, path, node)
      }),
    makeDirectory: (path, { mode }) =>
      change("mkdir", path, (now) => {
        const place = tree.place("mkdir", path, false)
        if (place.node !== undefined) throw memoryFault("mkdir", path, "EEXIST")
        tree.link(place, tree.node("directory", mode, now), now)
      }),
    rename: (from, to, over) => {
      const rename = change("rename", to, (now) => renameIn(tree, from, to, now))
      if (over === undefined) return rename
      // Two calls, as on a real disk: between them another program may rename its own file there.
      const compare = look("stat", to, () => {
        const { node } = tree.place("rename", to, true)
        if (node === undefined || !sameVersion(over, statOf(node))) throw memoryFault("rename", to, "CHANGED")
      })
      return Effect.andThen(compare, rename)
    },
    removeFile: (path) =>
      change("remove", path, (now) => {
        if (Option.isNone(statIn(tree, path, false))) return
        const place = tree.place("remove", path, false)
        if (place.node?.kind === "directory") throw memoryFault("remove", path, "EISDIR")
        tree.unlink(place, now)
      }),
    removeTree,
    setMode: (path, mode) =>
      asFarAsKnown(change("chmod", path, () => tree.setMode(itself(tree, "chmod", path), mode))),
    setOwner: (path, uid, gid) =>
      asFarAsKnown(change("chown", path, () => tree.setOwner(tree.existing("chown", path, false), uid, gid))),
    // No other user is on this disk: a name leads to one directory.
    hold: (path) =>
      Effect.as(
        look("open", path, () => itself(tree, "open", path)),
        path
      ),
    syncTree,
    syncDirectory: (path) => asFarAsKnown(change("sync", path, () => tree.sync(tree.existing("sync", path))))
  })
}
