/** One kill after the other: what is started, beside what, and what is looked at then. */
import type { Chance } from "../../support/powerCut/seededChance.ts"
import { json } from "../../cli/support/program.ts"
import { drift, WRITERS } from "./beside.ts"
import { argumentsOf, type Command, makeCommand, tell, VERBS } from "./commands.ts"
import { halfDone, inspect, tellsSecrets } from "./inspect.ts"
import { begin, type Known, settle } from "./known.ts"
import { recover } from "./rest.ts"
import { Durations, type Request, strike, type Struck } from "./strike.ts"
import { objectOf, TARGETS, type World } from "./world.ts"

/** What a command may be refused with where others were at work, or where it had nothing to do. */
const REFUSALS = new Set<unknown>([
  "unknown_plugin",
  "nothing_to_undo",
  "cannot_be_undone",
  "changed_meanwhile",
  "operation_in_progress",
  "source_unreadable",
  "keeps_changing",
  "not_parseable",
  "locked"
])

/** Kills on top of kills, before the installation is let come to rest. */
const MOST_UNRECOVERED = 5

export class Killing {
  kills = 0
  midChange = 0
  wrong: ReadonlyArray<string> = []
  /** Since the installation was last at rest. */
  history: ReadonlyArray<string> = []
  #number = 1
  #sinceRest = 0
  #known: Known
  /** Plugins that the commands which run now are given. */
  readonly #busy = new Set<string>()
  readonly #counts = new Map<string, number>()
  readonly #durations = new Durations()
  readonly #world: World
  readonly #chance: Chance
  readonly #say: ((line: string) => void) | undefined

  constructor(world: World, chance: Chance, say: ((line: string) => void) | undefined) {
    this.#world = world
    this.#chance = chance
    this.#say = say
    this.#known = settle(world, 0, 0)
  }

  get counts(): ReadonlyArray<readonly [string, number]> {
    return [...this.#counts].toSorted(([a], [b]) => (a < b ? -1 : 1))
  }

  #count(what: string): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + 1)
  }

  #note(line: string): void {
    this.history = [...this.history, line]
    this.#say?.(line)
  }

  /** Starts something, kills it, looks, and now and then lets the installation come to rest. */
  async next(): Promise<void> {
    const chance = this.#chance.fork()
    const world = this.#world
    if (chance.happens(0.3)) world.publish(chance.pick(TARGETS))
    if (chance.happens(0.6)) this.#note(`before: ${drift(world, this.#known, chance)}`)
    const before = new Set(halfDone(world))
    const writing = chance.happens(0.3)
    const struck = await this.#strike(chance, writing)
    const left = halfDone(world).filter((file) => !before.has(file))
    const dead = struck.filter(({ killed }) => killed)
    this.kills += dead.length
    if (dead.length > 0 && left.length > 0) this.midChange++
    for (const { command } of dead) this.#count(`${command.verb} killed`)
    this.#sinceRest++
    this.wrong = [
      ...struck.flatMap((one) => this.#endsBadly(one, writing)),
      ...inspect(world, this.#known, "killed")
    ]
    if (this.wrong.length > 0 || (this.#sinceRest < MOST_UNRECOVERED && !chance.happens(0.2))) return
    this.wrong = await recover(world, this.#known)
    this.#count("recovered")
    if (this.wrong.length > 0) return
    this.#known = settle(world, ++this.#number, this.#known.brightness.at(-1) ?? 0)
    this.#sinceRest = 0
    this.history = []
  }

  async #strike(chance: Chance, writing: boolean): Promise<ReadonlyArray<Struck>> {
    const world = this.#world
    this.#busy.clear()
    const gone = TARGETS.filter((id) => !world.directories().includes(id))
    const command = makeCommand(chance.pick(VERBS), chance, gone)
    // The first few of each kind are left alone: they say how long it takes.
    if (!this.#durations.knows(command)) {
      const struck = await this.#one(command, chance, false)
      this.#durations.note(struck)
      return [struck]
    }
    const all = [this.#one(command, chance, true)]
    if (chance.happens(0.25)) {
      const other = makeCommand(chance.pick(VERBS), chance, gone)
      this.#note("beside it:")
      all.push(this.#one(other, chance, other.verb === "controller" || chance.happens(0.7)))
    }
    const writers = writing ? [chance.pick(WRITERS)(world, this.#known, chance.fork(), this.#busy)] : []
    if (writing) {
      this.#note("beside it: LEDMatrix writes")
      this.#count("LEDMatrix wrote beside")
    }
    if (all.length > 1) this.#count("two processes at once")
    const [struck] = await Promise.all([Promise.all(all), ...writers])
    if (all.length > 1) this.#known.promised.clear()
    return struck
  }

  async #one(command: Command, chance: Chance, toDie: boolean): Promise<Struck> {
    const fate = toDie ? this.#durations.choose(command, chance) : undefined
    const request = command.verb === "controller" ? this.#request(chance) : undefined
    begin(this.#known, command)
    // An undo may be of any of them.
    for (const id of command.verb === "undo" ? TARGETS : [command.id ?? ""]) this.#busy.add(id)
    this.#note(
      `${tell(command)}${fate === undefined ? "" : `, ${Math.round(fate.afterMs)} ms after ${fate.from}`}`
    )
    const struck = await strike(this.#world, command, fate, request)
    const { code, signal } = struck.ended
    this.#note(`  ${tell(command)}: ${signal ?? code} after ${Math.round(struck.ms)} ms`)
    if (code === 0 && command.id !== undefined && saysDone(struck))
      this.#known.promised.set(command.id, command)
    return struck
  }

  /** Work for a controller. It is as good as begun. */
  #request(chance: Chance): Request {
    const id = chance.pick(TARGETS)
    const verb = chance.pick(["install", "uninstall", "update", "reconcile"] as const)
    if (verb === "reconcile") return { path: "plugins/state/reconcile", body: {} }
    begin(this.#known, { verb, id, keepsConfig: false })
    this.#busy.add(id)
    this.#note(`  it is asked to ${verb} ${id}`)
    return { path: `plugins/${verb}`, body: { plugin_id: id } }
  }

  #endsBadly({ command, ended, killed }: Struck, writing: boolean): ReadonlyArray<string> {
    const wrong = tellsSecrets(ended.stdout + ended.stderr) ? [`${tell(command)} told a secret`] : []
    if (killed || ended.code === 0) return wrong
    const told = `${argumentsOf(command).join(" ")} ended with ${ended.code}: ${ended.stdout}${ended.stderr}`
    if (ended.code === null || ended.stdout === "") return [...wrong, told]
    const { code } = objectOf(objectOf(json(ended.stdout))["error"])
    if (command.verb.startsWith("reconcile") && code === undefined)
      return ended.code === 2 || writing ? wrong : [...wrong, told]
    this.#count(`refused: ${String(code)}`)
    return REFUSALS.has(code) ? wrong : [...wrong, told]
  }
}

const saysDone = ({ ended }: Struck): boolean => objectOf(json(ended.stdout))["status"] !== "skipped"
