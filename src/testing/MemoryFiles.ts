/**
 * Both file ports on a file system in memory, for specs: real inodes (an open file survives a rename over
 * its path), symlinks, modes and times by Effect's clock; any operation can be made to fail or be preceded
 * by what another program does at that moment. Every change is durable at once.
 */
import { Clock, Context, Effect, Layer, Option } from "effect"
import { FileReader, FileWriter } from "../ports/Files.ts"
import { type Hook, type MemoryCalls, memoryCalls, NO_HOOK, type Operation } from "./memoryCalls.ts"
import { memoryReader, statIn } from "./memoryReader.ts"
import { type MemoryNode, MemoryTree, type PathTarget } from "./MemoryTree.ts"
import { memoryWriter, renameIn } from "./memoryWriter.ts"

/**
 * A file system in memory, and the control of it: it can be changed as another program would, and made to
 * fail. Paths are absolute; times are milliseconds of Effect's clock.
 */
export class MemoryFiles extends Context.Service<
  MemoryFiles,
  {
    /** Puts a file there, with the directories above it; in place where one is there already. */
    readonly put: (path: string, content: string | Uint8Array) => Effect.Effect<void>
    readonly putDirectory: (path: string) => Effect.Effect<void>
    readonly putSymlink: (path: string, target: string) => Effect.Effect<void>
    /** A file, or a directory with all in it; nothing there is no fault. */
    readonly remove: (path: string) => Effect.Effect<void>
    /** Renames as another program would, over any file that is there. Dies where that is not possible. */
    readonly move: (from: string, to: string) => Effect.Effect<void>
    /**
     * Empties a file as a program that opens it for writing does. What comes back writes into that very file,
     * also after another one was renamed over its path.
     */
    readonly truncate: (path: string) => Effect.Effect<(content: string) => Effect.Effect<void>>
    readonly setTime: (path: string, modifiedAtMs: number) => Effect.Effect<void>
    readonly setOwner: (path: string, uid: number, gid: number) => Effect.Effect<void>
    /** The text of a file; `undefined` where none is. */
    readonly text: (path: string) => Effect.Effect<string | undefined>
    /** Every path, with its content; directories with `undefined`. */
    readonly snapshot: Effect.Effect<ReadonlyMap<string, string | undefined>>
    /** Permissions of every path. */
    readonly modes: Effect.Effect<ReadonlyMap<string, number>>
    /** What was done since the last `reset`. */
    readonly operations: Effect.Effect<ReadonlyArray<Operation>>
    /** Forgets the operations and every fault asked for. */
    readonly reset: Effect.Effect<void>
    /** Runs before each operation; a fault it returns is what the operation fails with. */
    readonly before: (hook: Hook) => Effect.Effect<void>
    /** Makes operations fail with `code` while `matches` says so. */
    readonly failWhen: (matches: (operation: Operation) => boolean, code: string) => Effect.Effect<void>
    /** Makes the `number`-th operation from now fail, once. */
    readonly failAt: (number: number, code: string) => Effect.Effect<void>
  }
>()("ledmatrix-reconciler/testing/MemoryFiles") {
  /** A file system with `files`: texts by absolute path. */
  static readonly layer = (
    files: { readonly [path: string]: string } = {}
  ): Layer.Layer<MemoryFiles | FileReader | FileWriter> =>
    Layer.effectContext(
      Effect.map(Clock.currentTimeMillis, (nowMs) => {
        const tree = new MemoryTree()
        putAll(tree, files, nowMs)
        return memoryContext(tree, memoryCalls())
      })
    )
}

const encoder = new TextEncoder()

const makeDirectories = (tree: MemoryTree, path: string, now: number): void => {
  const parts = path.split("/").filter((part) => part !== "")
  for (let depth = 1; depth <= parts.length; depth++) {
    const place = tree.place("mkdir", `/${parts.slice(0, depth).join("/")}`, true)
    if (place.node === undefined) tree.link(place, tree.node("directory", 0o2775, now), now)
  }
}

const put = (tree: MemoryTree, path: string, content: string | Uint8Array, now: number): void => {
  makeDirectories(tree, path.slice(0, path.lastIndexOf("/")), now)
  const bytes = typeof content === "string" ? encoder.encode(content) : content
  const place = tree.place("put", path, true)
  const node = place.node ?? tree.node("file", 0o644, now)
  if (place.node === undefined) tree.link(place, node, now)
  tree.setBytes(node, bytes, now)
}

export const putAll = (tree: MemoryTree, files: { readonly [path: string]: string }, now: number): void => {
  for (const [path, content] of Object.entries(files)) put(tree, path, content, now)
}

const removeAll = (tree: MemoryTree, place: PathTarget, now: number): void => {
  if (place.node === undefined) return
  for (const [name, node] of place.node.entries) {
    removeAll(tree, { parent: place.node, name, node, path: `${place.path}/${name}` }, now)
  }
  tree.unlink(place, now)
}

const walk = (node: MemoryNode, path: string, into: Map<string, string | undefined>): void => {
  for (const [name, inner] of node.entries) {
    into.set(
      `${path}/${name}`,
      inner.kind === "directory"
        ? undefined
        : inner.kind === "symlink"
          ? `→ ${inner.target}`
          : new TextDecoder("utf-8", { ignoreBOM: true }).decode(inner.bytes)
    )
    walk(inner, `${path}/${name}`, into)
  }
}

export const snapshotOf = (tree: MemoryTree): ReadonlyMap<string, string | undefined> => {
  const all = new Map<string, string | undefined>()
  walk(tree.root, "", all)
  return all
}

export const modesOf = (tree: MemoryTree): ReadonlyMap<string, number> =>
  new Map(
    [...snapshotOf(tree).keys()].map((path) => [path, tree.existing("stat", path, false).mode] as const)
  )

/** Ports and control of one tree. */
export const memoryContext = (tree: MemoryTree, calls: MemoryCalls) => {
  /** What another program does: not counted, never failing. */
  const elsewhere = <A>(run: (nowMs: number) => A): Effect.Effect<A> =>
    Effect.map(Clock.currentTimeMillis, (now) => tree.elsewhere(() => run(now)))
  const hookWith = (hook: Hook): Effect.Effect<void> =>
    Effect.sync(() => {
      calls.hook = hook
    })
  const control = MemoryFiles.of({
    put: (path, content) => elsewhere((now) => put(tree, path, content, now)),
    putDirectory: (path) => elsewhere((now) => makeDirectories(tree, path, now)),
    putSymlink: (path, target) =>
      elsewhere((now) =>
        tree.link(tree.place("put", path, false), tree.node("symlink", 0o777, now, target), now)
      ),
    remove: (path) =>
      elsewhere((now) => {
        if (Option.isSome(statIn(tree, path, false))) removeAll(tree, tree.place("remove", path, false), now)
      }),
    move: (from, to) => elsewhere((now) => renameIn(tree, from, to, now)),
    truncate: (path) =>
      elsewhere((now) => {
        put(tree, path, "", now)
        const node = tree.existing("write", path)
        return (content) => elsewhere((later) => tree.setBytes(node, encoder.encode(content), later))
      }),
    setTime: (path, modifiedAtMs) =>
      elsewhere(() => {
        tree.existing("utimes", path).modifiedAtMs = modifiedAtMs
      }),
    setOwner: (path, uid, gid) => elsewhere(() => tree.setOwner(tree.existing("chown", path), uid, gid)),
    text: (path) =>
      Effect.sync(() => {
        const found = Option.isSome(statIn(tree, path, true)) ? tree.existing("read", path) : undefined
        return found?.kind === "file"
          ? new TextDecoder("utf-8", { ignoreBOM: true }).decode(found.bytes)
          : undefined
      }),
    snapshot: Effect.sync(() => snapshotOf(tree)),
    modes: Effect.sync(() => modesOf(tree)),
    operations: Effect.sync(() => [...calls.operations]),
    reset: Effect.sync(() => {
      calls.operations = []
      calls.hook = NO_HOOK
    }),
    before: hookWith,
    failWhen: (matches, code) =>
      hookWith((operation) => Effect.succeed(matches(operation) ? code : undefined)),
    failAt: (number, code) =>
      Effect.suspend(() => {
        const at = calls.operations.length + number
        return hookWith((operation) => Effect.succeed(operation.number === at ? code : undefined))
      })
  })
  return Context.make(MemoryFiles, control).pipe(
    Context.add(FileReader, memoryReader(tree, calls)),
    Context.add(FileWriter, memoryWriter(tree, calls))
  )
}
