/** Pure: a registry entry as it is fetched where one version of its plugin is wanted. */
import { isJsonObject } from "../../json/JsonValue.ts"
import { comparableVersion } from "../sources/StateRecord.ts"
import type { RegistryEntry } from "./Registry.ts"

/** What a desired state says for the version that the store has. */
export const LATEST = "latest"

/** The one version that is asked for; nothing where the store's will do. */
export const onlyVersion = (version: string | undefined): { readonly version?: string } =>
  version === undefined || version === LATEST ? {} : { version }

/** Whether two spellings are one version; none is never one. */
export const isSameVersion = (a: string | null | undefined, b: string | null | undefined): boolean => {
  const version = comparableVersion(a)
  return version !== undefined && version === comparableVersion(b)
}

/** What a registry says of one published version, with the address that it is fetched from. */
interface PublishedVersion {
  readonly version: string
  readonly download_url: string
}

const isPublished =
  (version: string) =>
  (one: unknown): one is PublishedVersion =>
    isJsonObject(one) &&
    typeof one["version"] === "string" &&
    isSameVersion(one["version"], version) &&
    typeof one["download_url"] === "string" &&
    one["download_url"].trim() !== ""

/**
 * The entry that fetches this version; `undefined` where the store does not offer it. An older version comes from its
 * own address alone: the repository holds the newest.
 */
export const atVersion = (entry: RegistryEntry, version: string | undefined): RegistryEntry | undefined => {
  if (version === undefined || version === LATEST || isSameVersion(entry.latest_version, version))
    return entry
  const published = entry.versions?.find(isPublished(version))
  if (published !== undefined)
    return { ...entry, latest_version: published.version, versions: [published], repo: null }
  return entry.download_url_template?.includes("{version}") === true
    ? { ...entry, latest_version: comparableVersion(version) ?? version, versions: [], repo: null }
    : undefined
}
