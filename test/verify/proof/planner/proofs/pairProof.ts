/** What two plugins that get into each other's way change about all this: nothing. */
import type { InconsistencyType } from "../../../../../src/domain/findings/Finding.ts"
import { lookProof } from "./lookProof.ts"
import type { Proof } from "../proof.ts"
import { type Planner, plannerOf, type Ran, run } from "../model/run.ts"
import { checkRuns } from "./runProof.ts"
import { runProperties } from "./runProperties.ts"
import { said } from "./said.ts"
import { Stage } from "../model/Stage.ts"
import { LONG, type PairNarrow, SHORT, twoPlugins } from "../spaces/twoPlugins.ts"
import { type PluginCells, pluginOf, type World } from "../model/World.ts"

export const ORDER = "ends alike for every order in which plugins are listed and rules are asked"

/** What a run found, did and changed, round by round, without the order in which it did so. */
const account = ({ last, rounds, outcomes }: Ran): string =>
  [
    ...rounds.map(({ changes, findings }) =>
      [
        ...findings.map((finding) => `${finding.id} ${said(finding)}`),
        ...changes()
          .map((change) => JSON.stringify(change))
          .toSorted()
      ].join()
    ),
    ...last.map((finding) => `${finding.id} ${said(finding)}`),
    ...[...outcomes.values()]
      .map(({ finding, outcome }) => `${finding.id} ${said(finding)} ${outcome?._tag}`)
      .toSorted()
  ].join("; ")

const reversed = (planner: Planner): Planner =>
  plannerOf({
    ...planner,
    rules: planner.rules.toReversed(),
    plan: (findings) => planner.plan(findings.toReversed())
  })

export const pairProof = (narrow: PairNarrow): Proof => {
  const { axes, world } = twoPlugins(narrow)
  return {
    title: "runs over two plugins",
    axes,
    visitor: (planner, choices) => {
      const [here, there] = [world(choices), world(choices, "reversed")]
      const check = checkRuns(runProperties, planner, choices, new Stage(here))
      const other = new Stage(there)
      return () => {
        const { first, violations } = check(here)
        const one = account(first)
        const two = account(run(reversed(planner), other, there))
        return [...violations, ...(one === two ? [] : [{ property: ORDER, what: `${one} and ${two}` }])]
      }
    }
  }
}

export const NEIGHBOUR = "asks about no plugin but its own"

class Asked extends Error {}

/** What tells whether an entry holds settings: a finding that offers another plugin's key asks it, to offer no taken one. */
const OF_ENTRY: ReadonlySet<keyof PluginCells> = new Set(["enabled", "entryVersion", "settings"])

/** Of another plugin only its directories, the marks on their names, and what `told` names may be asked about. */
const withSilent = (world: World, neighbour: string, told: ReadonlySet<keyof PluginCells>): World => {
  const { key, record } = pluginOf(world, neighbour)
  const open: ReadonlySet<PropertyKey> = new Set([...told, "key", "record"])
  const silent = new Proxy(pluginOf(world, neighbour), {
    get: (cells, place) => {
      if (open.has(place)) return Reflect.get(cells, place)
      return () => {
        throw new Asked(`${String(place)} of ${neighbour}`)
      }
    }
  }) satisfies PluginCells
  return { ...world, plugins: { ...world.plugins, [neighbour]: { ...silent, key, record } } }
}

/** A look at one of two plugins, while the other does not answer. */
export const neighbourProof = (rule: InconsistencyType, id: string): Proof => {
  const { axes, world } = twoPlugins({ registry: ["none"], putBack: ["done"] })
  const neighbour = id === SHORT ? LONG : SHORT
  const told = rule === "plugin_missing_on_disk" ? OF_ENTRY : new Set<keyof PluginCells>()
  const look = lookProof(rule, {
    axes,
    id,
    world: (choices) => withSilent(world(choices), neighbour, told)
  })
  return {
    ...look,
    title: `${look.title}, beside ${JSON.stringify(neighbour)}`,
    visitor: (planner, choices) => {
      const visit = look.visitor(planner, choices)
      return () => {
        try {
          return visit()
        } catch (error) {
          if (error instanceof Asked) return [{ property: NEIGHBOUR, what: error.message }]
          throw error
        }
      }
    }
  }
}
