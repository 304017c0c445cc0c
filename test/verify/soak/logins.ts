/** The login that each plugin keeps beside its code. No store has it: it is in the plugin's directory, or in a kept copy. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { setTimeout as sleep } from "node:timers/promises"
import { PLUGINS, type World } from "./world.ts"

const LOGIN = "token.pickle"

let made = 0

const read = (file: string): string | undefined => {
  try {
    return readFileSync(file, "utf8")
  } catch {
    return undefined
  }
}

export class Logins {
  readonly #world: World
  /** What must be found, by plugin. */
  readonly #kept = new Map<string, string>()

  constructor(world: World) {
    this.#world = world
    for (const id of PLUGINS) this.make(id)
  }

  /** How many are watched. */
  get size(): number {
    return this.#kept.size
  }

  /** The owner logs in, if the plugin is there. */
  make(id: string): void {
    if (!existsSync(`${this.#world.plugin(id)}/manifest.json`)) return
    const login = `login ${++made} of ${id}`
    writeFileSync(`${this.#world.plugin(id)}/${LOGIN}`, login)
    this.#kept.set(id, login)
  }

  has(id: string): boolean {
    return this.#kept.has(id)
  }

  isInPlace(id: string): boolean {
    const login = this.#kept.get(id)
    return login !== undefined && read(`${this.#world.plugin(id)}/${LOGIN}`) === login
  }

  /** Another program, or its owner, has removed the plugin's directory: with the login, if no copy had been kept. */
  removedByOthers(id: string): void {
    if (!this.#isSomewhere(id)) this.#kept.delete(id)
  }

  /** The plugins whose login is gone. A look lasts a while, and a directory may be renamed meanwhile: so several times. */
  async lost(): Promise<ReadonlyArray<string>> {
    let missing = [...this.#kept.keys()].filter((id) => !this.#isSomewhere(id))
    for (let look = 0; look < 5 && missing.length > 0; look++) {
      // oxlint-disable-next-line no-await-in-loop -- waiting is the point
      await sleep(40)
      missing = missing.filter((id) => !this.#isSomewhere(id))
    }
    return missing
  }

  /** Said once: what is lost is not looked for again. */
  forget(id: string): void {
    this.#kept.delete(id)
  }

  #isSomewhere(id: string): boolean {
    if (this.isInPlace(id)) return true
    const plugins = this.#world.path("plugin-repos")
    return readdirSync(plugins).some(
      (name) =>
        name.includes(".standalone-backup-") &&
        name.includes(id) &&
        read(`${plugins}/${name}/${LOGIN}`) === this.#kept.get(id)
    )
  }
}
