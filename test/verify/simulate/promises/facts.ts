/** What has been asked of the program so far, as far as it decides what may be found on the disk. */
import { type Held, heldBy } from "../desired/asDesired.ts"
import { wantedIn } from "../desired/document.ts"
import type { Patch } from "../desired/settingsMade.ts"
import type { Doings } from "../world/LedMatrix.ts"
import { type Command, type Ended, RECONCILE } from "../program/program.ts"
import { meant, type World } from "../world/world.ts"

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
  /** Ids that a document may bring, take or update. It takes no settings but where it says so. */
  readonly named: ReadonlySet<string>
  /** What documents, or their owner's hand, may have made of settings, by id. */
  readonly patches: ReadonlyMap<string, ReadonlyArray<Patch>>
  /** What a run has told as desired, while nothing else has touched it. */
  readonly held: Held | undefined
  /** What brings the sign to rest. */
  readonly rest: Command
}

export const NO_FACTS: Facts = {
  mayGo: new Set(),
  mayCome: new Set(),
  mayUpdate: new Set(),
  replaced: false,
  undone: false,
  uninstalls: new Set(),
  preserved: new Set(),
  promised: new Map(),
  named: new Set(),
  patches: new Map(),
  held: undefined,
  rest: RECONCILE
}

const plus = <A>(set: ReadonlySet<A>, ...more: ReadonlyArray<A>): ReadonlySet<A> => new Set([...set, ...more])

const minus = <A>(set: ReadonlySet<A>, gone: A): ReadonlySet<A> =>
  new Set([...set].filter((one) => one !== gone))

const without = <A>(map: ReadonlyMap<string, A>, id: string): ReadonlyMap<string, A> =>
  new Map([...map].filter(([key]) => key !== id))

const patched = (facts: Facts, id: string, patches: ReadonlyArray<Patch>): Facts["patches"] =>
  new Map(facts.patches).set(id, [...(facts.patches.get(id) ?? []), ...patches])

/** A document may be followed from now on. */
const wanting = (facts: Facts, text: string, world: World): Facts => {
  const wanted = wantedIn(text, undefined)
  if (wanted === undefined) return facts
  const all = wanted.others === "keep" ? [...wanted.plugins.keys()] : [...world.ids, world.spare]
  let next: Facts = {
    ...facts,
    named: plus(facts.named, ...all),
    uninstalls: new Set([...facts.uninstalls].filter((id) => !all.includes(id)))
  }
  for (const [id, { settings }] of wanted.plugins) {
    const isForgotten = settings.some(({ value }) => value === null)
    const patches = settings.flatMap(({ value }) => (value === null ? [] : [value]))
    next = {
      ...next,
      mayGo: isForgotten ? plus(next.mayGo, id) : next.mayGo,
      patches: patched(next, id, patches)
    }
  }
  return next
}

/** A command is about to run: from now on its work may be found half done. */
export const begun = (before: Facts, command: Command, world: World): Facts => {
  const facts = { ...before, held: undefined }
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
    case "publish":
      return { ...wanting(before, command.text, world), rest: { verb: "follow" } }
    case "apply":
      return { ...wanting(facts, command.text, world), rest: command, promised: new Map() }
    case "follow":
      return { ...facts, rest: command, promised: new Map() }
    case "pause":
    case "resume":
      return before
    case "edit":
      return { ...facts, patches: patched(facts, command.id, [command.settings]) }
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
  if (end._tag === "Reported" && end.towards?.wanted !== undefined)
    return { ...facts, held: heldBy(end.towards.wanted, end.report) }
  const didNothing =
    end._tag === "Done" && (end.document.status === "up_to_date" || end.document.status === "skipped")
  if (didNothing || end._tag !== "Done" || !("id" in command)) return facts
  return { ...facts, promised: new Map(facts.promised).set(meant(world, command.id), command) }
}

/** LEDMatrix has had a hand in it, and may have uninstalled plugins of its own accord. */
export const besideLedMatrix = (facts: Facts, { uninstalled }: Doings): Facts => ({
  ...facts,
  held: undefined,
  mayGo: uninstalled.size === 0 ? facts.mayGo : plus(facts.mayGo, ...uninstalled.keys()),
  promised: facts.promised.size === 0 ? facts.promised : new Map()
})
