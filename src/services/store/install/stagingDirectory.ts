/**
 * Directories in which something is made ready. A lock beside our own records is held as long
 * as one is worked in, so that one whose process is gone is known at once.
 */
import { Clock, Duration, Effect, Option, Random, type Scope } from "effect"
import { join } from "node:path/posix"
import { FileReader, FileWriter } from "../../../ports/Files.ts"
import type { FileFault } from "../../../ports/FileFault.ts"
import { type LockTimeout, ProcessLock } from "../../../ports/ProcessLock.ts"
import { Installation } from "../../installation/Installation.ts"
import { LEDGER_FILE_MODE, makeLedgerDirectory } from "../../ownFiles/formats/ledgerFiles.ts"
import { KEPT_PREFIX, STAGING_LEFTOVER_AFTER, STAGING_PREFIX } from "../limits.ts"
import { makeStaging } from "./makeStaging.ts"

const lockOf = (ledgerDirectory: string, number: string): string =>
  join(ledgerDirectory, `staging-${number}.lock`)

/**
 * Makes an empty directory `.ledmatrix-reconciler.standalone-backup-<number>`, which goes with the scope. The path
 * that comes back leads to it also where another user has put a link in its place.
 */
export const makeStagingDirectory = Effect.fn("makeStagingDirectory")(function* (
  within: string
): Effect.fn.Return<
  string,
  FileFault | LockTimeout,
  FileReader | FileWriter | ProcessLock | Installation | Scope.Scope
> {
  const writer = yield* FileWriter
  const { ledgerDirectory } = yield* Installation
  yield* makeLedgerDirectory(ledgerDirectory)
  const number = (yield* Random.nextIntBetween(0, 0x100000000)).toString(16)
  const lock = lockOf(ledgerDirectory, number)
  const staging = join(within, `${STAGING_PREFIX}${number}`)
  yield* Effect.addFinalizer(() => removeLock(lock))
  yield* Effect.scoped(writer.create(lock, { mode: LEDGER_FILE_MODE }))
  // Held before the directory is there: one without a holder has no process any more.
  yield* (yield* ProcessLock).acquire(lock, { timeout: Duration.zero })
  return yield* makeStaging(staging)
})

const removeLock = Effect.fnUntraced(function* (lock: string) {
  const writer = yield* FileWriter
  yield* Effect.ignore(writer.removeFile(lock))
  yield* Effect.ignore(writer.removeFile(`${lock}.holder`))
})

/** Of the numbered ones; the others are made and removed under the root lock. */
const NUMBER = /^[0-9a-f]{1,8}$/u

/**
 * Removes what runs left that are gone, in the plugins directory and, where clones are made, among our own records. Under the
 * root lock, `exclusively`, also what only a run that holds it works on: copies that were being removed, plugins that
 * were taken out again.
 */
export const sweepStagings = Effect.fn("sweepStagings")(function* (
  plugins: string,
  names: ReadonlyArray<string>,
  exclusively: boolean
) {
  const { ledgerDirectory } = yield* Installation
  const ours = yield* Effect.orElseSucceed((yield* FileReader).list(ledgerDirectory), () => [])
  yield* sweepIn(plugins, names, exclusively)
  yield* sweepIn(ledgerDirectory, ours, exclusively)
})

const sweepIn = Effect.fnUntraced(function* (
  directory: string,
  names: ReadonlyArray<string>,
  exclusively: boolean
) {
  const writer = yield* FileWriter
  for (const name of names) {
    if (!name.startsWith(STAGING_PREFIX) || name.startsWith(KEPT_PREFIX)) continue
    const path = join(directory, name)
    const number = name.slice(STAGING_PREFIX.length)
    const remove = Effect.ignore(writer.removeTree(path))
    if (!NUMBER.test(number)) {
      if (exclusively || (yield* isOld(path))) yield* remove
    } else if (yield* isLocked(number)) {
      yield* removeIfLeft(number, remove)
    } else if (yield* isOld(path)) yield* remove
  }
})

const isLocked = Effect.fnUntraced(function* (number: string) {
  const { ledgerDirectory } = yield* Installation
  const stat = yield* (yield* FileReader).lstat(lockOf(ledgerDirectory, number))
  return Option.isSome(stat)
})

/** Where its lock can be had, its process is gone. */
const removeIfLeft = Effect.fnUntraced(function* (number: string, remove: Effect.Effect<void>) {
  const { ledgerDirectory } = yield* Installation
  const lock = lockOf(ledgerDirectory, number)
  const held = (yield* ProcessLock).acquire(lock, { timeout: Duration.zero })
  yield* Effect.ignore(Effect.scoped(Effect.andThen(held, Effect.andThen(remove, removeLock(lock)))))
})

/** Made by a version of this program without such locks, or its lock was lost. */
const isOld = Effect.fnUntraced(function* (path: string) {
  const now = yield* Clock.currentTimeMillis
  const stat = yield* (yield* FileReader).lstat(path)
  return Option.isSome(stat) && now - stat.value.modifiedAtMs > Duration.toMillis(STAGING_LEFTOVER_AFTER)
})
