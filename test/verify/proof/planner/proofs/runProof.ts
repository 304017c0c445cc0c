/** Runs over a space: a first one, and another an hour later. */
import type { Choices, Axes } from "../spaces/exhaust.ts"
import type { Proof, Violation } from "../proof.ts"
import { type Planner, type Ran, run } from "../model/run.ts"
import { type Lived, type Property, runProperties } from "./runProperties.ts"
import { Stage } from "../model/Stage.ts"
import type { World } from "../model/World.ts"

const HOUR = 3_600_000

export const later = (world: World): World => ({ ...world, nowMs: world.nowMs + HOUR })

export interface Space {
  readonly axes: Axes
  readonly world: (choices: Choices) => World
}

/** What is violated in a run over this world, and in the one after it. */
export const checkRuns = (
  properties: { readonly [name: string]: Property },
  planner: Planner,
  choices: Choices,
  stage: Stage
): ((begun: World) => { readonly first: Ran; readonly violations: ReadonlyArray<Violation> }) => {
  const checks = Object.entries(properties)
  return (begun) => {
    const first = run(planner, stage, begun)
    const second = isQuiet(first) ? first : run(planner, stage, later(first.ended))
    const lived: Lived = { choices, planner, stage, first, second }
    const violations = checks.flatMap(([property, check]): ReadonlyArray<Violation> => {
      const what = check(lived)
      return what === undefined ? [] : [{ property, what }]
    })
    return { first, violations }
  }
}

export const runProof = (
  title: string,
  { axes, world: worldOf }: Space,
  properties: { readonly [name: string]: Property } = runProperties,
  /** What is done to the world before a run begins, on every visit. */
  begin: (world: World, stage: Stage, planner: Planner, choices: Choices) => World = (world) => world
): Proof => ({
  title,
  axes,
  visitor: (planner, choices) => {
    const world = worldOf(choices)
    const stage = new Stage(world)
    const check = checkRuns(properties, planner, choices, stage)
    return () => check(begin(world, stage, planner, choices)).violations
  }
})

/** A run that did nothing is what a second one would be. */
const isQuiet = ({ rounds }: Ran): boolean => rounds.length === 0
