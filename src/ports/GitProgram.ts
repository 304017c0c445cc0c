/**
 * The `git` program, run in a way that nothing a repository, a server or an address holds can make it do
 * more than it was asked: no prompts, hooks, helpers, settings of this machine, or transports but those
 * named.
 */
import { Context, Data, Duration, type Effect } from "effect"

/** There is no `git` on this machine that could be started. */
export class GitMissing extends Data.TaggedError("GitMissing")<{}> {
  readonly code = "git_missing"
  readonly transient = false
  override get message(): string {
    return "git is not installed"
  }
}

/** Git was not done in time, and was ended. */
export class GitTimeout extends Data.TaggedError("GitTimeout")<{
  readonly timeout: Duration.Duration
}> {
  readonly code = "git_timeout"
  readonly transient = true
  override get message(): string {
    return `git was not done within ${Duration.toSeconds(this.timeout)} s`
  }
}

/** A way in which git may reach another repository. */
export type GitProtocol = "https" | "http" | "file"

/** How git is run. */
export interface GitOptions {
  /** Absolute. */
  readonly cwd?: string
  readonly timeout: Duration.Duration
  /** What git may use to reach other repositories, redirects included; none for work on this machine. */
  readonly protocols: ReadonlyArray<GitProtocol>
  /** Of standard output. Past it git is ended, for half an answer would look like a whole one. */
  readonly bytesMax?: number
  /** What git and all it starts may take; the kernel sees to it. Nothing where it works on what is here already. */
  readonly bounds?: GitBounds
}

/** Bytes: of each file that is written, and of each process' memory. */
export interface GitBounds {
  readonly fileBytes: number
  readonly memoryBytes: number
}

/** How git ended. */
export interface GitAnswer {
  /** 128 and the signal's number where a signal ended git; `OUTPUT_TOO_LARGE` past `bytesMax`. */
  readonly exitCode: number
  readonly stdout: string
  /** Its end alone where it is long. */
  readonly stderr: string
}

/** No exit code of a program: git was ended because it wrote more than `bytesMax`. */
export const OUTPUT_TOO_LARGE = -1

/** Runs `git` without prompts, hooks, helpers and settings of this machine, and with no transport but those named. */
export class GitProgram extends Context.Service<
  GitProgram,
  {
    /** Any exit code is an answer. Interruption ends git and all it started, at once. */
    readonly run: (
      args: ReadonlyArray<string>,
      options: GitOptions
    ) => Effect.Effect<GitAnswer, GitMissing | GitTimeout>
  }
>()("ledmatrix-reconciler/ports/GitProgram") {}
