/** One run of the simulation: an installation, a workload, and a recovery from every cut of it. */
import { Effect } from "effect"
import { FileWriter } from "../../../src/ports/Files.ts"
import { seededChance } from "../../support/powerCut/seededChance.ts"
import { VirtualClock } from "../../support/powerCut/VirtualClock.ts"
import { type Attempt, attempt, type Attempted, type CutPoint, mount } from "./program/attempt.ts"
import { endsBadly, tellsSecrets } from "./promises/atRest.ts"
import { CONFIG, DOCUMENTS, parsedObject, SECRETS } from "./world/documents.ts"
import { makeDesiredWorkload } from "./desired/workload.ts"
import { exposed, SECRETS_MODE } from "./promises/exposed.ts"
import { NO_FACTS } from "./promises/facts.ts"
import { inspect, type Known } from "./promises/inspect.ts"
import { LedMatrix, NO_DOINGS } from "./world/LedMatrix.ts"
import { tellCommand, type Weakness } from "./program/program.ts"
import { pauseMs, recover } from "./program/recover.ts"
import { ALL_WELL, localStore, networkScript } from "./world/scriptedStore.ts"
import { makeWorkload, NO_TROUBLE, type Workload } from "./program/workload.ts"
import type { Snapshot } from "./promises/trees.ts"
import { makeWorld, PLUGINS, START_MS, type World } from "./world/world.ts"

export interface Fault {
  readonly seed: number
  /** The cut after which it showed; 0 where it showed without one. */
  readonly cut: number
  readonly wrong: ReadonlyArray<string>
}

export interface Outcome {
  readonly operations: number
  /** Moments of the runs themselves at which the power can be cut. */
  readonly points: number
  /** Cuts recovered from; `nested` of them are cuts of a recovery. */
  readonly cuts: number
  readonly nested: number
  readonly windows: number
  readonly overtaken: number
  readonly theirLosses: number
  readonly faults: ReadonlyArray<Fault>
}

export interface Options {
  readonly seed: number
  /** With documents of desired states. */
  readonly desired?: boolean
  /** Recover from this cut alone; from none where it is 0. */
  readonly cut?: number
  readonly tell?: (line: string) => void
  readonly weaken?: Weakness
  /** Go no further than the first fault. */
  readonly untilFirst?: boolean
}

export const simulate = (options: Options): Effect.Effect<Outcome> =>
  simulation(options).pipe(
    Effect.scoped,
    Effect.provide(VirtualClock.layer(START_MS - 40 * 86_400_000), { local: true })
  )

const simulation = Effect.fnUntraced(function* ({
  cut: wanted,
  desired = false,
  seed,
  tell,
  untilFirst = false,
  weaken
}: Options) {
  const chance = seededChance(seed)
  const world = makeWorld(chance.fork())
  const workload = (desired ? makeDesiredWorkload : makeWorkload)(world, chance.fork())
  if (tell !== undefined) tellScene(world, workload, tell)
  const mounted = yield* mount({ files: { ...world.files, ...localStore(world.offers) } })
  yield* FileWriter.use((writer) => Effect.orDie(writer.setMode(SECRETS, SECRETS_MODE))).pipe(
    Effect.provideContext(mounted.context)
  )
  yield* VirtualClock.use((clock) => clock.set(START_MS))
  const { authority, remote } = workload
  const around = { offers: world.offers, script: ALL_WELL, remote, authority, weaken }
  const days = chance.fork()
  const all = { mounted, around, chance: chance.fork(), pause: () => pauseMs(days), tell }
  const faults: Array<Fault> = []
  const blame = (cut: number, wrong: ReadonlyArray<string>) => {
    if (wrong.length > 0) faults.push({ seed, cut, wrong })
  }

  const past = yield* attempt({
    ...all,
    commands: workload.past,
    known: knownAtFirst(world),
    ledMatrix: undefined,
    trouble: NO_TROUBLE,
    cutAt: undefined
  })
  blame(
    0,
    past.processes.flatMap((process) => [...endsBadly(process.ended, false), ...tellsSecrets(process)])
  )
  yield* mounted.disk.makeDurable

  const choose = chance.fork()
  const ledMatrix =
    workload.eagerness === 0
      ? undefined
      : new LedMatrix(mounted.files, world, chance.fork(), workload.eagerness)
  const present = yield* attempt({
    ...all,
    around: { ...around, script: networkScript(chance.fork()) },
    commands: workload.present,
    together: workload.together,
    known: past.known,
    ledMatrix,
    trouble: workload.trouble,
    clockJump: workload.clockJump,
    cutAt: (_, changed) => changed || choose.happens(0.05)
  })
  const disturbed = ledMatrix !== undefined || workload.trouble.code !== "none" || workload.together
  blame(
    0,
    present.processes.flatMap((process) => [...endsBadly(process.ended, disturbed), ...tellsSecrets(process)])
  )
  blame(0, [
    ...inspect(yield* mounted.files.snapshot, present.known, "cut"),
    ...exposed(yield* mounted.files.modes)
  ])
  blame(0, theirLastWord(yield* mounted.files.text(CONFIG), present))
  blame(0, [...past.wrong, ...present.wrong])
  blame(0, cameBack(yield* mounted.files.snapshot, present, workload))

  let nested = 0
  let theirLosses = 0
  let cuts = 0
  const seeds = chance.fork()
  for (const [index, point] of present.cuts.entries()) {
    const own = seededChance(seeds.below(0x7fff_ffff))
    if (wanted !== undefined && wanted !== index + 1) continue
    if (untilFirst && faults.length > 0) break
    const recovered = yield* recoverAt(point, around, workload, own, wanted === undefined ? undefined : tell)
    cuts += 1 + recovered.nested
    nested += recovered.nested
    theirLosses += recovered.theirLosses
    blame(index + 1, recovered.wrong)
  }
  const { operations, windows } = present
  const { overtaken } = present.known.doings
  const points = present.cuts.length
  return { operations, points, cuts, nested, windows, overtaken, theirLosses, faults } satisfies Outcome
})

const recoverAt = (
  point: CutPoint,
  around: Attempt["around"],
  { present }: Workload,
  chance: ReturnType<typeof seededChance>,
  tell: ((line: string) => void) | undefined
) => Effect.scoped(recover({ point, around, commands: present, chance, depth: 0, tell }))

const knownAtFirst = (world: World): Known => ({
  world,
  facts: NO_FACTS,
  doings: NO_DOINGS,
  versions: new Map(DOCUMENTS.map((path) => [path, [{ text: world.files[path], author: "at first" }]])),
  standing: new Set(),
  theirLosses: new Set()
})

/** What LEDMatrix wrote last is there, but for the documented window. */
const theirLastWord = (config: string | undefined, { known, windows }: Attempted): ReadonlyArray<string> => {
  const { brightness } = known.doings
  if (brightness === undefined || windows > 0) return []
  const display = parsedObject(JSON.stringify(parsedObject(config)?.["display"] ?? {}))
  return display?.["brightness"] === brightness
    ? []
    : [`LEDMatrix set brightness ${brightness}, and config has another`]
}

/**
 * What LEDMatrix uninstalled stays uninstalled, though its mark comes last: by its entry alone the program knows that it
 * had been there. Not where a command was about that plugin, nor in the documented window.
 */
const cameBack = (
  files: Snapshot,
  { known: { doings }, windows }: Attempted,
  { present }: Workload
): ReadonlyArray<string> => {
  const isAsked = (id: string): boolean =>
    present.some((command) => command.verb !== "reconcile" && (!("id" in command) || command.id === id))
  if (windows > 0) return []
  const config = parsedObject(files.get(CONFIG)) ?? {}
  return [...doings.uninstalled].flatMap(([id, { agreed }]) => {
    if (!agreed || isAsked(id) || doings.toggled.has(id)) return []
    return [
      ...(id in config ? [`LEDMatrix uninstalled ${id}, and its entry came back`] : []),
      ...(files.has(`${PLUGINS}/${id}`) ? [`LEDMatrix uninstalled ${id}, and the plugin came back`] : [])
    ]
  })
}

const tellScene = (world: World, workload: Workload, tell: (line: string) => void): void => {
  tell(`config ${JSON.stringify(world.config)}`)
  tell(`records ${JSON.stringify(world.records)}`)
  tell(`marks ${JSON.stringify(world.marks)}, secrets of ${Object.keys(world.secrets).join(", ")}`)
  tell(`installed ${[...world.installed.keys()].join(", ")}; broken ${[...world.broken].join(", ")}`)
  tell(`set aside ${[...world.setAside.keys()].join(", ")}`)
  tell(`offers ${world.offers.map(({ id, version }) => `${id} ${version}`).join(", ")}`)
  const { authority, clockJump, eagerness, past, present, remote, trouble } = workload
  tell(`authority ${authority}, store ${remote ? "remote" : "local"}, LEDMatrix ${eagerness}`)
  tell(
    `trouble ${trouble.code} ${trouble.from} to ${trouble.until}; clock ${clockJump.ms} before ${clockJump.before}`
  )
  tell(`past ${past.map(tellCommand).join("; ")}`)
  tell(`present ${present.map(tellCommand).join(workload.together ? " and " : "; ")}`)
}
