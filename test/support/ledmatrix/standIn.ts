/**
 * LEDMatrix's web process as far as this program meets it: a real server that keeps manifests, config and saved
 * state in memory, discovers only when it is asked for its list, loads the saved state once and overwrites the
 * file from memory at each change, in place.
 */
import { Effect } from "effect"
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync
} from "node:fs"
import { open } from "node:fs/promises"
import type { IncomingMessage, ServerResponse } from "node:http"
import { join } from "node:path"
import { isJsonObject, type JsonValue } from "../../../src/json/JsonValue.ts"
import { pythonJson } from "../../../src/json/printJson.ts"
import { type Answering, serving } from "../realInstallation.ts"

type Json = { readonly [key: string]: JsonValue }

/** LEDMatrix of that month: 1.0.0, 3.2.0 and 3.8.0, which name the same things differently. The last keeps no saved state. */
export type Version = "April 2026" | "August 2026" | "October 2026"

const localNow = (): string => {
  const now = new Date()
  const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000)
  return local.toISOString().replace("Z", "000")
}

/** What is no object says nothing. */
const objectOf = (value: unknown): Json =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it was parsed, or is a part of what was
  isJsonObject(value) ? (value as Json) : {}

const parsed = (path: string): Json => objectOf(JSON.parse(readFileSync(path, "utf8")))

const bodyOf = async (request: IncomingMessage): Promise<Json> => {
  const pieces: Array<Buffer> = []
  for await (const piece of request) if (piece instanceof Buffer) pieces.push(piece)
  return objectOf(JSON.parse(Buffer.concat(pieces).toString() || "{}"))
}

const respond = (response: ServerResponse, status: number, document: Json): void => {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(document))
}

export class LedmatrixStandIn {
  /** Method and path of every request. */
  readonly asked: Array<string> = []
  /** What was toggled. */
  readonly toggled: Array<Json> = []
  /** Takes the place of its own answers while it is set. */
  instead: Answering | undefined
  /** Why it does not change anything. */
  refuses: string | undefined
  /** Called after a toggle, before it is answered. */
  afterToggle: (() => Promise<void>) | undefined
  /** Why plugins could not be loaded; the others of those that are enabled are. */
  readonly failures = new Map<string, JsonValue>()

  readonly #root: string
  readonly #version: Version
  #manifests: ReadonlyMap<string, Json> = new Map()
  #config: { readonly stamp: string; readonly value: Json } | undefined
  #states: Json | undefined

  constructor(root: string, version: Version = "August 2026") {
    this.#root = root
    this.#version = version
  }

  /** Its records, as it would write them. */
  get memory(): Json {
    return this.load()
  }

  /** As if they had been in memory all the time. */
  set memory(states: Json) {
    this.#states = states
  }

  /** Forgets everything, as a restart does. */
  restart(): void {
    this.#manifests = new Map()
    this.#config = undefined
    this.#states = undefined
  }

  readonly answer: Answering = (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost")
    this.asked.push(`${request.method} ${pathname}`)
    if (this.instead !== undefined) return this.instead(request, response)
    const route = `${request.method} ${pathname.replace("/api/v3/", "")}`
    if (route === "GET plugins/installed") return respond(response, 200, this.#installed())
    if (route === "POST plugins/toggle") {
      bodyOf(request)
        .then((body) => this.#toggle(body, response))
        .catch((error: unknown) => {
          respond(response, 500, { status: "error", error_code: "UNKNOWN_ERROR", message: String(error) })
        })
      return
    }
    respond(response, 404, { status: "error", error_code: "NOT_FOUND", message: "Not found", path: pathname })
  }

  #loadConfig(): Json {
    const path = join(this.#root, "config/config.json")
    const { mtimeMs, size } = statSync(path)
    const stamp = `${mtimeMs}-${size}`
    if (this.#config?.stamp !== stamp) this.#config = { stamp, value: parsed(path) }
    return this.#config.value
  }

  /** A copy of the old one, a temporary file, a rename. */
  #saveConfig(config: Json): void {
    const path = join(this.#root, "config/config.json")
    const backups = join(this.#root, "config/backups")
    mkdirSync(backups, { recursive: true })
    copyFileSync(path, join(backups, `config.json.backup.${Date.now()}`))
    const temporary = join(this.#root, `config/.config.json.tmp.${Date.now()}.json`)
    writeFileSync(temporary, pythonJson(config, { indent: 4 }))
    renameSync(temporary, path)
  }

  /** Once; from then on it does not look at the file. */
  load(): Json {
    if (this.#states !== undefined) return this.#states
    const path = join(this.#root, "data/plugin_state.json")
    this.#states = existsSync(path) ? objectOf(parsed(path)["states"]) : {}
    return this.#states
  }

  /** Truncates the file and writes it again: a program that reads it meanwhile sees half of it. */
  async save(): Promise<void> {
    const path = join(this.#root, "data/plugin_state.json")
    mkdirSync(join(path, ".."), { recursive: true })
    const text = pythonJson({ version: 1, states: this.memory, last_updated: localNow() }, { indent: 2 })
    const file = await open(path, "w")
    await file.write(text.slice(0, text.length / 2))
    await new Promise((resume) => setTimeout(resume, 5))
    await file.write(text.slice(text.length / 2))
    await file.close()
  }

  #discover(): void {
    const config = this.#loadConfig()
    const named = objectOf(config["plugin_system"])["plugins_directory"]
    const plugins = join(this.#root, typeof named === "string" ? named : "plugin-repos")
    const found = new Map<string, Json>()
    for (const directory of existsSync(plugins) ? readdirSync(plugins) : []) {
      const manifest = join(plugins, directory, "manifest.json")
      if (directory.includes(".standalone-backup-") || !existsSync(manifest)) continue
      const content = parsed(manifest)
      if (typeof content["id"] === "string") found.set(content["id"], content)
    }
    this.#manifests = found
  }

  #installed(): Json {
    this.#discover()
    const config = this.#loadConfig()
    const plugins = [...this.#manifests].map(([id, manifest]): Json => {
      const failure = this.failures.get(id)
      const enabled = objectOf(config[id])["enabled"] ?? true
      const loaded = enabled === true && failure === undefined
      const state = failure === undefined ? (loaded ? "running" : "unloaded") : "error"
      const name = typeof manifest["name"] === "string" ? manifest["name"] : id
      const listed = { id, name, version: manifest["version"] ?? "", enabled, loaded, tags: [] }
      return this.#version === "April 2026" ? listed : { ...listed, state, error_info: failure ?? null }
    })
    if (this.#version === "October 2026") {
      // The display does not run, so that nothing is known of what it has loaded.
      const silent = plugins.map((plugin): Json => ({
        ...plugin,
        loaded: null,
        state: null,
        error_info: null
      }))
      return { status: "success", data: { plugins: [...silent, { id: "starlark:clock", loaded: null }] } }
    }
    const apps: ReadonlyArray<Json> =
      this.#version === "April 2026"
        ? [{ id: "starlark:clock", name: "Clock", enabled: true, loaded: true, is_starlark_app: true }]
        : []
    return { status: "success", data: { plugins: [...plugins, ...apps] } }
  }

  async #toggle(body: Json, response: ServerResponse): Promise<void> {
    this.toggled.push(body)
    const { enabled, plugin_id: id } = body
    if (typeof id !== "string" || enabled === undefined) {
      return respond(response, 400, { status: "error", message: "plugin_id and enabled required" })
    }
    if (this.#version === "October 2026") this.#discover()
    if (!this.#manifests.has(id)) {
      const code = this.#version === "April 2026" ? {} : { error_code: "PLUGIN_NOT_FOUND" }
      return respond(response, 404, { status: "error", ...code, message: `Plugin ${id} not found` })
    }
    if (this.refuses !== undefined) {
      const failed = { error_code: "CONFIG_SAVE_FAILED", error_category: "configuration" }
      return respond(response, 500, { status: "error", ...failed, message: this.refuses })
    }
    const config = this.#loadConfig()
    this.#saveConfig({ ...config, [id]: { ...objectOf(config[id]), enabled } })
    if (this.#version !== "October 2026") await this.#remember(id, enabled === true)
    await this.afterToggle?.()
    return respond(response, 200, { status: "success", message: `Plugin ${id} toggled` })
  }

  async #remember(id: string, enabled: boolean): Promise<void> {
    const before = objectOf(this.memory[id])
    const counter = typeof before["config_version"] === "number" ? before["config_version"] : 1
    this.memory = {
      ...this.memory,
      [id]: {
        plugin_id: id,
        version: null,
        installed_at: null,
        metadata: {},
        ...before,
        status: enabled ? "enabled" : "disabled",
        enabled,
        last_updated: localNow(),
        config_version: counter + 1
      }
    }
    await this.save()
  }
}

/** One that answers on a free local port. */
export const ledmatrix = Effect.fnUntraced(function* (root: string, version: Version = "August 2026") {
  const standIn = new LedmatrixStandIn(root, version)
  return { standIn, address: yield* serving(standIn.answer) }
})
