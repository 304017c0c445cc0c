/** What is known of the installation since it was last at rest, as far as it decides what may be found there. */
import type { Command } from "./commands.ts"
import { CONFIG, objectOf, PLUGINS, SECRETS, STATE, TOKEN, type World } from "./world.ts"

export interface Known {
  /** The number in each entry, section of secrets and record that its owner last wrote there. */
  readonly numbers: ReadonlyMap<string, number>
  /** Plugins whose entry and secrets some command was to remove. */
  readonly leaving: Set<string>
  /** Plugins whose entry and secrets some `uninstall` or `undo` was to leave. */
  readonly keeping: Set<string>
  /** Plugins whose record may be gone, or another. */
  readonly recordsOpen: Set<string>
  /** Plugins whose directory some command was at, or that somebody deleted. */
  readonly moving: Set<string>
  /** Plugins whose directory somebody deleted, with what was in it. */
  readonly deleted: Set<string>
  /** What a command answered with success, by plugin, while no other program has been at it. */
  readonly promised: Map<string, Command>
  /** Whether LEDMatrix has replaced config or saved state by what it had read earlier. */
  stale: boolean
  /** Every `display.brightness` that LEDMatrix has written. */
  readonly brightness: Array<number>
}

export const entryOf = (id: string, number: number) => ({
  owner: number,
  colour: [255, 0, number % 256],
  api_key: `entry-key-of-${id}`
})
export const secretOf = (id: string, number: number) => ({ token: `s3cret-of-${id}-${number}` })

/** The owner writes settings of their own into every entry that is there, and begins to watch. */
export const settle = (world: World, number: number, brightness: number): Known => {
  const config = objectOf(world.read(CONFIG))
  const state = objectOf(world.read(STATE))
  const states = objectOf(state["states"])
  const secrets: { [key: string]: unknown } = { ...TOKEN }
  const numbers = new Map<string, number>()
  for (const id of PLUGINS) {
    if (config[id] === undefined) continue
    config[id] = { ...objectOf(config[id]), ...entryOf(id, number) }
    secrets[id] = secretOf(id, number)
    if (states[id] !== undefined) states[id] = { ...objectOf(states[id]), metadata: { owner: number } }
    numbers.set(id, number)
  }
  world.writeJson(CONFIG, config)
  world.writeJson(SECRETS, secrets)
  world.writeJson(STATE, { ...state, states })
  const gone = PLUGINS.filter((id) => !world.directories().includes(id))
  return {
    numbers,
    leaving: new Set(),
    // An entry without a plugin: an earlier uninstall has kept it.
    keeping: new Set(gone.filter((id) => config[id] !== undefined)),
    recordsOpen: new Set(PLUGINS.filter((id) => states[id] === undefined)),
    moving: new Set(gone),
    deleted: new Set(PLUGINS.filter((id) => !world.hasLogin(id))),
    promised: new Map(),
    stale: false,
    brightness: [brightness]
  }
}

/** A command is about to run: its work may be found half done from now on. */
export const begin = (known: Known, { id, keepsConfig, verb }: Command): void => {
  if (id !== undefined) known.promised.delete(id)
  switch (verb) {
    case "uninstall":
      if (keepsConfig) known.keeping.add(id)
      else known.leaving.add(id)
      known.recordsOpen.add(id)
      known.moving.add(id)
      return
    case "install":
      known.recordsOpen.add(id)
      known.moving.add(id)
      return
    case "update":
      known.moving.add(id)
      return
    case "update --all":
      for (const plugin of PLUGINS) known.moving.add(plugin)
      return
    case "undo":
      // Of a repair too: what that had fetched goes again. What its owner changed since, as the entry of an
      // undone install, stays.
      known.promised.clear()
      for (const plugin of PLUGINS) {
        known.keeping.add(plugin)
        known.moving.add(plugin)
        known.recordsOpen.add(plugin)
      }
      return
    case "enable":
    case "disable":
    case "reconcile":
    case "reconcile --force":
    case "controller":
  }
}
