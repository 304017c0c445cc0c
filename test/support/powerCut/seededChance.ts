/** Choices that are the same for the same seed, on every machine. */
export interface Chance {
  /** From 0, below `limit`. */
  readonly below: (limit: number) => number
  /** True with this probability. */
  readonly happens: (probability: number) => boolean
  /** One of these, of which there is at least one. */
  readonly pick: <A>(choices: readonly [A, ...ReadonlyArray<A>]) => A
  /** Choices of its own, which take none from this one. */
  readonly fork: () => Chance
}

/** Mulberry32: small, fast, and good enough to choose tests by. */
export const seededChance = (seed: number): Chance => {
  let state = Math.imul(seed ^ 0x9e37_79b9, 0x85eb_ca6b) >>> 0
  const next = (): number => {
    state = (state + 0x6d2b_79f5) >>> 0
    let mixed = state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  const below = (limit: number): number => next() % limit
  return {
    below,
    happens: (probability) => next() < probability * 0x1_0000_0000,
    pick: (choices) => choices[below(choices.length)] ?? choices[0],
    fork: () => seededChance(next())
  }
}
