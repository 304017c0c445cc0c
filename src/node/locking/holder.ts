/** Who holds a lock: a file beside the lock says it, for people. Nothing depends on that file. */
import { Effect, Option, Schema, type Scope } from "effect"
import { rmSync } from "node:fs"
import { hostname } from "node:os"
import { basename } from "node:path"
import { withoutCredentials } from "../../domain/text/withoutCredentials.ts"
import { MASK } from "../../json/masking/mask.ts"
import type { LockHolder } from "../../ports/ProcessLock.ts"
import { fileFault } from "../files/fileFault.ts"
import { readNote, writeNote } from "./lockFile.ts"

/** The command line as the holder of a lock shows it to processes that wait, which may log it: without a key. */
export const shownCommand = ([program = "", ...args]: ReadonlyArray<string>): string =>
  withoutCredentials(
    [
      basename(program),
      ...args.map((arg, at) => (args[at - 1] === "--token" ? MASK : withoutToken(arg)))
    ].join(" ")
  ).slice(0, 200)

const withoutToken = (arg: string): string => (arg.startsWith("--token=") ? `--token=${MASK}` : arg)

/** This process, as the holder of a lock. */
export const self = (): LockHolder => ({
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
export const readHolder = (path: string): Effect.Effect<LockHolder | undefined> =>
  Effect.map(Effect.option(Effect.try(() => readNote(holderFile(path)))), Option.flatMap(decodeHolder)).pipe(
    Effect.map(Option.filter(({ host, pid }) => host !== hostname() || isAlive(pid))),
    Effect.map(Option.getOrUndefined)
  )

/** The holder as what a run waits for. */
export const lockedBy = (holder: LockHolder | undefined): string =>
  holder === undefined
    ? "another run, which holds the lock"
    : `process ${holder.pid} (${holder.command}), which holds the lock`

/** Says until the scope closes that this process holds the lock. */
export const announced = (path: string): Effect.Effect<void, never, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.ignore(Effect.try(() => writeNote(holderFile(path), `${JSON.stringify(self())}\n`))),
    () => Effect.ignore(Effect.try(() => rmSync(holderFile(path), { force: true })))
  )
