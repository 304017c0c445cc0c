/** Git as a child process in a process group of its own, with nothing of this process's environment. */
import { Effect, Layer } from "effect"
import { type ChildProcess, spawn } from "node:child_process"
import { constants } from "node:os"
import {
  type GitAnswer,
  type GitBounds,
  GitMissing,
  type GitOptions,
  GitProgram,
  type GitProtocol,
  GitTimeout,
  OUTPUT_TOO_LARGE
} from "../ports/GitProgram.ts"
import { waitingFor } from "../ports/Waits.ts"
import { errorCode } from "./files/fileFault.ts"

const STDOUT_BYTES_MAX = 16 * 1024 * 1024
const STDERR_BYTES_MAX = 64 * 1024

/** Signals are never waited for longer than this: a process that hangs in the kernel cannot be ended. */
const END_TIME_MAX_MS = 2000

const NOT_STARTED = 126

/** How the network is reached is a matter of this machine, not of an account. */
const KEPT = [
  "http_proxy",
  "HTTP_PROXY",
  "https_proxy",
  "HTTPS_PROXY",
  "all_proxy",
  "ALL_PROXY",
  "no_proxy",
  "NO_PROXY"
]

const environment = (protocols: ReadonlyArray<GitProtocol>): Record<string, string> => ({
  ...Object.fromEntries(
    KEPT.flatMap((name) => {
      const value = process.env[name]
      return value === undefined ? [] : [[name, value]]
    })
  ),
  PATH: process.env["PATH"] ?? "/usr/local/bin:/usr/bin:/bin",
  HOME: "/nonexistent",
  LC_ALL: "C",
  GIT_ALLOW_PROTOCOL: protocols.join(":"),
  GIT_ASKPASS: "/bin/false",
  GIT_ATTR_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_LFS_SKIP_SMUDGE: "1",
  GIT_NO_LAZY_FETCH: "1",
  GIT_OPTIONAL_LOCKS: "0",
  GIT_SSH_COMMAND: "/bin/false",
  GIT_TERMINAL_PROMPT: "0",
  SSH_ASKPASS: "/bin/false"
})

/** They win over every configuration file, the repository's own included. */
const settings = (protocols: ReadonlyArray<GitProtocol>): ReadonlyArray<string> => [
  "core.attributesFile=/dev/null",
  // Of a file that unpacks to much more than it came as, git would hold all in memory, and several at once.
  "core.bigFileThreshold=8m",
  "core.deltaBaseCacheLimit=16m",
  "core.fsmonitor=false",
  "core.hooksPath=/dev/null",
  "core.sshCommand=/bin/false",
  "core.symlinks=false",
  "core.untrackedCache=false",
  "credential.helper=",
  "core.packedGitLimit=64m",
  "core.packedGitWindowSize=16m",
  "fetch.recurseSubmodules=false",
  // What is fetched becomes one file, of which the kernel can watch the size.
  "fetch.unpackLimit=1",
  // A clean-up runs on in the background, in a group of its own.
  "gc.auto=0",
  "maintenance.auto=false",
  "http.followRedirects=false",
  "pack.threads=1",
  "protocol.allow=never",
  ...protocols.map((protocol) => `protocol.${protocol}.allow=always`),
  // Checkouts belong to the installation's owner, and this may run as root.
  "safe.directory=*",
  "submodule.recurse=false",
  "transfer.fsckObjects=true"
]

/** The directory goes by an option of git: to a child process, a missing one looks like a missing program. */
const argumentsOf = (args: ReadonlyArray<string>, { cwd, protocols }: GitOptions): ReadonlyArray<string> => [
  ...(cwd === undefined ? [] : ["-C", cwd]),
  ...settings(protocols).flatMap((setting) => ["-c", setting]),
  ...args
]

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

/** Node cannot set limits of a child process; the shell can. Past the size writing fails, instead of a signal. */
const BOUNDED = `trap '' XFSZ; ulimit -c 0; ulimit -f "$1"; ulimit -v "$2"; shift 2; exec git "$@"`

/** The shell's exit code where there is no such program. */
const NOT_FOUND = 127

/** Blocks of 512 bytes, and kibibytes. */
const boundsFor = ({ fileBytes, memoryBytes }: GitBounds): ReadonlyArray<string> => [
  String(Math.max(1, Math.floor(fileBytes / 512))),
  String(Math.floor(memoryBytes / 1024))
]

const commandLine = (
  args: ReadonlyArray<string>,
  options: GitOptions
): readonly [string, ReadonlyArray<string>] => {
  const own = argumentsOf(args, options)
  const { bounds } = options
  return bounds === undefined
    ? ["git", own]
    : ["/bin/sh", ["-c", BOUNDED, "git", ...boundsFor(bounds), ...own]]
}

const start = (args: ReadonlyArray<string>, options: GitOptions) =>
  spawn(...commandLine(args, options), {
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
