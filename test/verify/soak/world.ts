/** The installation that is broken again and again, and what must be true of it in the end. */
import {
  closeSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync
} from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import type { Chance } from "../../support/powerCut/seededChance.ts"
import { pluginFiles, zip } from "../../support/zip.ts"

type Json = { [key: string]: unknown }

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value)

export type Some<A> = readonly [A, ...ReadonlyArray<A>]

export const someOf = <A>(all: ReadonlyArray<A>): Some<A> => {
  const [first, ...rest] = all
  if (first === undefined) throw new Error("nothing to choose from")
  return [first, ...rest]
}

export const PLUGINS = someOf(
  Array.from({ length: 20 }, (_, at) => `plugin-${String(at + 1).padStart(2, "0")}`)
)

const template = new URL("../../support/fixtures/config.template.json", import.meta.url)

/** What its owner last wanted. */
export interface Wanted {
  /** The setting `soak` of each entry that its owner has written; a plugin without is not in it. */
  readonly settings: Map<string, number>
  readonly uninstalled: Set<string>
}

export interface World {
  readonly directory: string
  readonly root: string
  readonly registry: string
  readonly wanted: Wanted
  readonly path: (relative: string) => string
  readonly readJson: (relative: string) => Json
  /** Changes the config as LEDMatrix does: read, change in memory, write by renaming or in place. */
  readonly editConfig: (chance: Chance, edit: (config: Json) => void) => Promise<void>
  readonly editState: (chance: Chance, edit: (states: Json) => void) => Promise<void>
  readonly plugin: (id: string) => string
  /** Another version of the plugin appears in the store. */
  readonly publish: (id: string) => void
  readonly restorePlugin: (id: string) => void
  readonly remove: () => void
}

const record = (id: string) => ({
  plugin_id: id,
  status: "enabled",
  enabled: true,
  version: "1.0.0",
  installed_at: "2026-04-08T09:12:33.123456",
  last_updated: "2026-04-08T09:13:02.654321",
  config_version: 3,
  metadata: {}
})

export const makeWorld = (): World => {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "ledmatrix-soak-")))
  const root = join(directory, "LEDMatrix")
  const path = (relative: string): string => join(root, relative)
  const write = (file: string, content: string | Uint8Array): void => {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, content)
  }
  const { "web-ui-info": _builtIn, ...system } = JSON.parse(readFileSync(template, "utf8"))
  const entries = PLUGINS.map((id) => [id, { enabled: true, soak: 0 }])
  write(
    path("config/config.json"),
    JSON.stringify({ ...system, ...Object.fromEntries(entries) }, undefined, 4)
  )
  write(path("config/config_secrets.json"), JSON.stringify({ github: { api_token: "s3cret" } }, undefined, 4))
  const states = Object.fromEntries(PLUGINS.map((id) => [id, record(id)]))
  write(
    path("data/plugin_state.json"),
    JSON.stringify({ version: 1, states, last_updated: null }, undefined, 2)
  )
  const registry = join(directory, "store/plugins.json")
  const releases = new Map<string, number>()
  const release = (id: string): void => {
    const number = (releases.get(id) ?? -1) + 1
    const version = `1.${number}.0`
    write(join(directory, `store/${id}-${version}.zip`), zip(pluginFiles(id, version)))
    releases.set(id, number)
  }
  const announce = (): void => {
    const plugins = [...releases].map(([id, number]) => ({
      id,
      latest_version: `1.${number}.0`,
      download_url_template: `${id}-{version}.zip`
    }))
    write(`${registry}.next`, JSON.stringify({ version: "1.0.0", plugins }))
    renameSync(`${registry}.next`, registry)
  }
  for (const id of PLUGINS) release(id)
  announce()
  for (const id of PLUGINS) {
    for (const { content, name } of pluginFiles(id)) {
      write(join(directory, `pristine/${id}/${String(name)}`), content ?? "")
    }
    cpSync(join(directory, `pristine/${id}`), path(`plugin-repos/${id}`), { recursive: true })
  }
  const readJson = (relative: string): Json => {
    const parsed: unknown = JSON.parse(readFileSync(path(relative), "utf8"))
    return isObject(parsed) ? parsed : {}
  }
  const patiently = async (relative: string): Promise<Json> => {
    for (let attempt = 0; ; attempt++) {
      try {
        return readJson(relative)
      } catch (cause) {
        if (attempt > 50) throw cause
        // oxlint-disable-next-line no-await-in-loop -- it is being written
        await sleep(20)
      }
    }
  }
  const save = async (chance: Chance, relative: string, text: string): Promise<void> => {
    const file = path(relative)
    if (chance.happens(0.5)) {
      writeFileSync(`${file}.soak.tmp`, text)
      renameSync(`${file}.soak.tmp`, file)
      return
    }
    const descriptor = openSync(file, "w")
    const half = Math.floor(text.length / 2)
    writeSync(descriptor, text.slice(0, half))
    await sleep(chance.below(9))
    writeSync(descriptor, text.slice(half))
    closeSync(descriptor)
  }
  return {
    directory,
    root,
    registry,
    path,
    readJson,
    wanted: { settings: new Map(PLUGINS.map((id) => [id, 0])), uninstalled: new Set() },
    editConfig: async (chance, edit) => {
      const config = await patiently("config/config.json")
      edit(config)
      await save(chance, "config/config.json", JSON.stringify(config, undefined, 4))
    },
    editState: async (chance, edit) => {
      const state = await patiently("data/plugin_state.json").catch((): Json => ({ version: 1, states: {} }))
      const { states } = state
      edit(isObject(states) ? states : {})
      await save(chance, "data/plugin_state.json", JSON.stringify(state, undefined, 2))
    },
    plugin: (id) => path(`plugin-repos/${id}`),
    publish: (id) => {
      release(id)
      announce()
    },
    restorePlugin: (id) => {
      copyFileSync(join(directory, `pristine/${id}/manifest.json`), path(`plugin-repos/${id}/manifest.json`))
    },
    remove: () => {
      rmSync(directory, { recursive: true, force: true })
    }
  }
}

export { isObject, type Json }
