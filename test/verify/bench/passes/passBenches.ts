/** Passes of the reconciler in this process, beside the bare reading of the same files. */
import { relative } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { type Drift, fixture, type Fixture } from "../fixture.ts"
import { coldFloor, warmFloor } from "./floors.ts"
import { type Figure, ratio } from "../measure.ts"
import { freshProcess } from "./passes.ts"

export const coldPass = (at: Fixture) => async (): Promise<void> => {
  const process = await freshProcess(at.root)
  await process.reconcile()
  await process.end()
}

/** What the ledger remembers is there, as after any earlier run. */
export const settled = async (at: Fixture): Promise<Fixture> => {
  at.setDrift("none")
  await coldPass(at)()
  return at
}

/** Files that were left alone for a moment: of younger ones no signature is trusted, and they are read twice. */
export const changed = async (at: Fixture, drift: Drift): Promise<void> => {
  at.setDrift(drift)
  await sleep(100)
}

export const cold = (size: number) => async (): Promise<ReadonlyArray<Figure>> => {
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

export const warm = async (): Promise<ReadonlyArray<Figure>> => {
  const at = await settled(fixture(2000))
  const process = await freshProcess(at.root)
  await process.reconcile()
  const figure = await ratio(
    "warm pass of 2000 plugins / readdir and stats",
    1.6,
    [
      { name: "pass", run: process.reconcile },
      { name: "stats", run: warmFloor(at.root) }
    ],
    { warmUp: 20, counted: 101 }
  )
  process.written.clear()
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

export const drifted = (drift: Drift) => async (): Promise<ReadonlyArray<Figure>> => {
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
      detail: writes.map((path) => relative(at.root, path)).join(" ")
    }
  ]
}

export const growth = async (): Promise<ReadonlyArray<Figure>> => {
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
