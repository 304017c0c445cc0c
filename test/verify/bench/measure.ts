/** Times and ratios. Both sides of a ratio run in turn in the same process, so that noise hits both. */

export const median = (values: ReadonlyArray<number>): number => {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

export interface Figure {
  readonly name: string
  readonly value: number
  /** What was promised; without one it is only told, and compared with earlier runs. */
  readonly limit?: number
  readonly detail: string
}

const timed = async (run: () => unknown): Promise<number> => {
  const start = performance.now()
  await run()
  return performance.now() - start
}

export interface Side {
  readonly name: string
  /** Not counted. */
  readonly before?: () => unknown
  readonly run: () => unknown
}

/** A's times and B's, after `warmUp` rounds of both. */
export const sideBySide = async (
  [a, b]: readonly [Side, Side],
  rounds: { readonly warmUp: number; readonly counted: number }
): Promise<readonly [ReadonlyArray<number>, ReadonlyArray<number>]> => {
  const times = { a: new Array<number>(), b: new Array<number>() }
  for (let round = 0; round < rounds.warmUp + rounds.counted; round++) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other is the point
    for (const [key, side] of [
      ["a", a],
      ["b", b]
    ] as const) {
      // oxlint-disable-next-line no-await-in-loop -- as above
      await side.before?.()
      // oxlint-disable-next-line no-await-in-loop -- as above
      const time = await timed(side.run)
      if (round >= rounds.warmUp) times[key].push(time)
    }
  }
  return [times.a, times.b]
}

export const ratio = async (
  name: string,
  limit: number,
  sides: readonly [Side, Side],
  rounds: { readonly warmUp: number; readonly counted: number }
): Promise<Figure> => {
  const [a, b] = sides
  const times = await sideBySide(sides, rounds)
  const [x, y] = [median(times[0]), median(times[1])]
  return { name, value: x / y, limit, detail: `${a.name} ${x.toFixed(1)} ms, ${b.name} ${y.toFixed(1)} ms` }
}
