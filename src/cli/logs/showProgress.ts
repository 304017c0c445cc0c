/**
 * Says on standard error how far long work is, and what it waits for: on a terminal in one line that is
 * rewritten, elsewhere in a line per step of a download and per long wait, so that a log does not fill up. Silent
 * while everything is quick.
 */
import { Clock, Duration, Effect, Schedule } from "effect"
import { Progress, type ProgressEvent } from "../../ports/Progress.ts"
import { type AroundWait, Waits } from "../../ports/Waits.ts"
import { errColumns, errIsTerminal, printErr, showLine } from "../run/streams.ts"
import { downloadsText, fitted, sinceText, stepText, type Wait, waitText } from "./progressText.ts"

/** Work that ends sooner needs no telling. */
const QUIET_MS = 500

/** In a log, where each line stays, shorter waits are left out. */
const LOGGED_WAIT_MS = 2000

/** How often the line is rewritten. */
const REDRAW = Duration.millis(200)

export interface ProgressOutput {
  /** Rewrites the one line of a terminal; an empty one is wiped. `undefined` where there is no terminal. */
  readonly draw: ((line: string) => void) | undefined
  /** Columns of that terminal. */
  readonly columns: number
  readonly print: (text: string) => void
}

/** The listeners, what to do as long as the work lasts, and what to do when it is over. */
export const progressShown = (output: ProgressOutput, startedAtMs: number) => {
  const newest = new Map<string, ProgressEvent>()
  const waits = new Set<Wait>()
  const told = new Set<string>()
  let changedAtMs = startedAtMs

  const tellStep = (event: ProgressEvent): void => {
    const step = stepText(event)
    if (told.has(step)) return
    told.add(step)
    output.print(`${step}\n`)
  }

  const listener = (event: ProgressEvent): Effect.Effect<void> =>
    Effect.map(Clock.currentTimeMillis, (now) => {
      const { bytes, bytesTotal } = newest.get(event.plugin) ?? event
      newest.delete(event.plugin)
      // What was downloaded still counts while it is unpacked.
      newest.set(event.plugin, {
        ...event,
        bytes: event.bytes ?? bytes,
        bytesTotal: event.bytesTotal ?? bytesTotal
      })
      changedAtMs = now
      if (output.draw === undefined && now - startedAtMs >= QUIET_MS) tellStep(event)
    })

  const around: AroundWait = (what, wait) =>
    Effect.acquireUseRelease(
      Effect.map(Clock.currentTimeMillis, (sinceMs) => {
        const waiting: Wait = { what, sinceMs }
        waits.add(waiting)
        return waiting
      }),
      () => wait,
      (waiting) => Effect.sync(() => waits.delete(waiting))
    )

  const lineAt = (now: number): string => {
    const [longest] = waits
    if (longest !== undefined && now - Math.max(longest.sinceMs, changedAtMs) >= QUIET_MS)
      return waitText(longest, now)
    if (newest.size > 0) return downloadsText([...newest.values()])
    return longest === undefined ? `working, ${sinceText(startedAtMs, now)}` : waitText(longest, now)
  }

  const tellWaits = Effect.map(Clock.currentTimeMillis, (now) => {
    for (const waiting of waits) {
      const { sinceMs, what } = waiting
      if (now - sinceMs < LOGGED_WAIT_MS || told.has(what)) continue
      told.add(what)
      output.print(`${waitText(waiting, now)}\n`)
    }
  })

  const drawn = Effect.map(Clock.currentTimeMillis, (now) => {
    output.draw?.(fitted(lineAt(now), output.columns))
  })
  const shown = Effect.delay(
    Effect.repeat(output.draw === undefined ? tellWaits : drawn, Schedule.spaced(REDRAW)),
    Duration.millis(QUIET_MS)
  )
  const finish = Effect.sync(() => output.draw?.(""))
  return { listener, around, shown, finish }
}

export const withProgress = <A, E, R>(work: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.flatMap(Clock.currentTimeMillis, (now) => {
    const draw = errIsTerminal() ? showLine : undefined
    const { around, finish, listener, shown } = progressShown(
      { draw, columns: errColumns(), print: printErr },
      now
    )
    return Effect.raceFirst(work, Effect.andThen(shown, Effect.never)).pipe(
      Effect.provideService(Progress, listener),
      Effect.provideService(Waits, around),
      Effect.ensuring(finish)
    )
  })
