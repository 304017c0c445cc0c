/** A plugin of the store as LEDMatrix's API lists it, and the search in that list. */
import { Schema } from "effect"
import { isText, listOf } from "./ManifestDetails.ts"
import { aliasesOf, lastSegment, type RegistryEntry } from "./Registry.ts"
import { tooOldFor } from "./compatibility.ts"
import { withoutCredentials } from "../text/withoutCredentials.ts"

/** One plugin of the store, with the fields of LEDMatrix's API. A field that the registry lacks is empty. */
export const StoreListing = Schema.Struct({
  /** The store's name for it, not always the manifest's. */
  id: Schema.String,
  name: Schema.String,
  author: Schema.String,
  category: Schema.String,
  description: Schema.String,
  tags: Schema.Array(Schema.String),
  stars: Schema.Finite,
  verified: Schema.Boolean,
  repo: Schema.String,
  last_updated: Schema.String,
  last_updated_iso: Schema.String,
  last_commit: Schema.String,
  last_commit_message: Schema.String,
  last_commit_author: Schema.String,
  version: Schema.String,
  branch: Schema.String,
  default_branch: Schema.String,
  plugin_path: Schema.String,
  /** Of the version that the registry names. */
  commit: Schema.String,
  ledmatrix_min_version: Schema.String,
  aliases: Schema.Array(Schema.String),
  /** Why this LEDMatrix cannot run it. */
  incompatible_reason: Schema.NullOr(Schema.String),
  /** The id under which it is installed; null where it is not, or the plugins directory could not be read. */
  installed_id: Schema.NullOr(Schema.String)
})
export type StoreListing = typeof StoreListing.Type

/** What an entry says beyond what an install needs; empty where it says nothing, as LEDMatrix has it. */
export interface OfferDetails {
  readonly author: string
  readonly category: string
  readonly description: string
  readonly verified: boolean
  readonly version: string
  readonly lastUpdated: string
  readonly lastCommit: string
  readonly lastCommitMessage: string
  readonly branch: string
}

const reader = (entry: RegistryEntry) => {
  const fields: { readonly [field: string]: unknown } = entry
  const own = (field: string): unknown => (Object.hasOwn(fields, field) ? fields[field] : undefined)
  const text = (...names: ReadonlyArray<string>): string => names.map(own).find(isText) ?? ""
  return { own, text }
}

/** The details of a registry entry. */
export const offerDetails = (entry: RegistryEntry): OfferDetails => {
  const { own, text } = reader(entry)
  return {
    author: text("author"),
    category: text("category"),
    description: text("description"),
    verified: own("verified") === true,
    version: text("latest_version", "version"),
    lastUpdated: text("last_updated", "last_updated_iso"),
    lastCommit: text("last_commit", "last_commit_sha"),
    lastCommitMessage: text("last_commit_message"),
    branch: text("branch", "default_branch")
  }
}

/** `installed` are the ids on disk, where they are known; `ledmatrix` is its version. */
export const storeListing = (
  entry: RegistryEntry,
  installed: ReadonlySet<string> | undefined,
  ledmatrix: string | undefined
): StoreListing => {
  const { own, text } = reader(entry)
  const stars = own("stars")
  const names = [entry.id, lastSegment(entry.plugin_path), `ledmatrix-${entry.id}`]
  return {
    id: entry.id,
    name: text("name", "id"),
    author: text("author"),
    category: text("category"),
    description: text("description"),
    tags: listOf(own("tags"), isText),
    stars: typeof stars === "number" && Number.isFinite(stars) ? stars : 0,
    verified: own("verified") === true,
    repo: withoutCredentials(text("repo")),
    last_updated: text("last_updated"),
    last_updated_iso: text("last_updated_iso", "last_updated"),
    last_commit: text("last_commit", "last_commit_sha"),
    last_commit_message: text("last_commit_message"),
    last_commit_author: text("last_commit_author"),
    version: text("latest_version", "version"),
    branch: text("branch"),
    default_branch: text("default_branch", "branch"),
    plugin_path: text("plugin_path"),
    commit: text("commit"),
    ledmatrix_min_version: text("ledmatrix_min_version"),
    aliases: aliasesOf(entry),
    incompatible_reason: tooOldFor(entry.ledmatrix_min_version, ledmatrix) ?? null,
    installed_id: names.find((name) => installed?.has(name) === true) ?? null
  }
}

/** What a listing must match; an absent part matches all. */
export interface StoreSearch {
  readonly query: string | undefined
  readonly category: string | undefined
  /** Any of them. */
  readonly tags: ReadonlyArray<string>
}

/** Whether a listing matches a search. Upper and lower case are the same. */
export const isWanted = (listing: StoreListing, { category, query, tags }: StoreSearch): boolean => {
  const has = (text: string, part: string): boolean => text.toLowerCase().includes(part.toLowerCase())
  const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()
  const texts = [listing.id, listing.name, listing.description, listing.author, ...listing.tags]
  return (
    (query === undefined || texts.some((text) => has(text, query))) &&
    (category === undefined || category === "" || same(listing.category, category)) &&
    (tags.length === 0 || tags.some((wanted) => listing.tags.some((tag) => same(tag, wanted))))
  )
}
