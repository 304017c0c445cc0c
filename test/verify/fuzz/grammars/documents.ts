/** Documents of an installation, near enough to real ones to get past the first checks. */
import {
  anyOf,
  boolean,
  constant,
  document,
  junk,
  list,
  type Make,
  mostly,
  object,
  scalar,
  strange,
  string,
  table
} from "./json.ts"
import { address, branch, id, path, time, version } from "./words.ts"

const maybe = (make: Make): Make => mostly(make, junk)

const entry = object({
  enabled: maybe(boolean),
  display_duration: scalar,
  version: string(version),
  api_key: string(strange)
})

const pluginSystem = object({
  plugins_directory: string(anyOf(constant("plugin-repos"), path)),
  auto_discover: boolean
})

export const config: Make = document(
  maybe((random) =>
    mostly(
      table(id, (inner, key) => (key === "plugin_system" ? pluginSystem(inner) : maybe(entry)(inner)), 7),
      object({ display: entry, plugin_system: pluginSystem, clock: entry, weather: junk })
    )(random)
  )
)

const record = (of: string): Make =>
  object({
    plugin_id: mostly(constant(JSON.stringify(of)), string(id)),
    status: string(
      anyOf(constant("enabled"), constant("disabled"), constant("installed"), constant("error"), strange)
    ),
    enabled: maybe(boolean),
    version: anyOf(string(version), constant("null")),
    installed_at: anyOf(string(time), constant("null")),
    last_updated: anyOf(string(time), constant("null")),
    config_version: anyOf(constant("1"), constant("7"), scalar),
    metadata: anyOf(constant("{}"), object({ a: junk }))
  })

export const state: Make = document(
  maybe(
    object({
      version: constant("1"),
      states: maybe(table(id, (random, key) => maybe(record(key))(random))),
      last_updated: string(time)
    })
  )
)

export const manifest: Make = document(
  maybe(
    object({
      id: string(id),
      name: string(anyOf(constant("A clock"), strange)),
      version: string(version),
      class_name: anyOf(string(constant("Clock")), constant('""'), scalar),
      entry_point: string(anyOf(constant("manager.py"), path)),
      display_modes: list(string(strange), 2),
      compatible_versions: list(string(version), 3),
      min_ledmatrix_version: string(version),
      requires: object({ min_ledmatrix_version: string(version) }),
      versions: list(
        object({
          version: string(version),
          ledmatrix_min_version: string(version),
          download_url: string(address)
        }),
        2
      )
    })
  )
)

const registryEntry = object({
  id: string(id),
  name: string(strange),
  type: anyOf(string(constant("plugin")), string(constant("skin")), constant("null")),
  repo: string(address),
  branch: string(branch),
  plugin_path: string(path),
  latest_version: string(version),
  download_url_template: string(anyOf(address, constant("https://example.org/{version}.zip"), strange)),
  versions: list(object({ version: string(version), download_url: string(address) }), 3),
  aliases: list(maybe(string(id)), 3),
  ledmatrix_min_version: maybe(string(version))
})

export const registryBody: Make = maybe(
  object({ version: string(version), last_updated: string(time), plugins: list(maybe(registryEntry), 5) })
)

export const registry: Make = document(registryBody)

export const marks: Make = document(maybe(list(string(id), 4)))
