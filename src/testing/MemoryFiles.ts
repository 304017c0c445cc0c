/**
 * Both file ports on a file system in memory, for specs: real inodes (an open file survives a rename over
 * its path), symlinks, modes and times by Effect's clock; any operation can be made to fail or be preceded
 * by what another program does at that moment. It is no model of a power cut: nothing here is ever lost.
 */
import { Clock, Context, Effect, Layer, Option } from "effect"
import {
  FileFault,
  FileReader,
  type FileStat,
  FileWriter,
  type Glance,
  PEEK_BYTES_MAX,
  type ReadHandle,
  sameVersion,
  type TextRead,
  type WriteHandle
} from "../ports/Files.ts"
import { fault, type MemoryNode, MemoryTree, statOf } from "./MemoryTree.ts"

export interface Operation {
  readonly name: string
  readonly path: string
  /** Counted from 1 since the last `reset`. */
  readonly number: number
  readonly writes: boolean
}

export class MemoryFiles extends Context.Service<
  MemoryFiles,
  {
    /** Puts a file there, with the directories above it; in place where one is there already. */
    readonly put: (path: string, content: string | Uint8Array) => Effect.Effect<void>
    readonly putDirectory: (path: string) => Effect.Effect<void>
    readonly putSymlink: (path: string, target: string) => Effect.Effect<void>
    readonly remove: (path: string) => Effect.Effect<void>
    readonly setTime: (path: string, modifiedAtMs: number) => Effect.Effect<void>
    readonly setOwner: (path: string, uid: number, gid: number) => Effect.Effect<void>
    /** The text of a file; `undefined` where none is. */
    readonly text: (path: string) => Effect.Effect<string | undefined>
    /** Every path, with its content; directories with `undefined`. */
    readonly snapshot: Effect.Effect<ReadonlyMap<string, string | undefined>>
    /** What was done since the last `reset`. */
    readonly operations: Effect.Effect<ReadonlyArray<Operation>>
    /** Forgets the operations and every fault asked for. */
    readonly reset: Effect.Effect<void>
    /** Runs before each operation; a fault it returns is what the operation fails with. */
    readonly before: (
      hook: (operation: Operation) => Effect.Effect<string | undefined>
    ) => Effect.Effect<void>
    /** Makes operations fail with `code` while `matches` says so. */
    readonly failWhen: (matches: (operation: Operation) => boolean, code: string) => Effect.Effect<void>
    /** Makes the `number`-th operation from now fail, once. */
    readonly failAt: (number: number, code: string) => Effect.Effect<void>
  }
>()("ledmatrix-reconciler/testing/MemoryFiles") {
  /** A file system with `files`: texts by absolute path. */
  static readonly layer = (
    files: { readonly [path: string]: string } = {}
  ): Layer.Layer<MemoryFiles | FileReader | FileWriter> => Layer.effectContext(make(files))
}

const NO_HOOK = (): Effect.Effect<string | undefined> => Effect.undefined

const encoder = new TextEncoder()
const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })

const make = Effect.fnUntraced(function* (files: { readonly [path: string]: string }) {
  const tree = new MemoryTree()
  let operations: Array<Operation> = []
  let hook: (operation: Operation) => Effect.Effect<string | undefined> = NO_HOOK

  /** One system call: counted, announced to the hook, then done. */
  const call = <A>(
    name: string,
    path: string,
    writes: boolean,
    run: (nowMs: number) => A
  ): Effect.Effect<A, FileFault> =>
    Effect.gen(function* () {
      const operation = { name, path, number: operations.length + 1, writes }
      operations.push(operation)
      const code = yield* hook(operation)
      if (code !== undefined) return yield* fault(name, path, code)
      const now = yield* Clock.currentTimeMillis
      return yield* Effect.try({
        try: () => run(now),
        catch: (cause) => (cause instanceof FileFault ? cause : fault(name, path, "UNKNOWN"))
      })
    })
  const look = <A>(name: string, path: string, run: () => A) => call(name, path, false, run)
  const change = <A>(name: string, path: string, run: (nowMs: number) => A) => call(name, path, true, run)

  const optional = (path: string, follow: boolean): Option.Option<FileStat> => {
    try {
      return Option.map(Option.fromUndefinedOr(tree.place("stat", path, follow).node), statOf)
    } catch (cause) {
      if (cause instanceof FileFault && (cause.code === "ENOENT" || cause.code === "ENOTDIR"))
        return Option.none()
      throw cause
    }
  }

  const glance = (path: string): Glance => {
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

  const file = (operation: string, path: string, bytesMax: number): MemoryNode => {
    const node = tree.existing(operation, path)
    if (node.kind !== "file")
      throw fault(operation, path, node.kind === "directory" ? "EISDIR" : "NOT_A_FILE")
    if (node.bytes.byteLength > bytesMax) throw fault(operation, path, "TOO_LARGE")
    return node
  }

  const namesIn = (path: string): ReadonlyArray<string> => {
    const node = tree.existing("list", path)
    if (node.kind !== "directory") throw fault("list", path, "ENOTDIR")
    return [...node.entries.keys()]
  }

  const decoded = (path: string, bytes: Uint8Array): string => {
    try {
      return strict.decode(bytes)
    } catch {
      throw fault("read", path, "NOT_UTF8")
    }
  }

  const readHandle = (path: string, node: MemoryNode): ReadHandle => ({
    stat: look("fstat", path, () => statOf(node)),
    readAt: (offset, length) => look("read", path, () => node.bytes.slice(offset, offset + length)),
    readAll: (bytesMax) =>
      look("read", path, () => {
        if (node.bytes.byteLength > bytesMax) throw fault("read", path, "TOO_LARGE")
        return node.bytes.slice()
      })
  })

  const reader = FileReader.of({
    stat: (path) => look("stat", path, () => optional(path, true)),
    lstat: (path) => look("lstat", path, () => optional(path, false)),
    statAll: (paths) =>
      Effect.forEach(paths, (path) =>
        look("stat", path, () => glance(path)).pipe(Effect.catch(Effect.succeed))
      ),
    list: (path) => look("list", path, () => namesIn(path)),
    read: (path, { bytesMax }) =>
      look("read", path, () => {
        const node = file("read", path, bytesMax)
        return { bytes: node.bytes.slice(), stat: statOf(node) }
      }),
    readTexts: (paths, { bytesMax }) =>
      Effect.forEach(paths, (path) =>
        look("read", path, (): TextRead => {
          const node = file("read", path, bytesMax)
          return { _tag: "Text", text: decoded(path, node.bytes), stat: statOf(node) }
        }).pipe(Effect.catch(Effect.succeed<TextRead>))
      ),
    peekTexts: (paths, { bytesMax }) =>
      Effect.forEach(paths, (path) =>
        look("read", path, (): string | FileFault =>
          decoded(path, file("read", path, Math.min(bytesMax, PEEK_BYTES_MAX)).bytes)
        ).pipe(Effect.catch(Effect.succeed<FileFault>))
      ),
    readSlices: (slices) =>
      Effect.forEach(slices, ({ length, offset, path }) =>
        look("read", path, (): Uint8Array | FileFault =>
          file("read", path, Number.POSITIVE_INFINITY).bytes.slice(offset, offset + length)
        ).pipe(Effect.catch(Effect.succeed<FileFault>))
      ),
    listAll: (paths) =>
      Effect.forEach(paths, (path) =>
        look("list", path, (): ReadonlyArray<string> | FileFault => namesIn(path)).pipe(
          Effect.catch(Effect.succeed<FileFault>)
        )
      ),
    realPath: (path) =>
      look("realpath", path, () => {
        const place = tree.place("realpath", path, true)
        if (place.node === undefined) throw fault("realpath", path, "ENOENT")
        return place.path
      }),
    open: (path) => look("open", path, () => readHandle(path, file("open", path, Number.POSITIVE_INFINITY)))
  })

  const writeHandle = (path: string, node: MemoryNode): WriteHandle => ({
    write: (bytes) =>
      change("write", path, (now) => {
        const joined = new Uint8Array(node.bytes.byteLength + bytes.byteLength)
        joined.set(node.bytes)
        joined.set(bytes, node.bytes.byteLength)
        node.bytes = joined
        node.modifiedAtMs = now
        node.changedAtMs = now
      }),
    setMode: (mode) =>
      change("chmod", path, () => {
        node.mode = mode
      }),
    setOwner: (uid, gid) =>
      change("chown", path, () => {
        node.uid = uid
        node.gid = gid
      }),
    sync: change("sync", path, () => undefined)
  })

  const rename = (from: string, to: string, now: number): void => {
    const source = tree.place("rename", from, false)
    const target = tree.place("rename", to, false)
    if (source.node === undefined) throw fault("rename", from, "ENOENT")
    if (target.node?.kind === "directory") {
      if (source.node.kind !== "directory") throw fault("rename", to, "EISDIR")
      if (target.node.entries.size > 0) throw fault("rename", to, "ENOTEMPTY")
    } else if (target.node !== undefined && source.node.kind === "directory")
      throw fault("rename", to, "ENOTDIR")
    tree.unlink(source, now)
    tree.link(target, source.node, now)
    source.node.changedAtMs = now
  }

  const walk = (node: MemoryNode, path: string, into: Map<string, string | undefined>): void => {
    for (const [name, inner] of node.entries) {
      into.set(
        `${path}/${name}`,
        inner.kind === "directory"
          ? undefined
          : inner.kind === "symlink"
            ? `→ ${inner.target}`
            : new TextDecoder().decode(inner.bytes)
      )
      walk(inner, `${path}/${name}`, into)
    }
  }

  const writer = FileWriter.of({
    create: (path, { mode }) =>
      change("create", path, (now) => {
        const place = tree.place("create", path, true)
        if (place.node !== undefined) throw fault("create", path, "EEXIST")
        const node = tree.node("file", mode, now)
        tree.link(place, node, now)
        return writeHandle(path, node)
      }),
    makeDirectory: (path, { mode }) =>
      change("mkdir", path, (now) => {
        const place = tree.place("mkdir", path, false)
        if (place.node !== undefined) throw fault("mkdir", path, "EEXIST")
        tree.link(place, tree.node("directory", mode, now), now)
      }),
    rename: (from, to, over) =>
      change("rename", to, (now) => {
        const node = over && tree.place("rename", to, false).node
        if (over !== undefined && (node === undefined || !sameVersion(over, statOf(node)))) {
          throw fault("rename", to, "CHANGED")
        }
        rename(from, to, now)
      }),
    removeFile: (path) =>
      change("remove", path, (now) => {
        if (Option.isNone(optional(path, false))) return
        const place = tree.place("remove", path, false)
        if (place.node?.kind === "directory") throw fault("remove", path, "EISDIR")
        tree.unlink(place, now)
      }),
    removeTree: (path) =>
      change("remove", path, (now) => {
        if (Option.isSome(optional(path, false))) tree.unlink(tree.place("remove", path, false), now)
      }),
    setMode: (path, mode) =>
      change("chmod", path, () => {
        tree.existing("chmod", path).mode = mode
      }),
    setOwner: (path, uid, gid) =>
      change("chown", path, () => {
        const node = tree.existing("chown", path, false)
        node.uid = uid
        node.gid = gid
      }),
    syncTree: (path) =>
      Effect.gen(function* () {
        const below = new Map<string, string | undefined>()
        walk(tree.existing("sync", path), path, below)
        for (const each of [...below.keys(), path]) yield* change("sync", each, () => undefined)
      }),
    syncDirectory: (path) =>
      change("sync", path, () => {
        tree.existing("sync", path)
      })
  })

  /** What somebody else does: not counted, never failing. */
  const elsewhere = (run: (nowMs: number) => void): Effect.Effect<void> =>
    Effect.map(Clock.currentTimeMillis, (now) => run(now))

  const directories = (path: string, now: number): void => {
    const parts = path.split("/").filter((part) => part !== "")
    for (let depth = 1; depth <= parts.length; depth++) {
      const place = tree.place("mkdir", `/${parts.slice(0, depth).join("/")}`, true)
      if (place.node === undefined) tree.link(place, tree.node("directory", 0o2775, now), now)
    }
  }

  const put = (path: string, content: string | Uint8Array, now: number): void => {
    directories(path.slice(0, path.lastIndexOf("/")), now)
    const bytes = typeof content === "string" ? encoder.encode(content) : content
    const place = tree.place("put", path, true)
    if (place.node === undefined) return tree.link(place, tree.node("file", 0o644, now, bytes), now)
    place.node.bytes = bytes
    place.node.modifiedAtMs = now
    place.node.changedAtMs = now
  }

  const control = MemoryFiles.of({
    put: (path, content) => elsewhere((now) => put(path, content, now)),
    putDirectory: (path) => elsewhere((now) => directories(path, now)),
    putSymlink: (path, target) =>
      elsewhere((now) =>
        tree.link(tree.place("put", path, false), tree.node("symlink", 0o777, now, target), now)
      ),
    remove: (path) => elsewhere((now) => tree.unlink(tree.place("remove", path, false), now)),
    setTime: (path, modifiedAtMs) =>
      elsewhere(() => {
        tree.existing("utimes", path).modifiedAtMs = modifiedAtMs
      }),
    setOwner: (path, uid, gid) =>
      elsewhere(() => {
        const node = tree.existing("chown", path)
        node.uid = uid
        node.gid = gid
      }),
    text: (path) =>
      Effect.sync(() => {
        const found = Option.isSome(optional(path, true)) ? tree.existing("read", path) : undefined
        return found?.kind === "file"
          ? new TextDecoder("utf-8", { ignoreBOM: true }).decode(found.bytes)
          : undefined
      }),
    snapshot: Effect.sync(() => {
      const all = new Map<string, string | undefined>()
      walk(tree.root, "", all)
      return all
    }),
    operations: Effect.sync(() => [...operations]),
    reset: Effect.sync(() => {
      operations = []
      hook = NO_HOOK
    }),
    before: (next) =>
      Effect.sync(() => {
        hook = next
      }),
    failWhen: (matches, code) =>
      Effect.sync(() => {
        hook = (operation) => Effect.succeed(matches(operation) ? code : undefined)
      }),
    failAt: (number, code) =>
      Effect.sync(() => {
        const at = operations.length + number
        hook = (operation) => Effect.succeed(operation.number === at ? code : undefined)
      })
  })
  const now = yield* Clock.currentTimeMillis
  for (const [path, content] of Object.entries(files)) put(path, content, now)
  return Context.make(MemoryFiles, control).pipe(
    Context.add(FileReader, reader),
    Context.add(FileWriter, writer)
  )
})
