/** After a cut: what the disk holds, what the program makes of it, and that it comes to rest. */
import { Effect, type Scope } from "effect"
import type { Chance } from "../../../support/powerCut/seededChance.ts"
import { VirtualClock } from "../../../support/powerCut/VirtualClock.ts"
import {
  aDayLater,
  atRest,
  endsBadly,
  idle,
  isWaiting,
  tellsSecrets,
  withLosses
} from "../promises/atRest.ts"
import { type Attempt, attempt, type CutPoint, mount, type Mounted } from "./attempt.ts"
import { DOCUMENTS, lastWhole, MARKS, parsed } from "../world/documents.ts"
import { exposed } from "../promises/exposed.ts"
import { inspect, type Known } from "../promises/inspect.ts"
import type { Command } from "./program.ts"
import { broken } from "../promises/promises.ts"
import { ALL_WELL, networkScript } from "../world/scriptedStore.ts"
import { makeCommand, NO_TROUBLE, type Trouble } from "./workload.ts"
import { isIn, journalRecords, pluginTrees, type Snapshot, wholeIn } from "../promises/trees.ts"
import { PLUGINS } from "../world/world.ts"

export interface Recovery {
  readonly point: CutPoint
  readonly around: Attempt["around"]
  readonly commands: ReadonlyArray<Command>
  readonly chance: Chance
  readonly depth: number
  readonly tell: ((line: string) => void) | undefined
}

export interface Recovered {
  readonly wrong: ReadonlyArray<string>
  /** Cuts of recoveries, each recovered from in its turn. */
  readonly nested: number
  /** Documents that LEDMatrix lost, because it never syncs them. */
  readonly theirLosses: number
}

const DEPTH_MAX = 2
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Between two commands: minutes, and now and then more than a week. */
export const pauseMs = (chance: Chance): number =>
  chance.happens(0.1) ? 8 * DAY : (1 + chance.below(90)) * MINUTE

/** When the Pi is up again: soon, much later, or, without a clock of its own, before it went down. */
const reboot = Effect.fnUntraced(function* (wentAtMs: number, chance: Chance) {
  const away = chance.pick([5000, 2 * MINUTE, 2 * MINUTE, HOUR, DAY, -30 * DAY])
  yield* VirtualClock.use((clock) => clock.set(wentAtMs + away))
})

/** Whose write was cut short: documents that hold nothing, or half of something, because LEDMatrix syncs nothing. */
const theirLosses = ({ image, known }: CutPoint): ReadonlySet<string> => {
  const { files } = image
  return new Set(
    DOCUMENTS.filter((path) => {
      const text = files.get(path)
      const torn = image.damaged.some((damage) => damage.path === path && damage.author === "elsewhere")
      const theirs = known.versions.get(path)?.filter(({ author }) => author === "LEDMatrix") ?? []
      const halfWritten = text === "" ? theirs.length > 0 : theirs.some((version) => version.text === text)
      return torn || (halfWritten && parsed(text) === undefined)
    })
  )
}

/** Whether an undo, done or begun, has put a plugin in its place, and no uninstall is at it since. */
const broughtBack = (directory: string, files: Snapshot): boolean => {
  const moved = journalRecords(files).filter(({ changes }) =>
    changes.some((change) => change.directory !== undefined && isIn(change, directory))
  )
  const isBack = moved.some(
    ({ changes, command }) =>
      command === "undo" &&
      changes.some((change) => change.directory?.present === true && isIn(change, directory))
  )
  return isBack && !moved.some(({ command, status }) => command === "uninstall" && status === "intended")
}

/**
 * LEDMatrix starts when the Pi does, and deletes the directories of the plugins that are marked as uninstalled.
 */
const ledMatrixStarts = Effect.fnUntraced(function* ({ files }: Mounted, { facts, world }: Known) {
  const marks = parsed(yield* files.text(MARKS))
  const wrong: Array<string> = []
  const deleted: Array<string> = []
  for (const mark of Array.isArray(marks) ? (marks as ReadonlyArray<string>) : []) {
    const tree = pluginTrees(yield* files.snapshot).get(mark)
    if (tree === undefined) continue
    const old = wholeIn(mark, tree, world) === "old"
    const isBack = !facts.uninstalls.has(mark) && broughtBack(mark, yield* files.snapshot)
    if (old && isBack) wrong.push(`LEDMatrix deletes ${mark}, which an undo has just brought back`)
    deleted.push(mark)
    yield* files.remove(`${PLUGINS}/${mark}`)
  }
  return { deleted, wrong }
})

export const recover: (recovery: Recovery) => Effect.Effect<Recovered, never, Scope.Scope | VirtualClock> =
  Effect.fnUntraced(function* ({ around, chance, commands, depth, point, tell }) {
    const { image } = point
    const losses = theirLosses(point)
    const wrong: Array<string> = []
    const check = (where: string, lines: ReadonlyArray<string>) => {
      for (const line of lines) wrong.push(`${where}: ${line}`)
    }
    let known: Known = { ...point.known, theirLosses: losses }
    tell?.(
      `  the power goes before ${point.operation.number} ${point.operation.name} ${point.operation.path}`
    )
    for (const line of image.lost) tell?.(`    lost: ${line}`)
    for (const { author, how, path } of image.damaged) tell?.(`    ${how}: ${path} (${author})`)
    check("right after the cut", [
      ...inspect(image.files, known, "cut"),
      ...broken(image.files, known),
      ...exposed(image.modes)
    ])
    yield* reboot(point.atMs, chance)
    const mounted = yield* mount({ image })
    if (chance.happens(0.3)) {
      const { deleted, wrong: unwanted } = yield* ledMatrixStarts(mounted, known)
      check("at the next start", unwanted)
      const directories = new Set([...known.doings.directories, ...deleted])
      known = { ...known, doings: { ...known.doings, directories } }
    }
    const pause = () => pauseMs(chance)
    const calm = {
      mounted,
      pause,
      around: { ...around, script: ALL_WELL },
      ledMatrix: undefined,
      chance,
      tell
    }
    const step = (command: Command, more: Partial<Attempt> = {}) =>
      attempt({ ...calm, commands: [command], known, trouble: NO_TROUBLE, cutAt: undefined, ...more })

    if (losses.size > 0) {
      check("beside a file that LEDMatrix lost", yield* withLosses(mounted, losses, step))
      for (const path of losses) yield* mounted.files.put(path, lastWhole(known.versions, path) ?? "{}")
      yield* mounted.disk.makeDurable
      known = { ...known, theirLosses: new Set() }
    }

    // The first process after the cut. It may be cut in its turn, or find the network gone or the card failing.
    const { rest } = known.facts
    const first = chance.happens(0.7)
      ? rest
      : chance.happens(0.5)
        ? chance.pick([rest, ...commands])
        : makeCommand(known.world, chance)
    const cutBefore = depth < DEPTH_MAX && chance.happens(0.25) ? 1 + chance.below(120) : 0
    const trouble: Trouble = chance.happens(0.06)
      ? { code: chance.pick(["EIO", "ENOSPC"]), from: 1 + chance.below(120), until: 250 }
      : NO_TROUBLE
    const script = chance.happens(0.2) ? networkScript(chance) : ALL_WELL
    const tried = yield* step(first, {
      around: { ...around, script },
      trouble,
      cutAt: ({ number }) => number === cutBefore
    })
    known = tried.known
    check("the first process", tried.wrong)
    for (const process of tried.processes) {
      check("the first process", endsBadly(process.ended, trouble.code !== "none"))
      check("the first process", tellsSecrets(process))
    }
    const again = tried.cuts[0]
    if (again !== undefined && wrong.length === 0) {
      const deeper = yield* recover({ around, chance, commands, depth: depth + 1, point: again, tell })
      return { ...deeper, nested: deeper.nested + 1 } satisfies Recovered
    }

    // One that looked at everything, with nothing in its way, and had nothing to do, is at rest already.
    const atRestAlready =
      first === rest && trouble === NO_TROUBLE && script === ALL_WELL && idle(tried).length === 0
    const second = atRestAlready ? tried : yield* step(rest)
    known = second.known
    check("the second process", second.wrong)
    check("the second process", yield* atRest(mounted, known, second.processes))
    // One that had nothing to do shows the rest; after any other the next must show it.
    if (idle(second).length > 0) {
      // While the registry's copy is still fresh.
      const third = yield* step(rest, { pause: () => MINUTE })
      check("the third process", third.wrong)
      check("the third process", yield* atRest(mounted, known, third.processes))
      if (!second.processes.some(({ ended }) => isWaiting(ended))) check("the third process", idle(third))
    }
    if (wrong.length === 0 && chance.happens(0.12))
      check("a day later", yield* aDayLater(mounted, known, step))
    return { wrong, nested: 0, theirLosses: losses.size } satisfies Recovered
  })
