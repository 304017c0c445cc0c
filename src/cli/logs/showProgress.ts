/**
 * Says on standard error how far long work is: on a terminal in one line that is rewritten, elsewhere in a
 * line per step, so that a log does not fill up. Silent while everything is quick.
 */
import { Clock, Effect } from "effect"
import { Progress, type ProgressEvent } from "../../ports/Progress.ts"
import { errIsTerminal, printErr } from "../run/streams.ts"
import { safeText } from "../view/safeText.ts"

/** Work that ends sooner needs no telling. */
const QUIET_MS = 500

/** As often as the line is rewritten. */
const REDRAW_MS = 100

const MIB = 1024 * 1024

const size = (bytes: number): string =>
  bytes < MIB ? `${Math.ceil(bytes / 1024)} KiB` : `${(bytes / MIB).toFixed(1)} MiB`

const progressText = ({ bytes, bytesTotal, plugin, step }: ProgressEvent): string => {
  const amount =
    bytes === undefined
      ? ""
      : bytesTotal === undefined
        ? ` ${size(bytes)}`
        : ` ${size(bytes)} of ${size(bytesTotal)}`
  return `${safeText(plugin)}: ${step}${amount}`
}

const CLEAR_LINE = "\r\u001b[K"

export interface ProgressOutput {
  readonly terminal: boolean
  readonly print: (text: string) => void
}

/** The listener, and what to do when the work is over. */
export const progressShown = (output: ProgressOutput, startedAtMs: number) => {
  let shownAtMs = startedAtMs
  let drawn = false
  const told = new Set<string>()
  const listener = (event: ProgressEvent): Effect.Effect<void> =>
    Effect.map(Clock.currentTimeMillis, (now) => {
      if (now - startedAtMs < QUIET_MS) return
      if (output.terminal) {
        if (drawn && now - shownAtMs < REDRAW_MS) return
        shownAtMs = now
        drawn = true
        output.print(CLEAR_LINE + progressText(event))
        return
      }
      const step = `${event.plugin} ${event.step}`
      if (told.has(step)) return
      told.add(step)
      output.print(`${progressText({ ...event, bytes: undefined })}\n`)
    })
  const finish = Effect.sync(() => {
    if (drawn) output.print(CLEAR_LINE)
  })
  return { listener, finish }
}

export const withProgress = <A, E, R>(work: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.flatMap(Clock.currentTimeMillis, (now) => {
    const { finish, listener } = progressShown({ terminal: errIsTerminal(), print: printErr }, now)
    return work.pipe(Effect.provideService(Progress, listener), Effect.ensuring(finish))
  })
