/** A lock that the kernel holds, by SQLite: free the moment its holder dies. */
import { Effect, Random } from "effect"
import { rmSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import type { DatabaseSync } from "node:sqlite"
import { FileFault } from "../../ports/FileFault.ts"
import { attempt } from "../files/fileFault.ts"
import { isStill, makeLockFile, writeNote } from "./lockFile.ts"

/** Loaded on first use: a run that changes nothing takes no lock. */
const sqlite = Effect.promise(() => import("node:sqlite"))

/**
 * One attempt: whether the lock is held now, and until the scope closes. An interruption finds it held with its release,
 * or not held.
 */
export const tryLock = Effect.fnUntraced(function* (path: string) {
  const { DatabaseSync } = yield* sqlite
  const held = yield* Effect.acquireRelease(
    attempt("lock", path, () => {
      const made = makeLockFile(path)
      const database = lockedDatabase(DatabaseSync, path)
      if (database === undefined || isStill(path, made)) return database
      database.close()
      throw new FileFault({ operation: "lock", path, code: "CHANGED" })
    }),
    (database) => Effect.sync(() => database?.close())
  )
  return held !== undefined
})

const lockedDatabase = (Database: typeof DatabaseSync, path: string): DatabaseSync | undefined => {
  let database: DatabaseSync | undefined
  try {
    database = new Database(path, { timeout: 0 })
    database.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE")
    return database
  } catch (cause) {
    database?.close()
    if (isBusy(cause)) return undefined
    throw new FileFault({ operation: "lock", path, code: sqliteCode(cause) })
  }
}

/**
 * SQLite takes a file system without locks for another process that holds the lock. A new file whose name this process
 * alone knows is locked by none: where even that cannot be locked, there are no locks.
 */
export const grantsLocks = Effect.fnUntraced(function* (path: string) {
  const { DatabaseSync } = yield* sqlite
  const random = yield* Random.nextIntBetween(0, 0x1000000)
  // Named like a temporary file, so that what a killed process leaves is swept.
  const probe = join(dirname(path), `.${basename(path)}.ledmatrix-reconciler.${random.toString(16)}.tmp`)
  return yield* Effect.acquireUseRelease(
    Effect.try(() => writeNote(probe, "")),
    () =>
      Effect.try(() => {
        const database = lockedDatabase(DatabaseSync, probe)
        database?.close()
        return database !== undefined
      }),
    () => Effect.sync(() => rmSync(probe, { force: true }))
  ).pipe(
    // It was asked only whether there are locks.
    Effect.orElseSucceed(() => true)
  )
})

const isBusy = (cause: unknown): boolean => {
  const code = sqliteErrorNumber(cause) & 0xff
  return code === 5 || code === 6
}

const sqliteErrorNumber = (cause: unknown): number =>
  typeof cause === "object" && cause !== null && "errcode" in cause && typeof cause.errcode === "number"
    ? cause.errcode
    : 0

/** Setting, getting and giving back a lock failed, of SQLite's errors of input and output. */
const LOCK_ERRORS: ReadonlySet<number> = new Set([2058, 2314, 3594, 3850])

/** SQLite's "cannot open" and "read-only" in the words of the operating system. */
const sqliteCode = (cause: unknown): string => {
  if (LOCK_ERRORS.has(sqliteErrorNumber(cause))) return "ENOLCK"
  const code = sqliteErrorNumber(cause) & 0xff
  return code === 14
    ? "EACCES"
    : code === 8
      ? "EROFS"
      : code === 13
        ? "ENOSPC"
        : code === 10
          ? "EIO"
          : "UNKNOWN"
}
