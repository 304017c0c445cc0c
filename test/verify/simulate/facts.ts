/** What has been asked of the program so far, as far as it decides what may be found on the disk. */
import type { Doings } from "./LedMatrix.ts"
import type { Ended, Command } from "./program.ts"
import type { World } from "./world.ts"

export interface Facts {
  /** Ids whose settings and files may be gone: they were, or are being, uninstalled, or their coming undone. */
  readonly mayGo: ReadonlySet<string>
  /** Ids that may appear with an entry, a record, a directory: installed, or their going undone. */
  readonly mayCome: ReadonlySet<string>
  /** Ids that may have the store's version. */
  readonly mayUpdate: ReadonlySet<string>
  /** Whether broken plugins may have been replaced. */
  readonly replaced: boolean
  readonly undone: boolean
  /** Ids that an `uninstall` was the last word on. */
  readonly uninstalls: ReadonlySet<string>
  /** Ids whose settings some `uninstall` was to keep: where a later one had not begun, they are still there. */
  readonly preserved: ReadonlySet<string>
  /** What was answered with success, by id, while nothing else has touched it: it must be durable. */
  readonly promised: ReadonlyMap<string, Command>
}

export const NO_FACTS: Facts = {
  mayGo: new Set(),
  mayCome: new Set(),
  mayUpdate: new Set(),
  replaced: false,
  undone: false,
  uninstalls: new Set(),
  preserved: new Set(),
  promised: new Map()
}

const plus = <A>(set: ReadonlySet<A>, ...more: ReadonlyArray<A>): ReadonlySet<A> => new Set([...set, ...more])

const minus = <A>(set: ReadonlySet<A>, gone: A): ReadonlySet<A> =>
  new Set([...set].filter((one) => one !== gone))

const without = <A>(map: ReadonlyMap<string, A>, id: string): ReadonlyMap<string, A> =>
  new Map([...map].filter(([key]) => key !== id))

/** The ids that `name` may mean: the registry knows some plugins by another. */
export const meant = (world: World, name: string): string =>
  world.offers.find(({ registryId }) => registryId === name)?.id ?? name

/** A command is about to run: from now on its work may be found half done. */
export const begun = (facts: Facts, command: Command, world: World): Facts => {
  switch (command.verb) {
    case "reconcile":
      return { ...facts, replaced: facts.replaced || command.replaceBroken }
    case "install": {
      const id = meant(world, command.id)
      return {
        ...facts,
        mayCome: plus(facts.mayCome, id),
        uninstalls: minus(facts.uninstalls, id),
        promised: without(facts.promised, id)
      }
    }
    case "update": {
      const id = meant(world, command.id)
      return { ...facts, mayUpdate: plus(facts.mayUpdate, id), promised: without(facts.promised, id) }
    }
    case "update --all":
      return { ...facts, mayUpdate: plus(facts.mayUpdate, ...world.ids, world.spare), promised: new Map() }
    case "uninstall":
      return {
        ...facts,
        mayGo: plus(facts.mayGo, command.id),
        uninstalls: plus(facts.uninstalls, command.id),
        preserved: command.preserveConfig ? plus(facts.preserved, command.id) : facts.preserved,
        promised: without(facts.promised, command.id)
      }
    case "enable":
    case "disable":
      return { ...facts, promised: without(facts.promised, command.id) }
    case "undo":
    case "undo the oldest": {
      const all = [...facts.mayGo, ...facts.mayCome, ...facts.mayUpdate]
      return {
        ...facts,
        mayGo: plus(facts.mayGo, ...all),
        mayCome: plus(facts.mayCome, ...all),
        undone: true,
        uninstalls: new Set(),
        promised: new Map()
      }
    }
  }
}

/** A command has ended. What it said it had done must be found after any cut from here on. */
export const ended = (facts: Facts, command: Command, end: Ended, world: World): Facts => {
  const didNothing =
    end._tag === "Done" && (end.document.status === "up_to_date" || end.document.status === "skipped")
  if (didNothing || end._tag !== "Done" || !("id" in command)) return facts
  return { ...facts, promised: new Map(facts.promised).set(meant(world, command.id), command) }
}

/** LEDMatrix has had a hand in it, and may have uninstalled plugins of its own accord. */
export const besideLedMatrix = (facts: Facts, { uninstalled }: Doings): Facts => ({
  ...facts,
  mayGo: uninstalled.size === 0 ? facts.mayGo : plus(facts.mayGo, ...uninstalled.keys()),
  promised: facts.promised.size === 0 ? facts.promised : new Map()
})
