/** How a run grows with the number of plugins: time, peak memory and writes, cold and warm, with and without drift. */
import { lstatSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { startController } from "../controller/controllerProcess.ts"
import { fixture, type Fixture } from "../fixture.ts"
import { coldFloorProcess, warmFloor } from "./floors.ts"
import { type Figure, median, sideBySide } from "../measure.ts"
import { changed, settled } from "./passBenches.ts"
import { freshProcess } from "./passes.ts"
import { BIN, peakKiB, wallMs } from "../processes.ts"

export const SIZES = [20, 200, 2000, 10_000] as const
const DRIFTS = ["none", "enabled"] as const

/** One way to run, at one size, beside its floor. Times are the shortest: sizes are compared, which run at different moments. */
export interface Growth {
  readonly plugins: number
  /** `enabled`: of a tenth of the plugins. */
  readonly drift: (typeof DRIFTS)[number]
  /** A process of its own, or a further pass of one that stays. */
  readonly run: "cold" | "warm"
  readonly ms: number
  readonly floorMs: number
  readonly peakMiB: number
  readonly floorPeakMiB: number
  /** Calls that change a file or a directory. */
  readonly writes: number
  readonly bytes: number
}

const mib = (kib: ReadonlyArray<number>): number => median(kib) / 1024

/** Everything that differs in a tree once anything in it was written, by name. */
const tree = (root: string): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(root, { recursive: true, encoding: "utf8" }).map((path) => {
      const { ctimeMs, ino, mtimeMs, size } = lstatSync(join(root, path))
      return [path, [ctimeMs, ino, mtimeMs, size].join(" ")]
    })
  )

const touched = (root: string, run: () => unknown): ReadonlyArray<string> => {
  const before = tree(root)
  run()
  const after = tree(root)
  return [...new Set([...before.keys(), ...after.keys()])].filter(
    (path) => before.get(path) !== after.get(path)
  )
}

const reconcile = (root: string): ReadonlyArray<string> => [
  BIN,
  "reconcile",
  "--root",
  root,
  "--offline",
  "--authority",
  "state",
  "--json"
]

const roundsOf = (plugins: number): number => (plugins > 5000 ? 5 : plugins > 500 ? 7 : 11)

const cold = async (at: Fixture, plugins: number, drift: Growth["drift"]): Promise<Growth> => {
  const before = drift === "none" ? undefined : () => changed(at, drift)
  const [times, floorTimes] = await sideBySide(
    [
      { name: "process", ...(before && { before }), run: () => wallMs(reconcile(at.root)) },
      { name: "floor", run: () => wallMs(coldFloorProcess(at.root)) }
    ],
    { warmUp: 1, counted: roundsOf(plugins) }
  )
  const [peaks, floorPeaks] = [new Array<number>(), new Array<number>()]
  for (let round = 0; round < 3; round++) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await before?.()
    peaks.push(peakKiB(reconcile(at.root)))
    floorPeaks.push(peakKiB(coldFloorProcess(at.root)))
  }
  await before?.()
  const counted = await freshProcess(at.root)
  await counted.reconcile()
  const { bytes, calls } = counted.written
  await counted.end()
  return {
    plugins,
    drift,
    run: "cold",
    ms: Math.min(...times),
    floorMs: Math.min(...floorTimes),
    peakMiB: mib(peaks),
    floorPeakMiB: mib(floorPeaks),
    writes: calls,
    bytes
  }
}

/** What a pass over changed config and state looks at again. */
const changedFloor = (root: string) => (): void => {
  warmFloor(root)()
  for (const path of ["config/config.json", "data/plugin_state.json"])
    JSON.parse(readFileSync(join(root, path), "utf8"))
}

const warm = async (at: Fixture, plugins: number, drift: Growth["drift"]): Promise<Growth> => {
  const before = drift === "none" ? undefined : () => changed(at, drift)
  const process = await freshProcess(at.root)
  await process.reconcile()
  const [times, floorTimes] = await sideBySide(
    [
      { name: "pass", ...(before && { before }), run: process.reconcile },
      { name: "floor", run: before === undefined ? warmFloor(at.root) : changedFloor(at.root) }
    ],
    { warmUp: drift === "none" ? 20 : 3, counted: roundsOf(plugins) * (drift === "none" ? 5 : 1) }
  )
  await before?.()
  process.written.clear()
  await process.reconcile()
  const { bytes, calls } = process.written
  await process.end()
  const controller = await startController(at.root, 5297)
  for (let pass = 0; pass < 3; pass++) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await before?.()
    // oxlint-disable-next-line no-await-in-loop -- as above
    await controller.reconcile()
  }
  const peak = controller.peakKiB()
  controller.end()
  return {
    plugins,
    drift,
    run: "warm",
    ms: Math.min(...times),
    floorMs: Math.min(...floorTimes),
    peakMiB: mib([peak]),
    floorPeakMiB: mib([peakKiB(coldFloorProcess(at.root))]),
    writes: calls,
    bytes
  }
}

export const sizeOf = async (
  plugins: number
): Promise<{ readonly growth: ReadonlyArray<Growth>; readonly figures: ReadonlyArray<Figure> }> => {
  const at = await settled(fixture(plugins))
  const growth: Array<Growth> = []
  let written: ReadonlyArray<string> = []
  for (const drift of DRIFTS) {
    at.setDrift("none")
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    growth.push(await cold(at, plugins, drift))
    if (drift === "none") written = touched(at.root, () => wallMs(reconcile(at.root)))
    // oxlint-disable-next-line no-await-in-loop -- as above
    growth.push(await warm(at, plugins, drift))
  }
  at.remove()
  const name = `files touched by a process with nothing to do, ${plugins} plugins`
  const touches = { name, value: written.length, limit: 0, detail: written.join(" ") }
  return { growth, figures: [...growth.flatMap(figuresOf), touches] }
}

const figuresOf = (one: Growth): ReadonlyArray<Figure> => {
  const what = `${one.run} run of ${one.plugins} plugins, ${one.drift === "none" ? "no drift" : "a tenth drifted"}`
  const ms = `${one.ms.toFixed(1)} ms, ${one.floorMs.toFixed(1)} ms`
  const peaks = `${one.peakMiB.toFixed(0)} MiB, ${one.floorPeakMiB.toFixed(0)} MiB`
  const ratios = [
    { name: `${what}: time / floor`, value: one.ms / one.floorMs, detail: ms },
    { name: `${what}: peak memory / floor`, value: one.peakMiB / one.floorPeakMiB, detail: peaks }
  ]
  const detail = `${one.bytes} bytes`
  return one.drift === "none"
    ? [...ratios, { name: `${what}: writes`, value: one.writes, limit: 0, detail }]
    : ratios
}
