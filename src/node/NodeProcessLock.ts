/**
 * The lock between processes, held by the kernel through SQLite: free the moment its holder dies. A file
 * beside it names the holder for people; nothing depends on that file.
 */
import { Duration, Effect, Layer, Option, Random, Schedule, Schema, Semaphore } from "effect"
import { rmSync } from "node:fs"
import type { DatabaseSync } from "node:sqlite"
import { hostname } from "node:os"
import { basename, dirname, join } from "node:path"
import { withoutCredentials } from "../domain/text/withoutCredentials.ts"
import { FileFault } from "../ports/Files.ts"
import { type LockHolder, LockTimeout, ProcessLock } from "../ports/ProcessLock.ts"
import { waitingFor } from "../ports/Waits.ts"
import { fileFault } from "./files/fileFault.ts"
import { isStill, makeLockFile, readNote, writeNote } from "./locking/lockFile.ts"

/** The command line as the holder of a lock shows it to processes that wait, which may log it: without a key. */
export const shownCommand = ([program = "", ...args]: ReadonlyArray<string>): string =>
  withoutCredentials(
    [
      basename(program),
      ...args.map((arg, at) => (args[at - 1] === "--token" ? "‹set›" : withoutToken(arg)))
    ].join(" ")
  ).slice(0, 200)

const withoutToken = (arg: string): string => (arg.startsWith("--token=") ? "--token=‹set›" : arg)

const self = (): LockHolder => ({
  pid: process.pid,
  host: hostname(),
  command: shownCommand([process.argv[1] ?? process.execPath, ...process.argv.slice(2)])
})

const holderFile = (path: string): string => `${path}.holder`

const decodeHolder = Schema.decodeUnknownOption(
  Schema.fromJsonString(Schema.Struct({ pid: Schema.Int, host: Schema.String, command: Schema.String }))
)

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (cause) {
    return fileFault("kill", String(pid))(cause).code === "EPERM"
  }
}

/** The process that says it holds the lock; `undefined` where that process is gone, or nothing says so. */
const readHolder = (path: string): Effect.Effect<LockHolder | undefined> =>
  Effect.map(Effect.option(Effect.try(() => readNote(holderFile(path)))), Option.flatMap(decodeHolder)).pipe(
    Effect.map(Option.filter(({ host, pid }) => host !== hostname() || isAlive(pid))),
    Effect.map(Option.getOrUndefined)
  )

/** Loaded on first use: a run that changes nothing takes no lock. */
const sqlite = Effect.promise(() => import("node:sqlite"))

/** One attempt; `undefined` where another connection holds the lock. */
const tryLock = Effect.fnUntraced(function* (path: string) {
  const { DatabaseSync } = yield* sqlite
  return yield* Effect.try({
    try: () => {
      const made = makeLockFile(path)
      const database = lockedDatabase(DatabaseSync, path)
      if (database === undefined || isStill(path, made)) return database
      database.close()
      throw new FileFault({ operation: "lock", path, code: "CHANGED" })
    },
    catch: (cause) => fileFault("lock", path)(cause)
  })
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
const grantsLocks = Effect.fnUntraced(function* (path: string) {
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

/** About every 60 ms, for as long as the caller is ready to wait. */
const pollingFor = (timeout: Duration.Duration) =>
  Schedule.spaced("60 millis").pipe(
    Schedule.jittered,
    Schedule.while(({ elapsed }) => Effect.succeed(elapsed < Duration.toMillis(timeout)))
  )

const lockWithin = Effect.fnUntraced(function* (path: string, timeout: Duration.Duration) {
  const first = yield* tryLock(path)
  if (first !== undefined) return first
  if (!(yield* grantsLocks(path))) return yield* new FileFault({ operation: "lock", path, code: "ENOLCK" })
  const database = yield* tryLock(path).pipe(
    Effect.repeat({ schedule: pollingFor(timeout), while: (held) => held === undefined }),
    waitingFor(yield* Effect.map(readHolder(path), lockedBy))
  )
  if (database !== undefined) return database
  return yield* new LockTimeout({ path, holder: yield* readHolder(path), waited: timeout })
})

const lockedBy = (holder: LockHolder | undefined): string =>
  holder === undefined
    ? "another run, which holds the lock"
    : `process ${holder.pid} (${holder.command}), which holds the lock`

const announce = (path: string) =>
  Effect.ignore(Effect.try(() => writeNote(holderFile(path), `${JSON.stringify(self())}\n`)))

const make = Effect.sync(() => {
  const queues = new Map<string, Semaphore.Semaphore>()
  const queueOf = (path: string) => {
    const queue = queues.get(path) ?? Semaphore.makeUnsafe(1)
    queues.set(path, queue)
    return queue
  }
  return ProcessLock.of({
    acquire: Effect.fnUntraced(function* (path: string, options: { readonly timeout: Duration.Duration }) {
      const queue = queueOf(path)
      yield* Effect.acquireRelease(
        queue.take(1).pipe(
          Effect.timeoutOrElse({
            duration: options.timeout,
            orElse: () => new LockTimeout({ path, holder: self(), waited: options.timeout })
          })
        ),
        () => queue.release(1),
        { interruptible: true }
      )
      const database = yield* Effect.acquireRelease(
        lockWithin(path, options.timeout),
        (held) => Effect.sync(() => held.close()),
        { interruptible: true }
      )
      yield* Effect.acquireRelease(announce(path), () =>
        Effect.ignore(Effect.try(() => rmSync(holderFile(path), { force: true })))
      )
      return void database
    })
  })
})

/** `ProcessLock` by SQLite's locks, and by a queue for the fibers of one process. */
export const NodeProcessLock: { readonly layer: Layer.Layer<ProcessLock> } = {
  layer: Layer.effect(ProcessLock, make)
}
