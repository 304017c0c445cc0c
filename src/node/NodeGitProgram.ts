/** Git as a child process in a process group of its own, with nothing of this process's environment. */
import { Effect, Layer } from "effect"
import { type ChildProcess, spawn } from "node:child_process"
import { constants } from "node:os"
import {
  type GitAnswer,
  GitMissing,
  type GitOptions,
  GitProgram,
  GitTimeout,
  OUTPUT_TOO_LARGE
} from "../ports/GitProgram.ts"
import { waitingFor } from "../ports/Waits.ts"
import { errorCode } from "./files/fileFault.ts"
import { cagedCommand, environment } from "./git/cage.ts"

const STDOUT_BYTES_MAX = 16 * 1024 * 1024
const STDERR_BYTES_MAX = 64 * 1024

/** Signals are never waited for longer than this: a process that hangs in the kernel cannot be ended. */
const END_TIME_MAX_MS = 2000

const NOT_STARTED = 126

/** Ends git and all processes it started. Only while git or one of these holds a pipe: then the group is theirs. */
const endGroup = ({ pid }: ChildProcess): void => {
  if (pid === undefined) return
  try {
    process.kill(-pid, "SIGKILL")
  } catch {
    // It has just ended by itself.
  }
}

const exitCodeOf = (code: number | null, signal: NodeJS.Signals | null): number =>
  code ?? 128 + (signal === null ? 0 : constants.signals[signal])

const notStarted = (cause: unknown): Effect.Effect<GitAnswer, GitMissing> => {
  const code = errorCode(cause)
  return code === "ENOENT" || code === "EACCES"
    ? Effect.fail(new GitMissing())
    : Effect.succeed({ exitCode: NOT_STARTED, stdout: "", stderr: `fatal: git cannot be started: ${code}` })
}

/** The shell's exit code where there is no such program. */
const NOT_FOUND = 127

const start = (args: ReadonlyArray<string>, options: GitOptions) =>
  spawn(...cagedCommand(args, options), {
    cwd: "/",
    env: environment(options.protocols),
    detached: true,
    stdio: ["ignore", "pipe", "pipe"]
  })

const runOnce = (args: ReadonlyArray<string>, options: GitOptions): Effect.Effect<GitAnswer, GitMissing> =>
  Effect.callback((resume) => {
    const { bytesMax = STDOUT_BYTES_MAX } = options
    let child: ReturnType<typeof start>
    try {
      child = start(args, options)
    } catch (cause) {
      resume(notStarted(cause))
      return
    }
    const out: Array<Buffer> = []
    let bytes = 0
    let end: Buffer = Buffer.alloc(0)
    child.stdout.on("data", (piece: Buffer) => {
      bytes += piece.byteLength
      if (bytes <= bytesMax) out.push(piece)
      else endGroup(child)
    })
    child.stderr.on("data", (piece: Buffer) => {
      end = Buffer.concat([end, piece]).subarray(-STDERR_BYTES_MAX)
    })
    child.once("error", (cause) => {
      resume(notStarted(cause))
    })
    child.once("close", (code, signal) => {
      if (code === NOT_FOUND && options.bounds !== undefined) {
        resume(Effect.fail(new GitMissing()))
        return
      }
      const exitCode = bytes > bytesMax ? OUTPUT_TOO_LARGE : exitCodeOf(code, signal)
      const stdout = Buffer.concat(out).toString("utf8")
      resume(Effect.succeed({ exitCode, stdout, stderr: end.toString("utf8") }))
    })
    return ended(child)
  })

/** Waits until no process holds the pipes any more: then nothing that git started is left to write files. */
const ended = (child: ChildProcess): Effect.Effect<void> =>
  Effect.callback((resume) => {
    const giveUp = setTimeout(() => resume(Effect.void), END_TIME_MAX_MS)
    child.once("close", () => {
      clearTimeout(giveUp)
      resume(Effect.void)
    })
    endGroup(child)
  })

/** `GitProgram` by the `git` that is in `PATH`, in a process group of its own. */
export const NodeGitProgram = {
  layer: Layer.succeed(GitProgram, {
    run: (args, options) =>
      Effect.timeoutOrElse(runOnce(args, options), {
        duration: options.timeout,
        orElse: () => Effect.fail(new GitTimeout({ timeout: options.timeout }))
      }).pipe(waitingFor(`git ${args.find((word) => !word.startsWith("-")) ?? ""}`.trim()))
  })
}
