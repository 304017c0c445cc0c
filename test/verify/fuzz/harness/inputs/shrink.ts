/** Makes a failing input small: takes parts away while it still breaks the same promise. */
import { processorMs } from "../worker/cost.ts"
import { type Pieces, sizeOf } from "./Pieces.ts"

/** Whether an input still breaks the promise. */
export type StillBroken = (input: Pieces) => Promise<boolean>

const without = (bytes: Uint8Array, from: number, to: number): Uint8Array =>
  Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)])

/** Takes stretches out of one piece, halves first, single bytes last. */
const shrinkPiece = async (input: Pieces, name: string, stillBroken: StillBroken): Promise<Pieces> => {
  let best = input
  for (
    let step = Math.ceil((best.get(name)?.byteLength ?? 0) / 2);
    step >= 1;
    step = step === 1 ? 0 : Math.ceil(step / 2)
  ) {
    for (let at = 0; at < (best.get(name)?.byteLength ?? 0);) {
      const bytes = best.get(name) ?? new Uint8Array()
      const candidate = new Map(best).set(name, without(bytes, at, at + step))
      // oxlint-disable-next-line no-await-in-loop -- each attempt builds on the last
      if (await stillBroken(candidate)) best = candidate
      else at += step
    }
  }
  return best
}

const ATTEMPTS_MAX = 3000
const TIME_MAX_MS = 20_000

/** The smallest input found until attempts or time are used up. */
export const shrunk = async (input: Pieces, isBroken: StillBroken): Promise<Pieces> => {
  const started = processorMs()
  let attempts = 0
  const isOver = (): boolean => attempts >= ATTEMPTS_MAX || processorMs() - started > TIME_MAX_MS
  const stillBroken: StillBroken = async (candidate) => {
    if (isOver()) return false
    attempts++
    return isBroken(candidate)
  }
  let best = input
  for (const name of input.keys()) {
    const candidate = new Map(best)
    candidate.delete(name)
    // oxlint-disable-next-line no-await-in-loop -- each attempt builds on the last
    if (await stillBroken(candidate)) best = candidate
  }
  for (let before = Number.POSITIVE_INFINITY; sizeOf(best) < before && !isOver();) {
    before = sizeOf(best)
    // oxlint-disable-next-line no-await-in-loop -- as above
    for (const name of best.keys()) best = await shrinkPiece(best, name, stillBroken)
  }
  return best
}
