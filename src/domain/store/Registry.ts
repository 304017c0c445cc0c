/**
 * The plugin store's registry: `{version, last_updated, plugins: []}`. A bad entry costs only itself, and
 * fields that this program does not read survive.
 */
import { Option, Schema } from "effect"
import { isJsonObject } from "../../json/JsonValue.ts"
import { withoutPrefix } from "../PluginId.ts"

const optionalText = Schema.optionalKey(Schema.NullOr(Schema.String))

/** One plugin of the registry. `id` is the store's name for it, not always the manifest's. */
export const RegistryEntry = Schema.Struct({
  id: Schema.String.check(Schema.isMinLength(1)),
  type: optionalText,
  name: optionalText,
  repo: optionalText,
  branch: optionalText,
  plugin_path: optionalText,
  latest_version: optionalText,
  download_url_template: optionalText,
  versions: Schema.optionalKey(Schema.NullOr(Schema.Array(Schema.Unknown))),
  /** Other ids of the same plugin. What is no list of texts says nothing. */
  aliases: Schema.optionalKey(Schema.Unknown)
})
export type RegistryEntry = typeof RegistryEntry.Type

/** An entry that could not be decoded, as far as it says what it would have been. */
export interface SkippedEntry {
  readonly id: string | undefined
  readonly pluginPath: string | undefined
  readonly problem: string
}

/** The registry as it was read: what can be installed, and what could not be decoded. */
export interface Registry {
  readonly entries: ReadonlyArray<RegistryEntry>
  readonly skipped: ReadonlyArray<SkippedEntry>
}

const TEXTS = ["type", "name", "repo", "branch", "plugin_path", "latest_version", "download_url_template"]

/** Why a candidate is no entry. By hand: a schema is as long to load as everything else that reads it. */
const problemOf = (candidate: unknown): string | undefined => {
  if (!isJsonObject(candidate)) return "it is no object"
  if (typeof candidate["id"] !== "string" || candidate["id"] === "") return "it has no id"
  const wrong = TEXTS.find((field) => !isTextOrNothing(candidate[field]))
  if (wrong !== undefined) return `its ${wrong} is no text`
  const { versions } = candidate
  return versions === undefined || versions === null || Array.isArray(versions)
    ? undefined
    : "its versions are no list"
}

const isTextOrNothing = (value: unknown): boolean =>
  value === undefined || value === null || typeof value === "string"

const isEntry = (candidate: unknown): candidate is RegistryEntry => problemOf(candidate) === undefined

const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined)

/** Reads a parsed registry; `None` where the answer is no registry at all (no `plugins` array). */
export const readRegistry = (value: unknown): Option.Option<Registry> => {
  const plugins = isJsonObject(value) ? value["plugins"] : undefined
  if (!Array.isArray(plugins)) return Option.none()
  const entries: Array<RegistryEntry> = []
  const skipped: Array<SkippedEntry> = []
  for (const candidate of plugins) {
    if (isEntry(candidate)) {
      if (candidate.type !== "skin") entries.push(candidate)
      continue
    }
    const known = isJsonObject(candidate) ? candidate : {}
    skipped.push({
      id: text(known["id"]),
      pluginPath: text(known["plugin_path"]),
      problem: problemOf(candidate) ?? ""
    })
  }
  return Option.some({ entries, skipped })
}

/** The last segment of a path inside a repository; empty where the plugin is the repository. */
export const lastSegment = (path: string | null | undefined): string =>
  path?.split("/").findLast((segment) => segment !== "") ?? ""

/** The other ids that the entry itself lists. */
export const aliasesOf = ({ aliases }: RegistryEntry): ReadonlyArray<string> =>
  Array.isArray(aliases) ? aliases.filter((alias: unknown) => typeof alias === "string" && alias !== "") : []

/** Every id under which the plugin may be known: the registry's, the last segment of its path, its aliases. */
export const namesOf = (entry: RegistryEntry): ReadonlyArray<string> => {
  const segment = lastSegment(entry.plugin_path)
  return [entry.id, ...(segment === "" ? [] : [segment]), ...aliasesOf(entry)]
}

/**
 * The entries that may hold the plugin `id`, each once, in the order they are tried: the entry of exactly
 * this registry id, the one whose `plugin_path` ends in it, the one of the id without `ledmatrix-`.
 */
export const candidatesFor = (registry: Registry, id: string): ReadonlyArray<RegistryEntry> => {
  const bare = withoutPrefix(id)
  const found = [
    registry.entries.find((entry) => entry.id === id),
    registry.entries.find((entry) => lastSegment(entry.plugin_path) === id),
    bare === undefined ? undefined : registry.entries.find((entry) => entry.id === bare)
  ]
  return [...new Set(found.filter((entry) => entry !== undefined))]
}

/** Whether an entry that could not be read may have been the plugin `id`: then absence proves nothing. */
export const mayBeSkipped = (registry: Registry, id: string): boolean => {
  const names = new Set([id, withoutPrefix(id) ?? id])
  return registry.skipped.some(
    (entry) =>
      entry.id === undefined ||
      names.has(entry.id) ||
      (entry.pluginPath !== undefined && lastSegment(entry.pluginPath) === id)
  )
}
