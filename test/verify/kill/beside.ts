/** What LEDMatrix, a card or an owner does to the installation, before a command or beside it. */
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync
} from "node:fs"
import { setTimeout as sleep } from "node:timers/promises"
import type { Chance } from "../../support/powerCut/seededChance.ts"
import type { Known } from "./known.ts"
import { CONFIG, MARKS, objectOf, PLUGINS, STATE, TARGETS, type World } from "./world.ts"

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Something that a command finds to do. What it says is what was done. */
export const drift = (world: World, known: Known, chance: Chance): string => {
  const id = chance.pick(PLUGINS)
  const state = objectOf(world.read(STATE))
  const states = objectOf(state["states"])
  const record = objectOf(states[id])
  const save = (value: unknown): string => {
    if (states[id] === undefined) return "nothing"
    world.writeJson(STATE, { ...state, states: { ...states, [id]: value } })
    known.promised.delete(id)
    return `the record of ${id} is changed`
  }
  switch (chance.pick(["delete", "flip", "version", "damage", "nothing"] as const)) {
    case "delete":
      known.moving.add(id)
      known.deleted.add(id)
      known.promised.delete(id)
      rmSync(world.path(`plugin-repos/${id}`), { recursive: true, force: true })
      return `${id} is deleted`
    case "flip": {
      const enabled = record["enabled"] !== true
      return save({ ...record, enabled, status: enabled ? "enabled" : "disabled" })
    }
    case "version":
      return save({ ...record, version: "0.0.1" })
    case "damage":
      return save({ ...record, enabled: "perhaps", status: 7 })
    case "nothing":
      return "nothing"
  }
}

/** LEDMatrix, which reads its saved state once, and writes it from memory: truncated first, in two pieces. */
const rewriteState = async (world: World, known: Known, chance: Chance): Promise<void> => {
  const file = world.path(STATE)
  const memory = readFileSync(file, "utf8")
  await sleep(chance.below(900))
  if (!existsSync(file) || readFileSync(file, "utf8") !== memory) {
    known.stale = true
    known.promised.clear()
  }
  const descriptor = openSync(file, "w")
  writeSync(descriptor, memory.slice(0, memory.length / 2))
  await sleep(chance.below(30))
  writeSync(descriptor, memory.slice(memory.length / 2))
  closeSync(descriptor)
}

/** LEDMatrix, which saves a setting of its own in config: written beside, and renamed. */
const renameConfig = async (world: World, known: Known, chance: Chance): Promise<void> => {
  const file = world.path(CONFIG)
  await sleep(chance.below(900))
  const loaded = readFileSync(file, "utf8")
  const config = objectOf(parsed(loaded))
  const brightness = (known.brightness.at(-1) ?? 0) + 1
  config["display"] = { ...objectOf(config["display"]), brightness }
  writeFileSync(`${file}.tmp`, JSON.stringify(config, undefined, 4))
  await sleep(chance.below(10))
  if (readFileSync(file, "utf8") !== loaded) {
    known.stale = true
    known.promised.clear()
  }
  renameSync(`${file}.tmp`, file)
  known.brightness.push(brightness)
}

/**
 * LEDMatrix, which uninstalls a plugin that no command is given: the entry first, the files later, the mark last. What
 * runs meanwhile may take it for drift.
 */
const uninstallSlowly: Writer = async (world, known, chance, busy) => {
  const there = world.directories()
  const [first, ...rest] = TARGETS.filter((id) => there.includes(id) && !busy.has(id))
  if (first === undefined) return
  const id = chance.pick([first, ...rest])
  known.leaving.add(id)
  known.recordsOpen.add(id)
  known.moving.add(id)
  known.deleted.add(id)
  known.promised.delete(id)
  const file = world.path(CONFIG)
  await sleep(chance.below(300))
  const loaded = readFileSync(file, "utf8")
  const { [id]: _entry, ...config } = objectOf(parsed(loaded))
  writeFileSync(`${file}.tmp`, JSON.stringify(config, undefined, 4))
  if (readFileSync(file, "utf8") !== loaded) {
    known.stale = true
    known.promised.clear()
  }
  renameSync(`${file}.tmp`, file)
  await sleep(100 + chance.below(900))
  // In one step: else it could delete half of what a command puts in its place.
  const gone = `${world.directory}/gone`
  if (existsSync(world.path(`plugin-repos/${id}`))) renameSync(world.path(`plugin-repos/${id}`), gone)
  rmSync(gone, { recursive: true, force: true })
  await sleep(chance.below(300))
  const marks = world.read(MARKS)
  const marked = new Set([...(Array.isArray(marks) ? marks : []), id])
  writeFileSync(`${world.path(MARKS)}.tmp`, JSON.stringify([...marked].toSorted()))
  renameSync(`${world.path(MARKS)}.tmp`, world.path(MARKS))
}

/** `busy` are the plugins that a command beside it is given. */
export type Writer = (world: World, known: Known, chance: Chance, busy: ReadonlySet<string>) => Promise<void>

export const WRITERS: readonly [Writer, ...ReadonlyArray<Writer>] = [
  rewriteState,
  renameConfig,
  uninstallSlowly
]
