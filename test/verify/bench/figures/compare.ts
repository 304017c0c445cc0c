/** What has become worse since an earlier run. Smaller is better in every figure. */
import type { Figures } from "./figuresFile.ts"

/** What a ratio may differ by from run to run. */
const TOLERANCE = 1.15

export interface Worse {
  readonly name: string
  readonly before: number
  readonly now: number
}

export interface Comparison {
  readonly worse: ReadonlyArray<Worse>
  /** Names of figures that one of the two runs lacks. */
  readonly alone: ReadonlyArray<string>
}

type Measured = Pick<Figures, "figures">

/** A figure of nothing, such as of bytes written, is worse as soon as it is something. */
export const compare = (before: Measured, now: Measured): Comparison => {
  const earlier = new Map(before.figures.map(({ name, value }) => [name, value]))
  const later = new Set(now.figures.map(({ name }) => name))
  const worse = now.figures.flatMap(({ name, value }) => {
    const old = earlier.get(name)
    return old !== undefined && !(value <= old * TOLERANCE) ? [{ name, before: old, now: value }] : []
  })
  const alone = [
    ...[...earlier.keys()].filter((name) => !later.has(name)),
    ...[...later].filter((name) => !earlier.has(name))
  ]
  return { worse, alone }
}
