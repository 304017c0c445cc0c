/** A source of chance that gives the same again for the same seed. */

export interface Chance {
  /** Between 0 and 1. */
  readonly next: () => number
  /** A whole number from `from` to `to`, both possible. */
  readonly between: (from: number, to: number) => number
  readonly pick: <A>(choices: ReadonlyArray<A>) => A
}

/** mulberry32: small, and good enough to choose what to break next. */
export const chanceOf = (seed: number): Chance => {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const between = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1))
  return {
    next,
    between,
    pick: (choices) => {
      const chosen = choices[between(0, choices.length - 1)]
      if (chosen === undefined) throw new Error("nothing to choose from")
      return chosen
    }
  }
}
