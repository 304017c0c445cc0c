/**
 * A controller beside a script that edits, breaks, deletes, restores and rewrites at random; in the end
 * everything is in sync and nothing is lost: `npm run soak`.
 */
import { existsSync, statSync } from "node:fs"
import { setTimeout as sleep } from "node:timers/promises"
import { seededChance } from "../../support/powerCut/seededChance.ts"
import { setup as buildWhereStale } from "../../support/vitest/freshBuild.ts"
import { flag, mustHaveTried, optionsOf, positiveNumber, wholeNumber } from "../scriptOptions.ts"
import { CAME_BACK, chooseAct } from "./acts.ts"
import { ask, command, type Running, startController } from "./controllerProcess.ts"
import { Logins } from "./logins.ts"
import type { Scene } from "./scene.ts"
import { isObject, makeWorld, PLUGINS, type World } from "./world.ts"

const { keep, minutes, seed } = optionsOf({
  command: "npm run soak",
  about:
    "A controller beside a script that edits, breaks and deletes. Exits with 1 where something is lost in the end.",
  options: {
    minutes: positiveNumber("as long as this", 30),
    seed: wholeNumber(0)("chooses what is done", 1),
    keep: flag("leaves the installation there to be looked at")
  }
})

const print = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

const counts = new Map<string, number>()
const counted = (what: string): void => {
  counts.set(what, (counts.get(what) ?? 0) + 1)
}

buildWhereStale()
const world = makeWorld()
const logins = new Logins(world)
const log = `${world.directory}/controller.log`
const chance = seededChance(seed)
let running: Running = await startController(world.root, world.registry, log)

const restart: Scene["restart"] = async (signal) => {
  running.child.kill(signal)
  const code = await running.ended
  if (signal === "SIGTERM" && code !== 0) counted(`ended with ${code} on SIGTERM`)
  running = await startController(world.root, world.registry, log)
}

const scene: Scene = { world, logins, chance, controller: () => running, restart, counted }

const residentKiB = async (): Promise<number> => {
  const { readFileSync } = await import("node:fs")
  const text = readFileSync(`/proc/${running.child.pid}/status`, "utf8")
  return Number(/VmRSS:\s+(\d+)/u.exec(text)?.[1])
}

/** No store has a login: once gone, it is gone. */
const lookForLogins = async (after: string): Promise<void> => {
  for (const id of await logins.lost()) {
    counted(`LOST: the login of ${id}, after: ${after}`)
    logins.forget(id)
  }
}

print(`seed ${seed}, ${minutes} minutes, ${PLUGINS.length} plugins in ${world.root}`)
const until = Date.now() + minutes * 60_000
let lastTold = Date.now()
let done = 0
while (Date.now() < until) {
  const [name, act] = chooseAct(chance)
  try {
    // oxlint-disable-next-line no-await-in-loop -- one act after the other
    await act(scene)
    counted(name)
  } catch (cause) {
    counted(`${name}: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
  done++
  // oxlint-disable-next-line no-await-in-loop -- as above
  await lookForLogins(name)
  // oxlint-disable-next-line no-await-in-loop -- as above
  await sleep(chance.below(401))
  if (Date.now() - lastTold > 60_000) {
    lastTold = Date.now()
    // oxlint-disable-next-line no-await-in-loop -- as above
    print(`${done} acts; the controller has ${Math.round((await residentKiB()) / 1024)} MiB`)
  }
}

/** What must be true now, as far as it is not. */
const faults = ({ path, plugin, readJson, wanted }: World): ReadonlyArray<string> => {
  const config = readJson("config/config.json")
  const found: Array<string> = []
  for (const [id, value] of wanted.settings) {
    const entry = config[id]
    if (!isObject(entry) || entry["soak"] !== value)
      found.push(`${id}: its setting is ${JSON.stringify(entry)}, not ${value}`)
  }
  for (const id of PLUGINS) {
    if (wanted.uninstalled.has(id)) {
      if (existsSync(plugin(id)) || config[id] !== undefined) found.push(`${id}: uninstalled, and back`)
    } else if (!existsSync(`${plugin(id)}/manifest.json`)) found.push(`${id}: not on disk`)
  }
  if (config["timezone"] === undefined || !isObject(config["display"]))
    found.push("LEDMatrix's own settings are gone")
  if (!isObject(readJson("config/config_secrets.json")["github"])) found.push("the secrets are gone")
  if ((statSync(path("data/reconciler")).mode & 0o777) !== 0o700) found.push("data/reconciler is not private")
  return found
}

print("\nquiet now: it has a minute to come to rest")
await ask(running, "POST", "reconciler/resume", {})
await Promise.all(PLUGINS.map((id) => ask(running, "POST", "reconciler/resume", { plugin_id: id })))
await ask(running, "POST", "plugins/state/reconcile", { force: true })
let verdict = await command(world.root, world.registry, ["check"])
// An entry that went a moment ago is left alone for a minute.
for (let second = 0; second < 120 && verdict.code !== 0; second++) {
  // oxlint-disable-next-line no-await-in-loop -- waiting is the point
  await sleep(1000)
  // oxlint-disable-next-line no-await-in-loop -- as above
  verdict = await command(world.root, world.registry, ["check"])
}
await lookForLogins("the end")
const memory = await residentKiB()
running.child.kill("SIGTERM")
const code = await running.ended

print(`\n${done} acts:`)
for (const [what, count] of [...counts].toSorted()) print(`  ${String(count).padStart(6)}  ${what}`)
const lost = faults(world)
print(`\nfinal check: exit code ${verdict.code}${verdict.code === 0 ? ", in sync" : `\n${verdict.stdout}`}`)
print(`lost: ${lost.length === 0 ? "nothing" : lost.join("; ")}`)
print(`logins: ${logins.size} of ${PLUGINS.length} plugins, each in its directory or in a kept copy`)
print(`the controller: ${Math.round(memory / 1024)} MiB resident, ended with ${code}`)
const overwritten = counts.get("written over what could not be read") ?? 0
const broken = [...counts.keys()].filter((what) => what.startsWith("LOST") || what === CAME_BACK)
const good = verdict.code === 0 && lost.length === 0 && broken.length === 0 && code === 0 && overwritten === 0
print(good ? "good" : `bad: see ${world.directory}`)
if (good && !keep) world.remove()
process.exitCode = good ? 0 : 1
mustHaveTried(done)
