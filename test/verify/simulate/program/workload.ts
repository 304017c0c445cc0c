/** What is asked of the program, and what goes wrong meanwhile, made from a seed. */
import type { Authority } from "../../../../src/domain/Policy.ts"
import type { Operation } from "../../../../src/testing/memoryCalls.ts"
import type { Chance } from "../../../support/powerCut/seededChance.ts"
import { type Command, RECONCILE } from "./program.ts"
import type { World } from "../world/world.ts"

export interface Workload {
  /** Commands of earlier days, which nothing disturbed. */
  readonly past: ReadonlyArray<Command>
  /** What runs while the power may go. */
  readonly present: ReadonlyArray<Command>
  /** Whether the present commands run at the same time, as processes of their own. */
  readonly together: boolean
  readonly remote: boolean
  readonly authority: Authority
  /** How often LEDMatrix does something, per operation; 0 where it does not run. */
  readonly eagerness: number
  readonly trouble: Trouble
  /** The operation before which the clock is set, and by how many milliseconds; 0 where it is not. */
  readonly clockJump: { readonly before: number; readonly ms: number }
}

/** What the disk does from, or at, one of its operations. */
export interface Trouble {
  readonly code: "none" | "EIO" | "ENOSPC" | "EDQUOT" | "EROFS"
  readonly from: number
  readonly until: number
}

export const NO_TROUBLE: Trouble = { code: "none", from: 0, until: 0 }

export const makeCommand = (world: World, chance: Chance): Command => {
  const id = chance.pick(world.ids)
  const verb = chance.pick([
    "reconcile",
    "reconcile",
    "reconcile",
    "uninstall",
    "uninstall",
    "install",
    "update",
    "update",
    "update --all",
    "enable",
    "disable",
    "undo",
    "undo",
    "undo the oldest"
  ] as const)
  switch (verb) {
    case "reconcile":
      return { verb, force: chance.happens(0.2), replaceBroken: chance.happens(0.3) }
    case "uninstall":
      return { verb, id, preserveConfig: chance.happens(0.3) }
    case "install":
      return { verb, id: chance.happens(0.4) ? world.spare : chance.happens(0.3) ? storeName(world, id) : id }
    case "undo":
    case "undo the oldest":
    case "update --all":
      return { verb }
    case "update":
    case "enable":
    case "disable":
      return { verb, id }
  }
}

/** How the store calls it. */
const storeName = ({ offers }: World, id: string): string =>
  offers.find((offer) => offer.id === id)?.registryId ?? id

const makeTrouble = (chance: Chance): Trouble => {
  if (chance.happens(0.7)) return NO_TROUBLE
  const code = chance.pick(["EIO", "ENOSPC", "EDQUOT", "EROFS"] as const)
  const from = 1 + chance.below(250)
  if (code === "EIO") return { code, from, until: from + 1 }
  return { code, from, until: code === "EROFS" ? Number.POSITIVE_INFINITY : from + 1 + chance.below(60) }
}

const NEEDS_ROOM: ReadonlySet<string> = new Set(["create", "mkdir", "write"])

/** The fault of an operation, if it is one of the troubled. */
export const faultOf = ({ code, from, until }: Trouble, { name, number, writes }: Operation) => {
  if (code === "none" || number < from || number >= until) return undefined
  if (code === "EIO") return code
  if (code === "EROFS") return writes ? code : undefined
  return NEEDS_ROOM.has(name) ? code : undefined
}

const makeCommands = (length: number, world: World, chance: Chance): ReadonlyArray<Command> =>
  Array.from({ length }, () => makeCommand(world, chance))

export const makeWorkload = (world: World, chance: Chance): Workload => ({
  past: chance.happens(0.6) ? [RECONCILE, ...makeCommands(chance.below(6), world, chance)] : [],
  present: [
    ...(world.brokenState === undefined ? [] : [{ ...RECONCILE, replaceBroken: true }]),
    ...makeCommands(1 + chance.below(2), world, chance),
    // Most commands can be undone, and nothing else moves as much about.
    ...(chance.happens(0.15) ? [{ verb: "undo" } as const] : [])
  ],
  together: chance.happens(0.15),
  remote: chance.happens(0.4),
  authority: chance.pick(["latest", "latest", "state", "config"]),
  eagerness: chance.happens(0.5) ? 0 : chance.pick([0.01, 0.03, 0.08]),
  trouble: makeTrouble(chance),
  clockJump: {
    before: 1 + chance.below(250),
    ms: chance.happens(0.15) ? chance.pick([-30, -1, 1, 30]) * 86_400_000 : 0
  }
})
