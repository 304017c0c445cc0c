/** Reads of a tree in memory. An open file stays the same inode where another one is renamed over its path. */
import { Effect, Option } from "effect"
import {
  FileReader,
  type FileStat,
  type FileGlance,
  PEEK_BYTES_MAX,
  type ReadHandle,
  type TextRead
} from "../ports/Files.ts"
import { FileFault } from "../ports/FileFault.ts"
import type { MemoryCalls } from "./memoryCalls.ts"
import { memoryFault, type MemoryNode, type MemoryTree, statOf } from "./MemoryTree.ts"

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })

/** `None` where nothing is there, or an ancestor is no directory. */
export const statIn = (tree: MemoryTree, path: string, follow: boolean): Option.Option<FileStat> => {
  try {
    return Option.map(Option.fromUndefinedOr(tree.place("stat", path, follow).node), statOf)
  } catch (cause) {
    if (cause instanceof FileFault && (cause.code === "ENOENT" || cause.code === "ENOTDIR"))
      return Option.none()
    throw cause
  }
}

const glance = (tree: MemoryTree, path: string): FileGlance => {
  try {
    const { node } = tree.place("stat", path, true)
    return node === undefined ? { _tag: "Missing", notDirectory: false } : statOf(node)
  } catch (cause) {
    if (!(cause instanceof FileFault)) throw cause
    return cause.code === "ENOENT" || cause.code === "ENOTDIR"
      ? { _tag: "Missing", notDirectory: cause.code === "ENOTDIR" }
      : cause
  }
}

const fileIn = (tree: MemoryTree, operation: string, path: string, bytesMax: number): MemoryNode => {
  const node = tree.existing(operation, path)
  if (node.kind !== "file")
    throw memoryFault(operation, path, node.kind === "directory" ? "EISDIR" : "NOT_A_FILE")
  if (node.bytes.byteLength > bytesMax) throw memoryFault(operation, path, "TOO_LARGE")
  return node
}

const decoded = (path: string, bytes: Uint8Array): string => {
  try {
    return strict.decode(bytes)
  } catch {
    throw memoryFault("read", path, "NOT_UTF8")
  }
}

const readHandle = ({ look }: MemoryCalls, path: string, node: MemoryNode): ReadHandle => ({
  stat: look("fstat", path, () => statOf(node)),
  readAt: (offset, length) => look("read", path, () => node.bytes.slice(offset, offset + length)),
  readAll: (bytesMax) =>
    look("read", path, () => {
      if (node.bytes.byteLength > bytesMax) throw memoryFault("read", path, "TOO_LARGE")
      return node.bytes.slice()
    }),
  feed: (take) =>
    look("read", path, () => {
      take(node.bytes)
    })
})

const namesIn = (tree: MemoryTree, path: string): ReadonlyArray<string> => {
  const node = tree.existing("list", path)
  if (node.kind !== "directory") throw memoryFault("list", path, "ENOTDIR")
  return [...node.entries.keys()]
}

export const memoryReader = (tree: MemoryTree, calls: MemoryCalls): typeof FileReader.Service => {
  const { look } = calls
  return FileReader.of({
    stat: (path) => look("stat", path, () => statIn(tree, path, true)),
    lstat: (path) => look("lstat", path, () => statIn(tree, path, false)),
    statAll: (paths) =>
      Effect.forEach(paths, (path) =>
        look("stat", path, () => glance(tree, path)).pipe(Effect.catch(Effect.succeed))
      ),
    list: (path) => look("list", path, () => namesIn(tree, path)),
    read: (path, { bytesMax }) =>
      look("read", path, () => {
        const node = fileIn(tree, "read", path, bytesMax)
        return { bytes: node.bytes.slice(), stat: statOf(node) }
      }),
    readTexts: (paths, { bytesMax }) =>
      Effect.forEach(paths, (path) =>
        look("read", path, (): TextRead => {
          const node = fileIn(tree, "read", path, bytesMax)
          return { _tag: "Text", text: decoded(path, node.bytes), stat: statOf(node) }
        }).pipe(Effect.catch(Effect.succeed<TextRead>))
      ),
    peekTexts: (paths, { bytesMax }) =>
      Effect.forEach(paths, (path) =>
        look("read", path, (): string | FileFault =>
          decoded(path, fileIn(tree, "read", path, Math.min(bytesMax, PEEK_BYTES_MAX)).bytes)
        ).pipe(Effect.catch(Effect.succeed<FileFault>))
      ),
    readSlices: (slices) =>
      Effect.forEach(slices, ({ length, offset, path }) =>
        look("read", path, (): Uint8Array | FileFault =>
          fileIn(tree, "read", path, Number.POSITIVE_INFINITY).bytes.slice(offset, offset + length)
        ).pipe(Effect.catch(Effect.succeed<FileFault>))
      ),
    listAll: (paths) =>
      Effect.forEach(paths, (path) =>
        look("list", path, (): ReadonlyArray<string> | FileFault => namesIn(tree, path)).pipe(
          Effect.catch(Effect.succeed<FileFault>)
        )
      ),
    realPath: (path) =>
      look("realpath", path, () => {
        const place = tree.place("realpath", path, true)
        if (place.node === undefined) throw memoryFault("realpath", path, "ENOENT")
        return place.path
      }),
    open: (path) =>
      look("open", path, () => readHandle(calls, path, fileIn(tree, "open", path, Number.POSITIVE_INFINITY)))
  })
}
