/** What is remembered from one run to the next, and what follows from it when somebody changes one side. */
import { localIsoTime } from "../../../../../src/domain/text/isoTime.ts"
import { type Narrow, onePlugin } from "../spaces/onePlugin.ts"
import type { Proof, Violation } from "../proof.ts"
import { later } from "./runProof.ts"
import { type Ran, run } from "../model/run.ts"
import { Stage } from "../model/Stage.ts"
import { always, changePlugin, directoryOf, pluginOf, type World } from "../model/World.ts"

export const forMemory = {
  diskReadable: [true],
  marksReadable: [true],
  state: ["read", "unreadable", "retired"],
  manager: ["silent"],
  replaceBroken: [false],
  systemKey: ["no"],
  entryVersion: [undefined],
  settings: [false],
  record: ["none", "object"],
  recordVersion: [null],
  marked: [false],
  tombstoned: [false],
  otherNameMarked: [false],
  status: ["fits", "contradicts"],
  fault: [false],
  ownDirectory: ["plugin", "free"],
  fetch: ["absent"],
  putBack: ["done"],
  otherDirectory: ["free"],
  otherSpelling: ["free"],
  unrecoverable: ["no"],
  copied: [false],
  editConfig: ["done"],
  editState: ["done"]
} as const satisfies Narrow

/** What entry and record both say; nothing where they differ, or one of them says nothing. */
const shared = (world: World, id: string): boolean | undefined => {
  const { enabled, key, record, recorded } = pluginOf(world, id)
  if (key() !== "entry" || record() !== "object") return undefined
  const inEntry = enabled() === "absent" ? true : enabled()
  return typeof inEntry === "boolean" && inEntry === recorded() ? inEntry : undefined
}

/** While LEDMatrix may be uninstalling a plugin, what was agreed on tells it from a new one. */
const mayBeLeaving = (world: World, id: string): boolean => {
  const isOnDisk = world.names.some((name) => {
    const there = directoryOf(world, name).content()
    return typeof there !== "string" && there.plugin === id
  })
  return Math.abs(world.nowMs - world.configTime()) < 60_000 && (isOnDisk || !world.readable.disk())
}

/** Somebody changes one side, by a clock that may be an hour behind. */
const changedBy = (
  world: World,
  id: string,
  side: "config" | "state",
  to: boolean,
  clock: "right" | "behind"
): World => {
  const now = later(later(world))
  const at = clock === "right" ? now.nowMs : world.nowMs - 3_600_000
  return side === "config"
    ? { ...changePlugin(now, id, { enabled: always(to) }), configTime: always(at) }
    : changePlugin(now, id, {
        recorded: always(to),
        status: always(to ? "enabled" : "disabled"),
        recordTime: always(localIsoTime(at)),
        counter: always(pluginOf(now, id).counter() + 1)
      })
}

/** The record as it was, brought back by LEDMatrix, which had it in memory. */
const withOldRecord = (now: World, before: World, id: string): World => {
  const { counter, record, recorded, recordTime, recordVersion, status } = pluginOf(before, id)
  return changePlugin(later(now), id, { counter, record, recorded, recordTime, recordVersion, status })
}

const wasReplaced = ({ rounds }: Ran): boolean =>
  rounds.some(({ repaired }) => (repaired?.stateEdits.length ?? 0) > 0)

/** LEDMatrix has in memory only what it could load. */
const isLoadable = (world: World, id: string): boolean => {
  const { fault, recorded, status } = pluginOf(world, id)
  const contradicts = status() === (recorded() === true ? "disabled" : "enabled")
  return recorded() !== "bad" && status() !== "bad" && !contradicts && !fault()
}

export const REMEMBERS = "remembers what both sides agree on"
export const FORGETS = "forgets what no source knows any more"
export const CONCLUDES = "concludes nothing from what was not read"
export const FORGETS_NOTHING = "writes nothing down again"
export const LAST_CHANGE = "lets the side stand that changed after both had agreed, against the clock"
export const COMES_BACK = "does not take a record that it replaced for a change when it comes back"

export const memoryProof = (narrow: Narrow = forMemory): Proof => {
  const { axes, id, world: worldOf } = onePlugin("clock", narrow)
  const sides = axes.axis("then changed", ["config", "state"])
  const clocks = axes.axis("by a clock", ["right", "behind"])
  return {
    title: "what is remembered from run to run",
    axes,
    visitor: (planner, choices) => {
      const world = worldOf(choices)
      const stage = new Stage(world)
      return () => {
        const violations: Array<Violation> = []
        const object = (property: string, what: string) => violations.push({ property, what })
        const first = run(planner, stage, world)
        const again = stage.during(first.ended, ({ snapshot }) => planner.newAgreements(snapshot))
        if (again.size > 0) object(FORGETS_NOTHING, [...again.keys()].join())
        const plugin = pluginOf(first.ended, id)
        if (!world.readable.config() || world.readable.state() !== "read") {
          if (plugin.agreed() !== pluginOf(world, id).agreed()) object(CONCLUDES, "an agreement changed")
          return violations
        }
        const isUnknown = plugin.key() === "free" && plugin.record() === "none"
        if (isUnknown && plugin.agreed() !== undefined && !mayBeLeaving(first.ended, id)) {
          object(FORGETS, "an agreement about nothing is kept")
        }
        const both = shared(first.ended, id)
        if (both === undefined) return violations
        if (plugin.agreed() !== both) object(REMEMBERS, `${both} is agreed, ${plugin.agreed()} remembered`)
        if (world.authority() !== "latest") return violations
        const side = choices.ask(sides)
        const clock = choices.ask(clocks)
        const then = run(planner, stage, changedBy(first.ended, id, side, !both, clock))
        if (shared(then.ended, id) !== !both) object(LAST_CHANGE, `${side} changed to ${!both}`)
        if (wasReplaced(first) && isLoadable(world, id)) {
          const back = run(planner, stage, withOldRecord(first.ended, world, id))
          if (shared(back.ended, id) !== both) object(COMES_BACK, `${both} became ${shared(back.ended, id)}`)
        }
        return violations
      }
    }
  }
}
