/**
 * The other program: LEDMatrix's web process, which writes config, saved state and plugin directories without
 * any lock, in the ways that it does. One step at a time, at moments that the seed chooses.
 */
import { Effect } from "effect"
import type { Chance } from "../../../support/powerCut/seededChance.ts"
import type { MemoryFiles } from "../../../../src/testing/MemoryFiles.ts"
import {
  CONFIG,
  HOST,
  keepsNoState,
  KEEPS_STATE,
  MARKS,
  parsed,
  parsedObject,
  RETIRED,
  STATE,
  type Written
} from "./documents.ts"
import { pluginFiles, PLUGINS, ROOT, type World } from "./world.ts"

type Files = typeof MemoryFiles.Service
/** What it did, for the trace; `undefined` where it came to nothing. */
type Step = Effect.Effect<string | undefined>
type Json = { [key: string]: unknown }

/** What it did to a file, as far as the check of the outcome has to know. */
export interface Doings {
  /** Documents that it replaced by what it had loaded before another program changed them. */
  readonly stale: ReadonlySet<string>
  /** Plugin directories that it worked on: what is in them is its own affair. */
  readonly directories: ReadonlySet<string>
  /** Plugins that it has switched on or off: it makes an entry where there is none. */
  readonly toggled: ReadonlySet<string>
  /** Plugins that it has uninstalled, or has begun to, and whether the program had an agreement of it before. */
  readonly uninstalled: ReadonlyMap<string, { readonly agreed: boolean }>
  /** How often another version of it was installed: one that keeps a saved state, or one that keeps none. */
  readonly upgrades: number
  /** What it last wrote as `display.brightness`. */
  readonly brightness: number | undefined
  /** Times that it found, when it loaded config again, that its last save had not been carried over yet. */
  readonly overtaken: number
}

export const NO_DOINGS: Doings = {
  stale: new Set(),
  directories: new Set(),
  toggled: new Set(),
  uninstalled: new Map(),
  upgrades: 0,
  brightness: undefined,
  overtaken: 0
}

const AGREEMENTS = `${ROOT}/data/reconciler/agreements.json`

/** Steps that an action of its may be held up by the other program; no program holds a file open for ever. */
const PATIENCE = 6

export class LedMatrix {
  doings: Doings = NO_DOINGS
  /** The file that its last step renamed something over. */
  renamedOver: string | undefined
  /** What its last step wrote in place, until somebody has noted it. */
  written: Written | undefined
  #counter = 100
  #left: Array<Step> = []
  #waited = 0
  #uninstalling = false
  /** What it read of the saved state when it first needed it. It never reads it again. */
  #memory: Json | undefined
  readonly #files: Files
  readonly #chance: Chance
  readonly #world: World
  /** How often, per operation of the other program, it begins something. */
  readonly #eagerness: number

  constructor(files: Files, world: World, chance: Chance, eagerness: number) {
    this.#files = files
    this.#world = world
    this.#chance = chance
    this.#eagerness = eagerness
  }

  /** Perhaps does the next step. */
  readonly step: Step = Effect.suspend(() => {
    this.renamedOver = undefined
    if (this.#left.length === 0) {
      if (!this.#chance.happens(this.#eagerness)) return Effect.undefined
      this.#left = [...this.#begin()]
    } else if (this.#waited++ < PATIENCE && this.#chance.happens(0.5)) return Effect.undefined
    this.#waited = 0
    return this.#left.shift() ?? Effect.undefined
  })

  /** Whether it is at a plugin that it takes away: that takes seconds, and is done before minutes have passed. */
  get isUninstalling(): boolean {
    return this.#uninstalling && this.#left.length > 0
  }

  /** Saves its config at this very moment, from load to end, if nothing else is under way. */
  readonly pounce: Step = Effect.suspend(() => {
    this.renamedOver = undefined
    if (this.#left.length > 0 || !this.#chance.happens(0.3)) return Effect.undefined
    const number = ++this.#counter
    this.#left = [...this.#saveBrightness(this.#chance.happens(0.5), number)]
    return Effect.andThen(this.next, this.next)
  })

  /** The next step of what it has begun; `undefined` where that is done. */
  readonly next: Step = Effect.suspend(() => {
    const step = this.#left.shift()
    if (step === undefined) return Effect.undefined
    return Effect.filterOrElse(
      step,
      (did) => did !== undefined,
      () => this.next
    )
  })

  #begin(): ReadonlyArray<Step> {
    const chance = this.#chance
    const id = chance.pick(this.#world.ids)
    const number = ++this.#counter
    const atomic = chance.happens(0.5)
    const what = chance.pick(["setting", "toggle", "state", "directory", "uninstall", "version"] as const)
    this.#uninstalling = what === "uninstall"
    switch (what) {
      case "setting":
        return this.#saveBrightness(atomic, number)
      case "toggle": {
        const enabled = chance.happens(0.5)
        return [
          ...this.#saveConfig(atomic, `${id} to ${enabled}`, (config) => {
            config[id] = { ...objectOf(config[id]), enabled }
            this.doings = { ...this.doings, toggled: new Set([...this.doings.toggled, id]) }
          }),
          ...this.#saveState(id, { enabled, status: enabled ? "enabled" : "disabled" }, number)
        ]
      }
      case "state":
        return this.#saveState(id, {}, number)
      case "directory":
        return this.#update(id, number)
      case "uninstall":
        return this.#uninstall(id, atomic)
      case "version":
        return [this.#changeVersion]
    }
  }

  /** The entry first, the files later, the mark last. */
  #uninstall(id: string, atomic: boolean): ReadonlyArray<Step> {
    const place = `${PLUGINS}/${id}`
    const marks = `${MARKS}.tmp`
    return [
      Effect.gen({ self: this }, function* () {
        const config = parsedObject(yield* this.#files.text(CONFIG))
        const isThere = (yield* this.#files.snapshot).has(`${place}/manifest.json`)
        if (!isThere || config?.[id] === undefined) {
          this.#left = []
          return undefined
        }
        const agreed = objectOf(parsedObject(yield* this.#files.text(AGREEMENTS))?.[id])["enabled"]
        const { directories, uninstalled } = this.doings
        this.doings = {
          ...this.doings,
          directories: new Set([...directories, id]),
          uninstalled: new Map(uninstalled).set(id, { agreed: typeof agreed === "boolean" })
        }
        return `begins to uninstall ${id}`
      }),
      ...this.#saveConfig(atomic, `${id} without settings`, (config) => {
        delete config[id]
      }),
      ...["manifest.json", ""].map((path) =>
        Effect.as(this.#files.remove(path === "" ? place : `${place}/${path}`), `removes ${id}/${path}`)
      ),
      Effect.gen({ self: this }, function* () {
        const known = parsed(yield* this.#files.text(MARKS))
        const all = new Set([...(Array.isArray(known) ? (known as ReadonlyArray<string>) : []), id])
        yield* this.#files.put(marks, JSON.stringify([...all].toSorted(), undefined, 2))
        yield* this.#files.move(marks, MARKS)
        return `marks ${id} as uninstalled`
      })
    ]
  }

  /** It starts anew, with nothing of the saved state in memory. */
  readonly #changeVersion: Step = Effect.suspend(() =>
    Effect.gen({ self: this }, function* () {
      const isRetired = keepsNoState(yield* this.#files.text(HOST))
      yield* this.#files.put(HOST, isRetired ? KEEPS_STATE : RETIRED)
      this.#memory = undefined
      this.doings = { ...this.doings, upgrades: this.doings.upgrades + 1 }
      return isRetired ? "is an older one again, with a saved state" : "is a newer one, without a saved state"
    })
  )

  /** A setting that it alone writes: what it wrote last must be there. */
  #saveBrightness(atomic: boolean, brightness: number): ReadonlyArray<Step> {
    return this.#saveConfig(atomic, `brightness ${brightness}`, (config) => {
      config["display"] = { ...objectOf(config["display"]), brightness }
      this.doings = { ...this.doings, brightness }
    })
  }

  /** What it finds is what it goes on from, even if it had saved something else. */
  #lookForLastSave(found: unknown): void {
    const { brightness, overtaken } = this.doings
    if (brightness === undefined || found === brightness || typeof found !== "number") return
    this.doings = { ...this.doings, brightness: found, overtaken: overtaken + 1 }
  }

  /** It stops where it cannot read its own config. */
  #saveConfig(atomic: boolean, what: string, change: (config: Json) => void): ReadonlyArray<Step> {
    let loaded: string | undefined
    let text = ""
    const load = Effect.map(this.#files.text(CONFIG), (now) => {
      const config = parsedObject(now)
      if (config === undefined) {
        this.#left = []
        return false
      }
      loaded = now
      this.#lookForLastSave(objectOf(config["display"])["brightness"])
      change(config)
      text = JSON.stringify(config, undefined, 4)
      return true
    })
    const ifLoaded = (then: Effect.Effect<unknown>, told: string): Step =>
      Effect.flatMap(load, (well) => (well ? Effect.as(then, told) : Effect.undefined))
    if (atomic) {
      const temporary = CONFIG.replace("config.json", ".config.json.tmp.x1.json")
      return [
        ifLoaded(
          Effect.suspend(() => this.#files.put(temporary, text)),
          `writes a new config (${what}) beside`
        ),
        Effect.gen({ self: this }, function* () {
          this.#noteStale(CONFIG, loaded, yield* this.#files.text(CONFIG))
          yield* this.#files.move(temporary, CONFIG)
          this.renamedOver = CONFIG
          return `renames its config (${what})`
        })
      ]
    }
    let write = (_text: string): Effect.Effect<void> => Effect.void
    return [
      ifLoaded(
        Effect.map(this.#files.truncate(CONFIG), (into) => {
          write = into
        }),
        `truncates config (${what})`
      ),
      Effect.suspend(() => {
        this.written = { path: CONFIG, text }
        return Effect.as(write(text), `writes config (${what})`)
      })
    ]
  }

  #noteStale(path: string, loaded: string | undefined, now: string | undefined): void {
    if (loaded !== now) this.doings = { ...this.doings, stale: new Set([...this.doings.stale, path]) }
  }

  #saveState(id: string, fields: Json, number: number): ReadonlyArray<Step> {
    let write = (_text: string): Effect.Effect<void> => Effect.void
    return [
      Effect.gen({ self: this }, function* () {
        if (keepsNoState(yield* this.#files.text(HOST))) {
          this.#left = []
          return undefined
        }
        const now = yield* this.#files.text(STATE)
        this.#memory ??= objectOf(parsedObject(now)?.["states"])
        const before = this.#memory[id]
        if (before !== undefined) {
          const record = objectOf(before)
          const metadata = { ...objectOf(record["metadata"]), theirs: number }
          this.#memory[id] = { ...record, ...fields, metadata }
        }
        write = yield* this.#files.truncate(STATE)
        return "truncates the state"
      }),
      Effect.suspend(() => {
        const text = JSON.stringify({ version: 1, states: this.#memory, last_updated: null }, undefined, 2)
        this.written = { path: STATE, text }
        return Effect.as(write(text), "writes the state from its memory")
      })
    ]
  }

  /** Sets the old directory aside, writes the new one file by file, removes the old one. Syncs nothing. */
  #update(id: string, number: number): ReadonlyArray<Step> {
    const place = `${PLUGINS}/${id}`
    const aside = `${place}.standalone-backup-migrating`
    const files = Object.entries(pluginFiles(id, `9.0.${number}`))
    return [
      Effect.gen({ self: this }, function* () {
        const all = yield* this.#files.snapshot
        if (!all.has(`${place}/manifest.json`) || all.has(aside)) {
          this.#left = []
          return undefined
        }
        this.doings = { ...this.doings, directories: new Set([...this.doings.directories, id]) }
        yield* this.#files.move(place, aside)
        return `sets ${id} aside`
      }),
      ...files.map(([path, text]) =>
        Effect.as(this.#files.put(`${place}/${path}`, text), `writes ${id}/${path}`)
      ),
      Effect.as(this.#files.remove(aside), `removes the old ${id}`)
    ]
  }
}

const objectOf = (value: unknown): Json =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {}
