/** What the built controller does with changes, what it takes while idle, and what many passes leave behind. */
import { spawn, spawnSync } from "node:child_process"
import { copyFileSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { type ControllerProcess, startController } from "./controllerProcess.ts"
import type { Fixture } from "../fixture.ts"
import { type Figure, median } from "../measure.ts"

/** The default of `controller`. */
const DEBOUNCE_MS = 250
/** What it may take from there. */
const REPAIR_MS = 50

/** Config is put in place with one plugin switched off, and is another file again once that is repaired. */
const repairMs = async (root: string): Promise<number> => {
  const path = join(root, "config/config.json")
  const beside = join(root, "config/.changed")
  const drifted = readFileSync(path, "utf8").replace(/("plugin-00000": \{\s*"enabled": )true/u, "$1false")
  writeFileSync(beside, drifted)
  const written = statSync(beside).ino
  renameSync(beside, path)
  const start = performance.now()
  // oxlint-disable-next-line no-await-in-loop -- one look after the other
  while (statSync(path).ino === written) await sleep(1)
  return performance.now() - start
}

/** Waits for quiet as long, and then puts back what was there: what no watching program can do without. */
const BARE = `
const { readFileSync, renameSync, statSync, watch, writeFileSync } = require("node:fs")
const [, directory, debounce] = process.argv
const path = directory + "/config.json"
const whole = readFileSync(path, "utf8")
let own = statSync(path).ino
let timer
watch(directory, (_, name) => {
  if (name !== "config.json" || statSync(path).ino === own) return
  clearTimeout(timer)
  timer = setTimeout(() => {
    JSON.parse(readFileSync(path, "utf8"))
    writeFileSync(directory + "/.repaired", whole)
    own = statSync(directory + "/.repaired").ino
    renameSync(directory + "/.repaired", path)
  }, Number(debounce))
})
`

const REPAIRS = 21

const repairing = async (root: string): Promise<ReadonlyArray<Figure>> => {
  const beside = join(root, "beside")
  mkdirSync(join(beside, "config"), { recursive: true })
  copyFileSync(join(root, "config/config.json"), join(beside, "config/config.json"))
  const bare = spawn(process.execPath, ["-e", BARE, join(beside, "config"), String(DEBOUNCE_MS)])
  const times = { ours: new Array<number>(), bare: new Array<number>() }
  for (let round = 0; round < REPAIRS; round++) {
    for (const [side, at] of [
      ["ours", root],
      ["bare", beside]
    ] as const) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other, and quiet in between
      await sleep(700)
      // oxlint-disable-next-line no-await-in-loop -- as above
      times[side].push(await repairMs(at))
    }
  }
  bare.kill()
  const [a, b] = [median(times.ours), median(times.bare)]
  const detail = `median of ${REPAIRS} ${a.toFixed(0)} ms, bare ${b.toFixed(0)} ms`
  return [
    {
      name: "a changed file is repaired: time after the debounce / 50 ms, 200 plugins",
      value: (a - DEBOUNCE_MS) / REPAIR_MS,
      limit: 1,
      detail
    },
    {
      name: "a changed file is repaired / put back by a bare watcher, 200 plugins",
      value: a / b,
      detail
    }
  ]
}

const CHANGES = 1000

/** Manifests are written anew for a second, and each tenth time config. */
const storm = async (
  { manifests, root }: Fixture,
  controller: ControllerProcess
): Promise<ReadonlyArray<Figure>> => {
  const path = join(root, "config/config.json")
  const config = readFileSync(path, "utf8")
  const texts = manifests.map((manifest) => readFileSync(manifest, "utf8"))
  const before = await controller.passes()
  const start = performance.now()
  for (let change = 0; change < CHANGES; change++) {
    const at = change % manifests.length
    if (change % 10 === 0)
      writeFileSync(path, config.replace(/"display_duration": \d+/u, `"display_duration": ${1000 + change}`))
    else writeFileSync(manifests[at] ?? "", texts[at] ?? "")
    const early = change - (performance.now() - start)
    // oxlint-disable-next-line no-await-in-loop -- spread over the second
    if (early > 1) await sleep(early)
  }
  const seconds = (performance.now() - start) / 1000
  await sleep(4000)
  return [
    {
      name: `passes that ${CHANGES} changes in a second cost, 200 plugins`,
      value: (await controller.passes()) - before,
      limit: 3,
      detail: `written in ${seconds.toFixed(2)} s`
    }
  ]
}

const IDLE_SECONDS = 25

const idling = async (controller: ControllerProcess): Promise<Figure> => {
  // Until it has given back what loading took.
  await sleep(15_000)
  const [cpu, start] = [controller.cpuSeconds(), performance.now()]
  await sleep(IDLE_SECONDS * 1000)
  const seconds = (performance.now() - start) / 1000
  const used = controller.cpuSeconds() - cpu
  return {
    name: "idle controller, 200 plugins: percent of a core",
    value: (100 * used) / seconds,
    limit: 0.5,
    detail: `${used.toFixed(2)} s of ${seconds.toFixed(0)} s`
  }
}

export const controllerFigures = async (at: Fixture): Promise<ReadonlyArray<Figure>> => {
  const controller = await startController(at.root, 5295)
  try {
    const idle = await idling(controller)
    return [...(await repairing(at.root)), ...(await storm(at, controller)), idle]
  } finally {
    controller.end()
  }
}

const PASSES = 10_000
const SAMPLES = 10

const LONG_RUN = fileURLToPath(new URL("longRunProcess.ts", import.meta.url))

/** The first tenth is not counted: it fills what is kept, such as the passes that are remembered. */
export const longRunFigures = ({ root }: Fixture): ReadonlyArray<Figure> => {
  const { stdout } = spawnSync(process.execPath, [LONG_RUN, root, String(PASSES), String(SAMPLES)], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"]
  })
  const resident = stdout.trim().split("\n").map(Number)
  const [first = 0, last = Number.NaN] = [resident[0], resident[SAMPLES]]
  return [
    {
      name: "controller, 20 plugins: memory after 10,000 more passes / before",
      value: last / first,
      limit: FLAT,
      detail: `${resident.map((kib) => (kib / 1024).toFixed(0)).join(", ")} MiB`
    }
  ]
}

/** What it may differ by, and still be flat. */
const FLAT = 1.1
