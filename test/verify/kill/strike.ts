/** A command as a real process, and the signal that ends it. */
import { existsSync, watch } from "node:fs"
import { setTimeout as sleep } from "node:timers/promises"
import { type Ended, run } from "../../cli/support/program.ts"
import type { Chance } from "../../support/powerCut/seededChance.ts"
import { ask } from "../soak/controllerProcess.ts"
import { argumentsOf, type Command } from "./commands.ts"
import type { World } from "./world.ts"

export interface Struck {
  readonly command: Command
  readonly ended: Ended
  readonly killed: boolean
  readonly ms: number
  /** From the first change of a file that was seen to the end. */
  readonly changingMs: number
}

/** A time to live, counted from the start of the process or from the first change of a file that is seen. */
export interface Fate {
  readonly from: "start" | "change"
  readonly afterMs: number
}

export interface Request {
  readonly path: string
  readonly body: unknown
}

const ADDRESS = /address="?(http:\/\/127\.0\.0\.1:\d+)/u
/** For a controller that has nothing to do: it would never end. */
const LONGEST_MS = 6000
const PLACES = ["config", "data", "data/reconciler/journal", "plugin-repos"]

export const strike = async (
  world: World,
  command: Command,
  fate: Fate | undefined,
  request?: Request
): Promise<Struck> => {
  const begun = performance.now()
  let changedAt: number | undefined
  let kill = (): void => {}
  let over = false
  const after = async (ms: number): Promise<void> => {
    await sleep(ms)
    if (!over) kill()
  }
  const changed = (): void => {
    if (changedAt !== undefined) return
    changedAt = performance.now()
    if (fate?.from === "change") void after(fate.afterMs)
  }
  const watchers = PLACES.map(world.path)
    .filter(existsSync)
    .map((place) => watch(place, changed))
  const shared = ["--root", world.root, "--registry", world.registry, "--offline"]
  const ended = await run([...argumentsOf(command), ...shared], {
    during: (child) => {
      kill = () => child.kill("SIGKILL")
      if (fate?.from === "start") void after(fate.afterMs)
      if (command.verb !== "controller") return
      void after(LONGEST_MS)
      let said = ""
      child.stderr?.on("data", (piece: Buffer) => {
        const known = ADDRESS.test(said)
        said += piece.toString()
        const [, address] = ADDRESS.exec(said) ?? []
        if (known || address === undefined || request === undefined) return
        // It may be dead before it answers.
        ask({ address }, "POST", request.path, request.body).catch(() => {})
      })
    }
  })
  over = true
  for (const watcher of watchers) watcher.close()
  const now = performance.now()
  return {
    command,
    ended,
    killed: ended.signal === "SIGKILL",
    ms: now - begun,
    changingMs: changedAt === undefined ? 0 : now - changedAt
  }
}

const median = (values: ReadonlyArray<number>): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 500

/** How long each command takes, by undisturbed runs. */
export class Durations {
  readonly #runs = new Map<string, ReadonlyArray<Struck>>()

  note(struck: Struck): void {
    const { verb } = struck.command
    this.#runs.set(verb, [...(this.#runs.get(verb) ?? []), struck].slice(-9))
  }

  knows(command: Command): boolean {
    return command.verb === "controller" || (this.#runs.get(command.verb)?.length ?? 0) >= 3
  }

  /** A moment in the life of such a command; most lie where it changes files. */
  choose(command: Command, chance: Chance): Fate {
    // A controller has no end of its own; the first thing that it does is to reconcile.
    const runs = this.#runs.get(command.verb === "controller" ? "reconcile" : command.verb) ?? []
    const from = chance.happens(0.75) ? "change" : "start"
    const changing = runs.flatMap(({ changingMs }) => (changingMs === 0 ? [] : [changingMs]))
    const span = from === "change" ? median(changing) : median(runs.map(({ ms }) => ms))
    return { from, afterMs: (span * chance.below(1000)) / 1000 }
  }
}
