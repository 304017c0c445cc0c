/**
 * The one narrow door to the file system. Everything above it, services included, reaches files only
 * through these two capabilities, so that a simulated disk can stand in for the real one and a program
 * that holds `FileReader` alone cannot write: the compiler says so.
 */
import { Context, type Effect, type Option, type Scope } from "effect"
import type { FileFault } from "./FileFault.ts"

/** What kind of thing a path names. */
export type FileKind = "file" | "directory" | "symlink" | "other"

/** Times are milliseconds since the epoch, with the file system's own fraction. */
export interface FileStat {
  readonly _tag: "FileStat"
  readonly kind: FileKind
  readonly size: number
  readonly mode: number
  readonly uid: number
  readonly gid: number
  readonly device: number
  readonly inode: number
  readonly modifiedAtMs: number
  readonly changedAtMs: number
}

/** Whether two looks at a path saw the same version of the same file. */
export const sameVersion = (a: FileStat, b: FileStat): boolean =>
  a.inode === b.inode &&
  a.device === b.device &&
  a.size === b.size &&
  a.modifiedAtMs === b.modifiedAtMs &&
  a.changedAtMs === b.changedAtMs

/** Nothing is there (`ENOENT`), or an ancestor is no directory (`ENOTDIR`). */
export interface FileMissing {
  readonly _tag: "Missing"
  /** True where a plain file stands where a directory of the path was expected. */
  readonly notDirectory: boolean
}

/** One answer of a bulk stat: a missing file and a fault are data there, not failures. */
export type FileGlance = FileStat | FileMissing | FileFault

/** One answer of a bulk read. */
export type TextRead = { readonly _tag: "Text"; readonly text: string; readonly stat: FileStat } | FileFault

/** A whole file with the stat of the very inode that was read. */
export interface FileContent {
  readonly bytes: Uint8Array
  readonly stat: FileStat
}

/** An open file: it stays the same inode where another file is renamed over its path. */
export interface ReadHandle {
  readonly stat: Effect.Effect<FileStat, FileFault>
  /** At most `length` bytes from `offset`; fewer at the end of the file. */
  readonly readAt: (offset: number, length: number) => Effect.Effect<Uint8Array, FileFault>
  /** The whole file, from its beginning. Fails with `TOO_LARGE` past `bytesMax`. */
  readonly readAll: (bytesMax: number) => Effect.Effect<Uint8Array, FileFault>
  /** Gives all of it to `take`, in pieces whose bytes are its own only during the call: a large file needs one buffer. */
  readonly feed: (take: (piece: Uint8Array) => void) => Effect.Effect<void, FileFault>
}

/** The largest text that `peekTexts` reads. */
export const PEEK_BYTES_MAX = 32 * 1024

/** A piece of a file. */
export interface FileSlice {
  readonly path: string
  readonly offset: number
  readonly length: number
}

/** Reads of the file system. Symlinks are followed except by `lstat`. */
export class FileReader extends Context.Service<
  FileReader,
  {
    readonly stat: (path: string) => Effect.Effect<Option.Option<FileStat>, FileFault>
    readonly lstat: (path: string) => Effect.Effect<Option.Option<FileStat>, FileFault>
    /** Stats of many paths in one go, in their order. The bulk form is what keeps a warm scan cheap. */
    readonly statAll: (paths: ReadonlyArray<string>) => Effect.Effect<ReadonlyArray<FileGlance>>
    /** Bare names, unsorted. */
    readonly list: (path: string) => Effect.Effect<ReadonlyArray<string>, FileFault>
    readonly read: (
      path: string,
      limit: { readonly bytesMax: number }
    ) => Effect.Effect<FileContent, FileFault>
    /**
     * Texts of many small files in one go, in their order, each with the stat of the very inode that was
     * read; strict UTF-8, a byte-order mark is kept.
     */
    readonly readTexts: (
      paths: ReadonlyArray<string>,
      limit: { readonly bytesMax: number }
    ) => Effect.Effect<ReadonlyArray<TextRead>>
    /**
     * Texts of many small files in one go, without their stats: for what is looked at once. At most
     * `PEEK_BYTES_MAX`, also where `bytesMax` is more.
     */
    readonly peekTexts: (
      paths: ReadonlyArray<string>,
      limit: { readonly bytesMax: number }
    ) => Effect.Effect<ReadonlyArray<string | FileFault>>
    /** Pieces of many files in one go; each shorter where its file ends. */
    readonly readSlices: (
      slices: ReadonlyArray<FileSlice>
    ) => Effect.Effect<ReadonlyArray<Uint8Array | FileFault>>
    /** Bare names in many directories in one go, unsorted. */
    readonly listAll: (
      paths: ReadonlyArray<string>
    ) => Effect.Effect<ReadonlyArray<ReadonlyArray<string> | FileFault>>
    readonly realPath: (path: string) => Effect.Effect<string, FileFault>
    readonly open: (path: string) => Effect.Effect<ReadHandle, FileFault, Scope.Scope>
  }
>()("ledmatrix-reconciler/ports/FileReader") {}

/** A new file being written. It is closed with its scope; nothing is durable before `sync`. */
export interface WriteHandle {
  readonly write: (bytes: Uint8Array) => Effect.Effect<void, FileFault>
  readonly setMode: (mode: number) => Effect.Effect<void, FileFault>
  readonly setOwner: (uid: number, gid: number) => Effect.Effect<void, FileFault>
  /** The modification time, in milliseconds since the epoch. */
  readonly setModifiedAt: (ms: number) => Effect.Effect<void, FileFault>
  /**
   * Gives it the mode of the file at `from`, and the access-control list, or none where that has none. False where it
   * cannot be told whether there is one.
   */
  readonly takeAccess: (from: string) => Effect.Effect<boolean, FileFault>
  readonly sync: Effect.Effect<void, FileFault>
}

/**
 * Changes of the file system, each one primitive step; what makes them a transaction is built above. None follows a link
 * at the end of its path. Modes and owners are set, and directories synced, as far as the file system knows of them.
 */
export class FileWriter extends Context.Service<
  FileWriter,
  {
    /** Creates a new file; fails with `EEXIST` where something is already there. */
    readonly create: (
      path: string,
      options: { readonly mode: number }
    ) => Effect.Effect<WriteHandle, FileFault, Scope.Scope>
    /** One level; fails with `EEXIST`. The mode is set exactly, without regard to the umask. */
    readonly makeDirectory: (
      path: string,
      options: { readonly mode: number }
    ) => Effect.Effect<void, FileFault>
    /**
     * With `over`, only onto that very version of the file, judged as the last thing before: fails with
     * `CHANGED` where it is another by now.
     */
    readonly rename: (from: string, to: string, over?: FileStat) => Effect.Effect<void, FileFault>
    /** A file or a symlink, never a directory; nothing there is no fault. */
    readonly removeFile: (path: string) => Effect.Effect<void, FileFault>
    /** A whole tree, symlinks not followed; nothing there is no fault. */
    readonly removeTree: (path: string) => Effect.Effect<void, FileFault>
    readonly setMode: (path: string, mode: number) => Effect.Effect<void, FileFault>
    readonly setOwner: (path: string, uid: number, gid: number) => Effect.Effect<void, FileFault>
    /**
     * A path that leads to this very directory until the scope closes, also where something else is put at its name meanwhile. Fails where
     * it is a link, or another user's.
     */
    readonly hold: (path: string) => Effect.Effect<string, FileFault, Scope.Scope>
    /** Makes everything in a directory durable, files and directories at any depth, and itself. */
    readonly syncTree: (path: string) => Effect.Effect<void, FileFault>
    /** Makes renames, creations and removals inside the directory durable. */
    readonly syncDirectory: (path: string) => Effect.Effect<void, FileFault>
  }
>()("ledmatrix-reconciler/ports/FileWriter") {}
