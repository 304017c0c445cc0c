/**
 * Exhaustive search over what a program asks for. A space is a list of axes; a visitor asks for the values
 * of those it looks at, and is run again and again until every combination of what it asks for was given.
 * An axis that a visit does not ask for cannot have influenced it, so that one visit stands for all states
 * that differ in such axes only. Counted so, the visits cover every state of the space exactly once.
 */

export interface Axis<A> {
  readonly name: string
  readonly values: ReadonlyArray<A>
  /** Its place among the axes of its space. */
  readonly number: number
}

export class Axes {
  readonly all: Array<Axis<unknown>> = []

  axis<const A>(name: string, values: ReadonlyArray<A>): Axis<A> {
    const axis: Axis<A> = { name, values, number: this.all.length }
    this.all.push(axis)
    return axis
  }

  /** The number of states, exactly. */
  get states(): number {
    const states = this.all.reduce((product, { values }) => product * values.length, 1)
    if (!Number.isSafeInteger(states)) throw new Error(`${states} states cannot be counted exactly`)
    return states
  }
}

export interface Choices {
  /** The value of an axis in this visit. */
  readonly ask: <A>(axis: Axis<A>) => A
  /** What was asked for so far, for people. */
  readonly told: () => string
  /**
   * Runs `work` without letting it widen the search: what it asks for beyond what is known gets the axis's
   * first value. For texts about a result, never for a result.
   */
  readonly aside: <A>(work: () => A) => A
}

export interface Explored {
  readonly visits: number
  /** States that the visits stand for. */
  readonly covered: number
  /** All states of the space; `covered` is the same number where the search was not stopped. */
  readonly states: number
}

const OPEN = -1

/** Visits the whole space; a visitor that returns `"stop"` ends the search. */
export const exhaust = (axes: Axes, visit: (choices: Choices) => "stop" | undefined): Explored => {
  const { all, states } = axes
  const chosen = new Int16Array(all.length).fill(OPEN)
  const asked = new Uint8Array(all.length)
  /** Axes in the order in which they were first asked for. */
  const trail: Array<number> = []
  let weight = states
  let isAside = false

  const ask = <A>(axis: Axis<A>): A => {
    const { number, values } = axis
    const at = chosen[number] ?? OPEN
    if (at === OPEN && isAside) return valueAt(values, 0)
    if (asked[number] === 0 && !isAside) {
      asked[number] = 1
      weight /= values.length
      if (at === OPEN) {
        chosen[number] = 0
        trail.push(number)
      }
    }
    return valueAt(values, chosen[number] ?? 0)
  }
  const choices: Choices = {
    ask,
    told: () => trail.map((number) => describe(all[number], chosen[number] ?? 0)).join(" · "),
    aside: (work) => {
      const before = isAside
      isAside = true
      try {
        return work()
      } finally {
        isAside = before
      }
    }
  }

  let visits = 0
  let covered = 0
  do {
    asked.fill(0)
    weight = states
    const verdict = visit(choices)
    const forgotten = trail.find((number) => asked[number] === 0)
    if (forgotten !== undefined) {
      throw new Error(`asked for ${all[forgotten]?.name} once and not again: it is not deterministic`)
    }
    visits += 1
    covered += weight
    if (verdict === "stop") break
  } while (advance(all, chosen, trail))
  return { visits, covered, states }
}

/** The next combination: the last axis that has another value takes it, those after it are open again. */
const advance = (all: ReadonlyArray<Axis<unknown>>, chosen: Int16Array, trail: Array<number>): boolean => {
  for (let last = trail.at(-1); last !== undefined; last = trail.at(-1)) {
    const next = (chosen[last] ?? 0) + 1
    if (next < (all[last]?.values.length ?? 0)) {
      chosen[last] = next
      return true
    }
    chosen[last] = OPEN
    trail.pop()
  }
  return false
}

const valueAt = <A>(values: ReadonlyArray<A>, at: number): A => values[at] as A

const describe = (axis: Axis<unknown> | undefined, at: number): string =>
  `${axis?.name}=${JSON.stringify(axis?.values[at]) ?? "undefined"}`
