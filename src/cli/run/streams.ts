/**
 * Standard output and standard error. Written with plain system calls: Node's stream objects cost
 * milliseconds to make, and a program that ends right after its answer must not lose it.
 */
import type { Environment } from "../../node/Environment.ts"
import { Effect } from "effect"
import { fstatSync, writeSync } from "node:fs"
import type { OwnCommand } from "../view/text/ownCommand.ts"
import { type CliFailure, cliFailure } from "./CliFailure.ts"
import { colorStyle, plainStyle, type Style } from "../view/text/Style.ts"

const STDIN = 0
const STDOUT = 1
const STDERR = 2

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : "UNKNOWN"

/** What a descriptor did not take: it would have blocked, or it refused with a code. */
interface Remainder {
  readonly rest: Buffer
  readonly refused: string | undefined
}

/** Writes what the descriptor takes at once. */
const writeNow = (descriptor: number, bytes: Buffer): Remainder => {
  let rest = bytes
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest))
    } catch (error) {
      const code = codeOf(error)
      if (code !== "EINTR") return { rest, refused: code === "EAGAIN" ? undefined : code }
    }
  }
  return { rest, refused: undefined }
}

const HINT =
  "if the command changed anything, that stands, and `history` lists it; give the output another place"

/** A reader that has gone (`| head`) is no failure of ours, and reads no message. */
const refusedOutput = (code: string): Effect.Effect<void, CliFailure> =>
  code === "EPIPE"
    ? Effect.void
    : Effect.fail(
        cliFailure("output_refused", `the answer could not be written to standard output (${code})`, {
          hint: HINT
        })
      )

const writeLater = (stream: NodeJS.WriteStream, rest: Buffer): Effect.Effect<void, CliFailure> =>
  Effect.callback((resume) => {
    stream.once("error", (error) => {
      resume(refusedOutput(codeOf(error)))
    })
    stream.write(rest, (error) => {
      if (!error) resume(Effect.void)
    })
  })

const CLEAR_LINE = "\r\u001b[K"

let lineShown = false
let lineHeld = false

/** Rewrites the one line of a terminal that tells how far the work is; an empty one is wiped. */
export const showLine = (line: string): void => {
  if (lineHeld || (line === "" && !lineShown)) return
  lineShown = line !== ""
  writeNow(STDERR, Buffer.from(CLEAR_LINE + line))
}

/** While a person answers a question, its line is theirs. */
export const withLineHeld = <A, E, R>(self: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.acquireUseRelease(
    Effect.sync(() => {
      lineHeld = true
    }),
    () => self,
    () =>
      Effect.sync(() => {
        lineHeld = false
      })
  )

/** Ends when everything is handed over, or the reader is gone. */
export const printOut = (text: string): Effect.Effect<void, CliFailure> =>
  Effect.suspend(() => {
    showLine("")
    const { refused, rest } = writeNow(STDOUT, Buffer.from(text))
    if (refused !== undefined) return refusedOutput(refused)
    return rest.length === 0 ? Effect.void : writeLater(process.stdout, rest)
  })

/** For logs and progress: what does not fit at once is dropped rather than waited for. */
export const printErr = (text: string): void => {
  showLine("")
  writeNow(STDERR, Buffer.from(text))
}

/** Asking the descriptor first spares the stream objects where the output is a file or a pipe. */
const isTerminal = (descriptor: number, stream: () => { readonly isTTY?: boolean }): boolean => {
  try {
    return fstatSync(descriptor).isCharacterDevice() && stream().isTTY === true
  } catch {
    return false
  }
}

export const inIsTerminal = (): boolean => isTerminal(STDIN, () => process.stdin)

export const errIsTerminal = (): boolean => isTerminal(STDERR, () => process.stderr)

/** Of the terminal that standard error is. */
export const errColumns = (): number =>
  errIsTerminal() && process.stderr.columns > 0 ? process.stderr.columns : 80

/** Whether standard error is the journal's, and not handed on to something else: see `systemd.exec(5)`. */
export const errIsJournal = (env: Environment): boolean => {
  const named = env["JOURNAL_STREAM"]
  if (named === undefined || named === "") return false
  try {
    const { dev, ino } = fstatSync(STDERR, { bigint: true })
    return named === `${dev}:${ino}`
  } catch {
    return false
  }
}

/** See https://no-color.org for `NO_COLOR`. */
export const outHasColor = (): boolean =>
  (process.env["NO_COLOR"] ?? "") === "" &&
  process.env["TERM"] !== "dumb" &&
  isTerminal(STDOUT, () => process.stdout)

/** Of standard output; infinite where it is no terminal, so that lines stay whole for grep. */
export const outColumns = (): number => {
  if (!isTerminal(STDOUT, () => process.stdout)) return Infinity
  return process.stdout.columns > 0 ? process.stdout.columns : 80
}

/** How standard output looks. */
export const outStyle = (command: OwnCommand): Style => {
  const columns = outColumns()
  return outHasColor() ? colorStyle(columns, command) : plainStyle(columns, command)
}

const CLEAR_SCREEN = "\u001b[H\u001b[2J"

/** On a terminal, what comes next takes the place of what stood there. */
export const clearScreen: Effect.Effect<void, CliFailure> = Effect.suspend(() =>
  Number.isFinite(outColumns()) ? printOut(CLEAR_SCREEN) : Effect.void
)
