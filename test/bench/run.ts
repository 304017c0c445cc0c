/**
 * The promises of speed and memory, each as a ratio against a baseline of the same run. Exits with 1 where a
 * limit is exceeded. Medians, after both sides have been run a few times so that neither pays for compiling.
 *
 *   node test/bench/run.ts [--only TEXT] [--json FILE]
 */
import { writeFileSync } from "node:fs"
import { setTimeout as sleep } from "node:timers/promises"
import { parseArgs } from "node:util"
import { type Drift, fixture, type Fixture } from "./fixture.ts"
import { coldFloor, warmFloor } from "./floors.ts"
import { idleFigures } from "./idle.ts"
import { type Figure, ratio } from "./measure.ts"
import { freshProcess } from "./passes.ts"
import { processFigures } from "./processes.ts"
import { requestFigures } from "./requests.ts"
import { installing, listing, lookingUp, memory } from "./store.ts"

const { values } = parseArgs({ options: { only: { type: "string" }, json: { type: "string" } } })

const coldPass = (at: Fixture) => async (): Promise<void> => {
  const process = await freshProcess(at.root)
  await process.reconcile()
  await process.end()
}

/** What the ledger remembers is there, as after any earlier run. */
const settled = async (at: Fixture): Promise<Fixture> => {
  at.setDrift("none")
  await coldPass(at)()
  return at
}

/** Files that were left alone for a moment: of younger ones no signature is trusted, and they are read twice. */
const changed = async (at: Fixture, drift: Drift): Promise<void> => {
  at.setDrift(drift)
  await sleep(100)
}

const cold = (size: number) => async (): Promise<ReadonlyArray<Figure>> => {
  const at = await settled(fixture(size))
  const rounds = { warmUp: 4, counted: size > 5000 ? 9 : 21 }
  const figure = await ratio(
    `cold pass of ${size} plugins / floor`,
    1.6,
    [
      { name: "pass", run: coldPass(at) },
      { name: "floor", run: coldFloor(at.root) }
    ],
    rounds
  )
  at.remove()
  return [figure]
}

const warm = async (): Promise<ReadonlyArray<Figure>> => {
  const at = await settled(fixture(2000))
  const process = await freshProcess(at.root)
  await process.reconcile()
  const figure = await ratio(
    "warm pass of 2000 plugins / readdir and stats",
    1.5,
    [
      { name: "pass", run: process.reconcile },
      { name: "stats", run: warmFloor(at.root) }
    ],
    { warmUp: 20, counted: 101 }
  )
  process.written.bytes = 0
  await process.reconcile()
  const idle = {
    name: "bytes written by a run with nothing to do",
    value: process.written.bytes,
    limit: 0,
    detail: ""
  }
  await process.end()
  at.remove()
  return [figure, idle]
}

const drifted = (drift: Drift) => async (): Promise<ReadonlyArray<Figure>> => {
  const at = await settled(fixture(2000))
  const clean = await settled(fixture(2000))
  let replaced: ReadonlyArray<string> = []
  const figure = await ratio(
    `pass with a tenth ${drift} / cold clean pass, 2000 plugins`,
    2,
    [
      {
        name: "drifted",
        before: () => changed(at, drift),
        run: async () => {
          const process = await freshProcess(at.root)
          await process.reconcile()
          await process.end()
          ;({ replaced } = process.written)
        }
      },
      { name: "clean", run: coldPass(clean) }
    ],
    { warmUp: 4, counted: 15 }
  )
  const writes = replaced.filter(
    (path) => path.endsWith("/config.json") || path.endsWith("/plugin_state.json")
  )
  at.remove()
  clean.remove()
  return [
    figure,
    {
      name: `writes of LEDMatrix's files, a tenth ${drift}`,
      value: writes.length,
      limit: 1,
      detail: writes.join(" ")
    }
  ]
}

const growth = async (): Promise<ReadonlyArray<Figure>> => {
  const large = await settled(fixture(10_000))
  const small = await settled(fixture(1000))
  const side = (name: string, at: Fixture) => ({
    name,
    before: () => changed(at, "enabled"),
    run: coldPass(at)
  })
  const figure = await ratio(
    "10,000 plugins / 1,000 plugins, a tenth drifted",
    11,
    [side("10,000", large), side("1,000", small)],
    { warmUp: 2, counted: 7 }
  )
  large.remove()
  small.remove()
  return [figure]
}

const oneShot = async (): Promise<ReadonlyArray<Figure>> => {
  const at = await settled(fixture(20))
  const figures = processFigures(at.root)
  at.remove()
  return figures
}

const beside =
  (measure: (at: Fixture) => Promise<ReadonlyArray<Figure>>) => async (): Promise<ReadonlyArray<Figure>> => {
    const at = await settled(fixture(200))
    const figures = await measure(at)
    at.remove()
    return figures
  }

const benches: { readonly [name: string]: () => Promise<ReadonlyArray<Figure>> } = {
  "cold-2000": cold(2000),
  "cold-10000": cold(10_000),
  warm,
  "drift-enabled": drifted("enabled"),
  "drift-missing": drifted("missing_in_config"),
  growth,
  processes: oneShot,
  idle: beside(idleFigures),
  requests: beside(requestFigures),
  listing,
  installing,
  memory,
  "looking-up": lookingUp
}

const figures: Array<Figure> = []
for (const [name, bench] of Object.entries(benches)) {
  if (values.only !== undefined && !name.includes(values.only)) continue
  // oxlint-disable-next-line no-await-in-loop -- benches must not disturb each other
  for (const figure of await bench()) {
    figures.push(figure)
    const verdict = figure.value <= figure.limit ? "ok  " : "OVER"
    process.stdout.write(
      `${verdict} ${figure.value.toFixed(2).padStart(7)} of ${String(figure.limit).padStart(4)}  ${figure.name}  (${figure.detail})\n`
    )
  }
}
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(figures, undefined, 2)}\n`)
if (figures.some(({ limit, value }) => value > limit)) process.exitCode = 1
