/** What is asked of a program that keeps to documents, and what their owner does beside it. */
import type { Chance } from "../../../support/powerCut/seededChance.ts"
import { type Command, RECONCILE } from "../program/program.ts"
import { makeCommand, makeWorkload, type Workload } from "../program/workload.ts"
import type { World } from "../world/world.ts"
import type { Patch } from "./settingsMade.ts"
import { makeDocument } from "./document.ts"

const FOLLOW: Command = { verb: "follow" }

/** The values are none that a document has. */
const edit = (world: World, chance: Chance): Command => ({
  verb: "edit",
  id: chance.pick(world.ids),
  settings: chance.pick<Patch>([{ city: "by hand" }, { limit: 7 }, { nested: { by: "hand" } }, { own: true }])
})

/** What brings the next thing for the controller to follow. */
const turn = (world: World, documents: readonly [string, ...ReadonlyArray<string>], chance: Chance) => {
  const kind = chance.pick([
    "publish",
    "publish",
    "publish",
    "edit",
    "pause",
    "resume",
    "undo",
    "command"
  ] as const)
  switch (kind) {
    case "publish":
      return { verb: "publish", text: chance.pick(documents) } satisfies Command
    case "edit":
      return edit(world, chance)
    case "pause":
    case "resume":
    case "undo":
      return { verb: kind } satisfies Command
    case "command":
      return makeCommand(world, chance)
  }
}

/** A sign whose controller follows a document, which is replaced, taken back, paused; or one to which documents are applied. */
export const makeDesiredWorkload = (world: World, chance: Chance): Workload => {
  const plain = makeWorkload(world, chance.fork())
  const documents = [
    makeDocument(world, chance),
    makeDocument(world, chance),
    makeDocument(world, chance)
  ] as const
  const mend: ReadonlyArray<Command> =
    world.brokenState === undefined ? [] : [{ ...RECONCILE, replaceBroken: true }]
  const isFollowed = chance.happens(0.75)
  const turns = (count: number): ReadonlyArray<Command> =>
    Array.from({ length: count }, () => turn(world, documents, chance)).flatMap((command) =>
      isFollowed
        ? [command, FOLLOW]
        : [
            ...(command.verb === "publish" || command.verb === "pause" || command.verb === "resume"
              ? []
              : [command]),
            { verb: "apply", text: chance.pick(documents) } as const
          ]
    )
  return {
    ...plain,
    past: chance.happens(0.6) ? [RECONCILE, ...turns(chance.below(3))] : [],
    present: [...mend, ...turns(1 + chance.below(2))],
    together: false
  }
}
