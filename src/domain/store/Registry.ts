/**
 * The plugin store's registry: `{version, last_updated, plugins: []}`. A bad entry costs only itself, and
 * fields that this program does not read survive.
 */
import { Option, Schema } from "effect"
import { isJsonObject } from "../../json/JsonValue.ts"
import { withoutPrefix } from "../plugin/PluginId.ts"
import { isText, listOf } from "./ManifestDetails.ts"

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
  /** Other ids under which the plugin is known. */
  aliases: Schema.optionalKey(Schema.Array(Schema.String)),
  /** The oldest LEDMatrix that the plugin runs on. */
  ledmatrix_min_version: Schema.optionalKey(Schema.String)
})
export type RegistryEntry = typeof RegistryEntry.Type

/** An entry that could not be decoded, as far as it says what it would have been. */
export interface SkippedEntry {
  readonly id: string | undefined
  readonly pluginPath: string | undefined
  readonly aliases: ReadonlyArray<string>
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

/** Fields of newer registries: one that is malformed says nothing, and costs nothing else of its entry. */
const NEWER: { readonly [field: string]: (value: unknown) => boolean } = {
  aliases: (value) => Array.isArray(value) && value.every((member) => typeof member === "string"),
  ledmatrix_min_version: (value) => typeof value === "string" && /^\s*[vV]?\d/u.test(value)
}

const isMalformed = (field: string, value: unknown): boolean =>
  Object.hasOwn(NEWER, field) && NEWER[field]?.(value) === false

/** The candidate itself, where nothing in it is malformed. */
const withoutMalformed = (candidate: unknown): unknown => {
  if (!isJsonObject(candidate)) return candidate
  const fields = Object.entries(candidate)
  return fields.some(([field, value]) => isMalformed(field, value))
    ? Object.fromEntries(fields.filter(([field, value]) => !isMalformed(field, value)))
    : candidate
}

/** Of a candidate without what is malformed. */
const isEntry = (candidate: unknown): candidate is RegistryEntry => problemOf(candidate) === undefined

const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined)

/** Reads a parsed registry; `None` where the answer is no registry at all (no `plugins` array). */
export const readRegistry = (value: unknown): Option.Option<Registry> => {
  const plugins = isJsonObject(value) ? value["plugins"] : undefined
  if (!Array.isArray(plugins)) return Option.none()
  const entries: Array<RegistryEntry> = []
  const skipped: Array<SkippedEntry> = []
  for (const listed of plugins) {
    const candidate = withoutMalformed(listed)
    if (isEntry(candidate)) {
      if (candidate.type !== "skin") entries.push(candidate)
      continue
    }
    const known = isJsonObject(candidate) ? candidate : {}
    skipped.push({
      id: text(known["id"]),
      pluginPath: text(known["plugin_path"]),
      aliases: listOf(known["aliases"], isText),
      problem: problemOf(candidate) ?? ""
    })
  }
  return Option.some({ entries, skipped })
}

/** The last segment of a path inside a repository; empty where the plugin is the repository. */
export const lastSegment = (path: string | null | undefined): string =>
  path?.split("/").findLast((segment) => segment !== "") ?? ""

/** The other ids under which an entry's plugin is known. */
export const aliasesOf = ({ aliases = [] }: RegistryEntry): ReadonlyArray<string> => aliases

/** Every id under which an entry's plugin may be known: the registry's, the last segment of its path, its aliases. */
export const namesOf = (entry: RegistryEntry): ReadonlyArray<string> => {
  const segment = lastSegment(entry.plugin_path)
  return [entry.id, ...(segment === "" ? [] : [segment]), ...aliasesOf(entry)]
}

/**
 * The entries that may hold the plugin `id`, each once, in the order they are tried: the entry of exactly
 * this registry id, the one whose `plugin_path` ends in it, the one that has it as an alias, the one of the id
 * without `ledmatrix-`.
 */
export const candidatesFor = (registry: Registry, id: string): ReadonlyArray<RegistryEntry> => {
  const bare = withoutPrefix(id)
  const found = [
    registry.entries.find((entry) => entry.id === id),
    registry.entries.find((entry) => lastSegment(entry.plugin_path) === id),
    registry.entries.find((entry) => aliasesOf(entry).includes(id)),
    bare === undefined ? undefined : registry.entries.find((entry) => entry.id === bare)
  ]
  return [...new Set(found.filter((entry) => entry !== undefined))]
}

/** Whether a fresh registry, read in full, has no plugin `id`. */
export const isAbsent = (registry: Registry, id: string): boolean =>
  candidatesFor(registry, id).length === 0 && !mayBeSkipped(registry, id)

/** Whether an entry that could not be read may have been the plugin `id`: then absence proves nothing. */
export const mayBeSkipped = (registry: Registry, id: string): boolean => {
  const names = new Set([id, withoutPrefix(id) ?? id])
  return registry.skipped.some(
    (entry) =>
      entry.id === undefined ||
      names.has(entry.id) ||
      entry.aliases.includes(id) ||
      (entry.pluginPath !== undefined && lastSegment(entry.pluginPath) === id)
  )
}
