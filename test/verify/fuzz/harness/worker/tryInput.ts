/** One input through one target: which promise it breaks, if any, and what it cost. */
import { Cause, Effect, Exit } from "effect"
import { allowedMs, processorMs } from "./cost.ts"
import { type Pieces, sizeOf } from "../inputs/Pieces.ts"
import { Broken, type Target } from "../Target.ts"
import { VirtualClock } from "./VirtualClock.ts"

/** What went wrong where no code was waiting for it: a rejection without a handler, an error without a listener. */
const strays: Array<unknown> = []

/** From now on such things are the fault of the input that is being tried. */
export const watchStrays = (): void => {
  process.on("unhandledRejection", (reason) => strays.push(reason))
  process.on("uncaughtException", (error) => strays.push(error))
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

export interface Tried {
  readonly broken: Broken | undefined
  readonly processorMs: number
}

const told = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error)

const tryOnce = async (target: Target, input: Pieces): Promise<Tried> => {
  const from = processorMs()
  const exit = await Effect.suspend(() => target.check(input)).pipe(
    Effect.scoped,
    Effect.provide(VirtualClock.layer),
    Effect.runPromiseExit
  )
  const spent = processorMs() - from
  await turn()
  const stray = strays.splice(0)[0]
  if (stray !== undefined) {
    const broken = new Broken({ rule: "something fails where no code waits for it", detail: told(stray) })
    return { broken, processorMs: spent }
  }
  if (Exit.isSuccess(exit)) return { broken: undefined, processorMs: spent }
  const failed = exit.cause.reasons.find(Cause.isFailReason)
  const broken = failed?.error ?? new Broken({ rule: "it crashes", detail: Cause.pretty(exit.cause) })
  return { broken, processorMs: spent }
}

/** Compiling and collecting garbage cost their time somewhere: only what is slow again and again is slow. */
const ATTEMPTS = 3

export const tryInput = async (target: Target, input: Pieces, baselineMs: number): Promise<Tried> => {
  const allowed = allowedMs(sizeOf(input), baselineMs)
  let best = await tryOnce(target, input)
  for (
    let attempt = 1;
    attempt < ATTEMPTS && best.broken === undefined && best.processorMs > allowed;
    attempt++
  ) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other is the point
    const again = await tryOnce(target, input)
    if (again.broken !== undefined || again.processorMs < best.processorMs) best = again
  }
  if (best.broken !== undefined || best.processorMs <= allowed) return best
  const detail = `${Math.round(best.processorMs)} ms for ${sizeOf(input)} bytes; ${Math.round(allowed)} ms are allowed on this machine`
  return { ...best, broken: new Broken({ rule: "it takes too long", detail }) }
}
