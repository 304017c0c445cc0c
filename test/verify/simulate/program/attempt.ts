/**
 * Commands run on a simulated disk while everything that happens to it is watched: LEDMatrix's steps between
 * the operations, the disk's troubles, and the moments at which the power might go.
 */
import { Clock, type Context, Effect, Layer } from "effect"
import type { FileReader, FileWriter } from "../../../../src/ports/Files.ts"
import type { ProcessLock } from "../../../../src/ports/ProcessLock.ts"
import type { Operation } from "../../../../src/testing/memoryCalls.ts"
import { MemoryLock } from "../../../../src/testing/MemoryLock.ts"
import { MemoryFiles } from "../../../../src/testing/MemoryFiles.ts"
import type { Chance } from "../../../support/powerCut/seededChance.ts"
import { VirtualClock } from "../../../support/powerCut/VirtualClock.ts"
import {
  type DiskImage,
  VirtualDisk,
  type VirtualDiskOptions
} from "../../../support/powerCut/VirtualDisk.ts"
import {
  besides,
  CONFIG,
  DOCUMENTS,
  HOST,
  keepsNoState,
  noted,
  STATE,
  type Version
} from "../world/documents.ts"
import { byHand } from "../desired/owner.ts"
import { begun, besideLedMatrix, ended } from "../promises/facts.ts"
import type { Known } from "../promises/inspect.ts"
import type { LedMatrix } from "../world/LedMatrix.ts"
import { type Command, type Process, run, type Surroundings, tellCommand } from "./program.ts"
import { isAnywhere, standingBeside } from "../promises/trees.ts"
import { faultOf, type Trouble, type Workload } from "./workload.ts"

export interface Mounted {
  readonly context: Context.Context<FileReader | FileWriter>
  /** Of the machine: free when the process that held one has ended. */
  readonly locks: Context.Context<ProcessLock>
  readonly files: typeof MemoryFiles.Service
  readonly disk: typeof VirtualDisk.Service
}

export const mount = Effect.fnUntraced(function* (options: VirtualDiskOptions) {
  const context = yield* Layer.build(VirtualDisk.layer(options))
  const [files, disk] = yield* Effect.all([MemoryFiles, VirtualDisk]).pipe(Effect.provideContext(context))
  const locks = yield* Layer.build(Layer.fresh(MemoryLock.layer))
  return { context, locks, files, disk } satisfies Mounted
})

/** A moment at which the power went: what it left, and what was known then. */
export interface CutPoint {
  readonly operation: Operation
  readonly image: DiskImage
  readonly known: Known
  /** By the wall clock. */
  readonly atMs: number
}

export interface Attempt {
  readonly mounted: Mounted
  readonly commands: ReadonlyArray<Command>
  /** Run them at the same time. */
  readonly together?: boolean
  readonly known: Known
  readonly around: Omit<Surroundings, "files" | "locks" | "seed">
  readonly ledMatrix: LedMatrix | undefined
  readonly trouble: Trouble
  readonly clockJump?: Workload["clockJump"]
  readonly chance: Chance
  /** Milliseconds before the next command. */
  readonly pause: () => number
  /**
   * Whether the power may go before this operation, given whether anything changed since the last one. Without
   * it, nothing happens to the disk but what the program does, and that is not watched.
   */
  readonly cutAt: ((operation: Operation, changed: boolean) => boolean) | undefined
  readonly tell: ((line: string) => void) | undefined
}

export interface Attempted {
  readonly processes: ReadonlyArray<Process>
  readonly cuts: ReadonlyArray<CutPoint>
  readonly known: Known
  /** What a command did that it must not, with any exit code. */
  readonly wrong: ReadonlyArray<string>
  /** Writers that renamed between our last compare and our rename: the documented window. */
  readonly windows: number
  readonly operations: number
  /** But those of the registry's copy, which is fetched again when it is old. */
  readonly writes: number
}

const NO_JUMP: Workload["clockJump"] = { before: 0, ms: 0 }

const isRegistryCopy = (path: string): boolean =>
  /\/data\/reconciler\/\.?registry(?:-failure)?\.json/u.test(path)

interface Left {
  readonly upgrades: number
  readonly text: string | undefined
}

/** Where another LEDMatrix came in between, the file is its own affair. */
const same = (before: Left, after: Left | undefined): boolean =>
  after === undefined || after.upgrades !== before.upgrades || after.text === before.text

export const attempt = Effect.fnUntraced(function* (options: Attempt) {
  const { around, chance, commands, ledMatrix, mounted, tell, trouble } = options
  const { disk, files } = mounted
  const clock = yield* VirtualClock
  const { world } = options.known
  const together = options.together === true
  let known = options.known
  let windows = 0
  let changed = true
  let alone = true
  const wrong: Array<string> = []
  const cuts: Array<CutPoint> = []

  const note = Effect.fnUntraced(function* (author: Version["author"]) {
    const texts = new Map<string, string | undefined>()
    for (const path of DOCUMENTS) texts.set(path, yield* files.text(path))
    known = { ...known, versions: noted(known.versions, texts, author) }
  })
  const theirStep = Effect.fnUntraced(function* (led: LedMatrix, operation: Operation) {
    const last = operation.name === "rename" && operation.path === CONFIG
    const did = yield* last ? led.pounce : led.step
    if (did === undefined) return
    changed = true
    alone = false
    tell?.(`      LEDMatrix ${did}`)
    if (operation.name === "rename" && led.renamedOver === operation.path) windows++
    known = { ...known, facts: besideLedMatrix(known.facts, led.doings), doings: led.doings }
    yield* note("LEDMatrix")
    if (led.written !== undefined) known = { ...known, versions: besides(known.versions, led.written) }
    led.written = undefined
  })
  /** Everything that it has begun, in the seconds that it needs for it. */
  const toItsEnd = Effect.fnUntraced(function* (led: LedMatrix) {
    for (let did = yield* led.next; did !== undefined; did = yield* led.next) {
      tell?.(`      LEDMatrix ${did}`)
      known = { ...known, doings: led.doings, facts: besideLedMatrix(known.facts, led.doings) }
      yield* note("LEDMatrix")
    }
  })
  const tellOperation = ({ name, number, path }: Operation, code?: string): undefined => {
    tell?.(`${String(number).padStart(5)} ${name} ${path}${code === undefined ? "" : ` fails: ${code}`}`)
    return undefined
  }
  const cut = Effect.fnUntraced(function* (operation: Operation) {
    const image = yield* disk.afterCut(chance.below(0x7fff_ffff))
    cuts.push({ operation, image, known, atMs: yield* Clock.currentTimeMillis })
  })
  const before = Effect.fnUntraced(function* (operation: Operation) {
    if (changed) yield* note("the program")
    // Whose turn it is, where several run, is chance.
    if (together && chance.happens(0.3)) yield* Effect.yieldNow
    yield* clock.pass(chance.pick([0, 0, 0, 1, 9]))
    const { before: jumpsBefore, ms: jump } = options.clockJump ?? NO_JUMP
    if (jump !== 0 && operation.number === jumpsBefore) {
      tell?.(`      the clock jumps by ${jump} ms`)
      yield* clock.set((yield* Clock.currentTimeMillis) + jump)
    }
    if (ledMatrix !== undefined) yield* theirStep(ledMatrix, operation)
    if (options.cutAt?.(operation, changed) === true) yield* cut(operation)
    changed = operation.writes
    const code = faultOf(trouble, operation)
    tellOperation(operation, code)
    return code
  })

  yield* files.reset
  const watched = options.cutAt !== undefined
  if (watched) yield* files.before(before)
  else if (tell !== undefined) yield* files.before((operation) => Effect.sync(() => tellOperation(operation)))
  /** The saved state beside a LEDMatrix that keeps none, and how often that has changed. */
  const stateOfRetired = Effect.gen(function* () {
    if (!keepsNoState(yield* files.text(HOST))) return undefined
    return { upgrades: known.doings.upgrades, text: yield* files.text(STATE) }
  })
  const perform = Effect.fnUntraced(function* (command: Command) {
    tell?.(`  $ ${tellCommand(command)}`)
    if (ledMatrix?.isUninstalling === true) yield* toItsEnd(ledMatrix)
    const retired = yield* stateOfRetired
    yield* clock.pass(options.pause())
    known = { ...known, facts: begun(known.facts, command, world) }
    if ((watched || isAnywhere(command)) && !together)
      known = { ...known, standing: standingBeside(yield* files.snapshot, world, [command]) }
    alone = !together
    const edited = yield* byHand(files, command)
    if (edited !== undefined) {
      changed = true
      yield* note("LEDMatrix")
      return edited
    }
    const process = yield* run(command, {
      ...around,
      files: mounted.context,
      locks: mounted.locks,
      seed: chance.below(0x7fff_ffff)
    })
    if (changed || !watched) yield* note("the program")
    if (retired !== undefined && !together && !same(retired, yield* stateOfRetired))
      wrong.push(`${tellCommand(command)} wrote a saved state that LEDMatrix no longer keeps`)
    if (watched && !together && trouble.code !== "EROFS")
      known = { ...known, standing: standingBeside(yield* files.snapshot, world, []) }
    if (alone) known = { ...known, facts: ended(known.facts, command, process.ended, world) }
    tell?.(`  = ${JSON.stringify(process.ended)}`)
    for (const line of process.log) tell?.(`    log ${line}`)
    return process
  })
  if (together) known = { ...known, standing: standingBeside(yield* files.snapshot, world, commands) }
  const processes = yield* Effect.forEach(commands, perform, { concurrency: together ? "unbounded" : 1 })
  if (ledMatrix !== undefined) yield* toItsEnd(ledMatrix)
  const operations = yield* files.operations
  const last = operations.at(-1)
  yield* files.reset
  if (last !== undefined && options.cutAt?.(last, true) === true) {
    yield* cut({ ...last, number: last.number + 1, name: "the end" })
  }
  return {
    processes,
    cuts,
    known,
    wrong,
    windows,
    operations: operations.length,
    writes: operations.filter(({ name, path, writes }) => writes && name !== "sync" && !isRegistryCopy(path))
      .length
  } satisfies Attempted
})
