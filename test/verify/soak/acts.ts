/** What an owner, LEDMatrix, a crash or a bad card does to an installation. Each act leaves it repairable. */
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { setTimeout as sleep } from "node:timers/promises"
import type { Chance } from "../../support/powerCut/seededChance.ts"
import { ask, command } from "./controllerProcess.ts"
import { logIn, replaceBroken, update } from "./replacing.ts"
import { type Act, present } from "./scene.ts"
import { isObject, PLUGINS, someOf } from "./world.ts"

let written = 0

const CONFIG = "config/config.json"

/** An owner's change of a setting: it must be there in the end. */
const changeSetting: Act = async ({ chance, counted, world }) => {
  const id = chance.pick(present(world))
  const value = ++written
  for (let attempt = 0; ; attempt++) {
    // oxlint-disable-next-line no-await-in-loop -- one write after the other
    await world.editConfig(chance, (config) => {
      const entry = config[id]
      config[id] = { enabled: false, ...(isObject(entry) ? entry : {}), soak: value }
    })
    // oxlint-disable-next-line no-await-in-loop -- as above
    await sleep(60)
    const entry = world.readJson(CONFIG)[id]
    if (isObject(entry) && entry["soak"] === value) break
    // Two programs that rename at the same moment: the documented window. An owner would write again.
    counted("lost to a rename at the same moment")
    if (attempt > 5) throw new Error(`the setting of ${id} does not stay`)
  }
  world.wanted.settings.set(id, value)
}

const toggleInConfig: Act = async ({ chance, world }) => {
  const id = chance.pick(present(world))
  await world.editConfig(chance, (config) => {
    const entry = config[id]
    if (isObject(entry)) entry["enabled"] = chance.happens(0.5)
  })
}

/** When entries were dropped. Without its files, too, a plugin counts as uninstalled by LEDMatrix. */
const dropped = new Map<string, number>()
const droppedLately = (id: string): boolean => Date.now() - (dropped.get(id) ?? 0) < 90_000

const dropEntry: Act = async ({ chance, world }) => {
  const id = chance.pick(present(world))
  dropped.set(id, Date.now())
  world.wanted.settings.delete(id)
  await world.editConfig(chance, (config) => {
    delete config[id]
  })
}

const toggleInState: Act = async ({ chance, world }) => {
  const id = chance.pick(present(world))
  await world.editState(chance, (states) => {
    const record = states[id]
    if (!isObject(record)) return
    record["enabled"] = chance.happens(0.5)
    record["status"] = record["enabled"] === true ? "enabled" : "disabled"
    record["last_updated"] = new Date().toISOString().replace("Z", "000")
  })
}

const spoilRecord: Act = async ({ chance, world }) => {
  const id = chance.pick(present(world))
  await world.editState(chance, (states) => {
    states[id] = chance.pick<unknown>([
      null,
      {},
      { plugin_id: id },
      { ...Object(states[id]), colour: "red" },
      "gone"
    ])
  })
}

const deletePlugin: Act = async ({ chance, logins, world }) => {
  const id = chance.pick(present(world))
  if (!droppedLately(id)) rmSync(world.plugin(id), { recursive: true, force: true })
  logins.removedByOthers(id)
  return sleep(chance.below(50))
}

const breakManifest: Act = async ({ chance, world }) => {
  const id = chance.pick(present(world))
  const manifest = `${world.plugin(id)}/manifest.json`
  if (!existsSync(manifest)) return
  writeFileSync(manifest, readFileSync(manifest, "utf8").slice(0, 10))
  await sleep(50 + chance.below(1450))
  if (existsSync(world.plugin(id))) world.restorePlugin(id)
}

const loseManifest: Act = async ({ chance, world }) => {
  const id = chance.pick(present(world))
  rmSync(`${world.plugin(id)}/manifest.json`, { force: true })
  await sleep(50 + chance.below(950))
  if (existsSync(world.plugin(id))) world.restorePlugin(id)
}

const setAside: Act = async ({ chance, counted, logins, world }) => {
  const id = chance.pick(present(world))
  const aside = `${world.plugin(id)}.standalone-backup-${chance.pick(["preinstall", "migrating"])}`
  if (!existsSync(`${world.plugin(id)}/manifest.json`) || existsSync(aside)) return
  renameSync(world.plugin(id), aside)
  await sleep(20 + chance.below(1180))
  // LEDMatrix's own operation ends: it puts the copy back, or, where something stands there, drops it.
  if (!existsSync(world.plugin(id))) return renameSync(aside, world.plugin(id))
  counted("in place again while LEDMatrix was at it")
  rmSync(aside, { recursive: true, force: true })
  logins.removedByOthers(id)
}

const duplicate: Act = async ({ chance, world }) => {
  const id = chance.pick(present(world))
  if (!existsSync(world.plugin(id))) return
  const copy = `${world.plugin(id)}-old`
  cpSync(world.plugin(id), copy, { recursive: true })
  await sleep(20 + chance.below(780))
  rmSync(copy, { recursive: true, force: true })
}

const stray: Act = async ({ chance, world }) => {
  const name = world.path(`plugin-repos/stray-${1 + chance.below(5)}`)
  if (chance.happens(0.5)) mkdirSync(name, { recursive: true })
  else rmSync(name, { recursive: true, force: true })
  return sleep(1)
}

/** Rubbish for a while, then the very bytes that were there: the program may not write over the rubbish. */
const spoilFile: Act = async ({ chance, counted, world }) => {
  const file = world.path(chance.pick([CONFIG, "data/plugin_state.json"]))
  if (!existsSync(file)) return
  const before = readFileSync(file)
  const rubbish = chance.pick(["", "{", '{"a": NaN}', "[]", before.subarray(0, before.length / 2).toString()])
  try {
    JSON.parse(before.toString())
  } catch {
    return
  }
  writeFileSync(file, rubbish)
  await sleep(100 + chance.below(1400))
  if (readFileSync(file, "utf8") !== rubbish) counted("written over what could not be read")
  writeFileSync(file, before)
}

const loseState: Act = async ({ chance, world }) => {
  rmSync(world.path("data/plugin_state.json"), { force: true })
  return sleep(chance.below(100))
}

const burst: Act = async ({ chance, world }) => {
  const file = world.path(CONFIG)
  for (let at = 0; at < 100; at++) {
    const text = readFileSync(file)
    writeFileSync(`${file}.soak.tmp`, text)
    // Only where no program has written meanwhile: this is not to be a change.
    if (readFileSync(file).equals(text)) renameSync(`${file}.soak.tmp`, file)
    // oxlint-disable-next-line no-await-in-loop -- a burst has a pace
    await sleep(chance.below(4))
  }
}

const request: Act = async ({ chance, controller, counted }) => {
  const [path, body] = chance.pick<readonly [string, unknown]>([
    ["plugins/state/reconcile", {}],
    ["plugins/state/reconcile", { force: true }],
    ["plugins/toggle", { plugin_id: chance.pick(PLUGINS), enabled: chance.happens(0.5) }],
    ["plugins/update", { plugin_id: chance.pick(PLUGINS) }]
  ])
  const { status } = await ask(controller(), "POST", path, body)
  counted(`POST ${path} ${status}`)
}

const suspend: Act = async ({ chance, controller }) => {
  const body = chance.happens(0.3) ? {} : { plugin_id: chance.pick(PLUGINS) }
  await ask(controller(), "POST", "reconciler/suspend", body)
  await sleep(100 + chance.below(900))
  await ask(controller(), "POST", "reconciler/resume", body)
}

const uninstall: Act = async ({ chance, counted, world }) => {
  const choices = present(world)
  if (choices.length < 12) return
  const id = chance.pick(choices)
  const { code } = await command(world.root, world.registry, ["uninstall", id])
  counted(`uninstall ${code}`)
  if (code !== 0) return
  world.wanted.uninstalled.add(id)
  world.wanted.settings.delete(id)
}

export const CAME_BACK = "came back while LEDMatrix uninstalled it"

/** As LEDMatrix uninstalls: the entry first, the files later, the mark last. None of it may come back. */
const uninstallSlowly: Act = async ({ chance, counted, logins, world }) => {
  const choices = present(world)
  if (choices.length < 12) return
  const id = chance.pick(choices)
  world.wanted.settings.delete(id)
  await world.editConfig(chance, (config) => {
    delete config[id]
  })
  await sleep(300 + chance.below(2700))
  rmSync(world.plugin(id), { recursive: true, force: true })
  logins.removedByOthers(id)
  await sleep(chance.below(500))
  if (existsSync(world.plugin(id)) || isObject(world.readJson(CONFIG)[id])) counted(CAME_BACK)
  const marks = world.path("config/uninstalled_plugins.json")
  const before: unknown = existsSync(marks) ? JSON.parse(readFileSync(marks, "utf8")) : []
  const marked = new Set([...(Array.isArray(before) ? before : []), id])
  writeFileSync(`${marks}.tmp`, JSON.stringify([...marked].toSorted()))
  renameSync(`${marks}.tmp`, marks)
  world.wanted.uninstalled.add(id)
}

const install: Act = async ({ chance, counted, world }) => {
  const gone = [...world.wanted.uninstalled]
  if (gone.length === 0) return
  const id = chance.pick(someOf(gone))
  const { code } = await command(world.root, world.registry, ["install", id])
  counted(`install ${code}`)
  if (code === 0) world.wanted.uninstalled.delete(id)
}

const check: Act = async ({ counted, world }) => {
  const { code } = await command(world.root, world.registry, ["check"])
  counted(`check ${code}`)
}

const kill: Act = ({ chance, restart }) => restart(chance.happens(0.7) ? "SIGKILL" : "SIGTERM")

/** With how often each is done. */
export const acts: ReadonlyArray<readonly [weight: number, name: string, act: Act]> = [
  [10, "change a setting", changeSetting],
  [6, "toggle in config", toggleInConfig],
  [2, "drop an entry", dropEntry],
  [6, "toggle in state", toggleInState],
  [4, "spoil a record", spoilRecord],
  [4, "delete a plugin", deletePlugin],
  [3, "break a manifest", breakManifest],
  [2, "lose a manifest", loseManifest],
  [3, "set a plugin aside", setAside],
  [2, "duplicate a plugin", duplicate],
  [1, "leave a stray directory", stray],
  [3, "spoil a file", spoilFile],
  [1, "lose the state", loseState],
  [1, "rewrite in a burst", burst],
  [4, "ask the controller", request],
  [1, "suspend and resume", suspend],
  [2, "uninstall", uninstall],
  [2, "uninstall slowly, as LEDMatrix does", uninstallSlowly],
  [2, "install", install],
  [3, "log in", logIn],
  [4, "update", update],
  [1, "replace what is broken", replaceBroken],
  [1, "check", check],
  [1, "kill the controller", kill]
]

export const chooseAct = (chance: Chance): readonly [string, Act] => {
  const total = acts.reduce((sum, [weight]) => sum + weight, 0)
  let at = chance.below(total)
  for (const [weight, name, act] of acts) {
    at -= weight
    if (at < 0) return [name, act]
  }
  return ["check", check]
}
