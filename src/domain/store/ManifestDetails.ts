/** What a manifest tells people about its plugin; no rule looks at any of it. */
import { isJsonObject, type JsonValue } from "../../json/JsonValue.ts"

/** Texts for people; `undefined` where the manifest has none. */
export interface ManifestDetails {
  readonly author: string | undefined
  readonly category: string | undefined
  readonly description: string | undefined
  readonly tags: ReadonlyArray<string>
  readonly icon: string | undefined
  readonly displayModes: ReadonlyArray<string>
  /** Buttons that LEDMatrix's web page shows, as they stand in the manifest. */
  readonly webUiActions: ReadonlyArray<JsonValue>
  readonly lastUpdated: string | undefined
  readonly lastCommit: string | undefined
  readonly lastCommitMessage: string | undefined
  readonly branch: string | undefined
}

/** Of a plugin whose manifest says nothing. */
export const noDetails: ManifestDetails = {
  author: undefined,
  category: undefined,
  description: undefined,
  tags: [],
  icon: undefined,
  displayModes: [],
  webUiActions: [],
  lastUpdated: undefined,
  lastCommit: undefined,
  lastCommitMessage: undefined,
  branch: undefined
}

/** Lenient: a field of a wrong type says nothing. */
export const manifestDetails = (manifest: unknown): ManifestDetails => {
  if (!isJsonObject(manifest)) return noDetails
  const own = (field: string): unknown => (Object.hasOwn(manifest, field) ? manifest[field] : undefined)
  const text = (...fields: ReadonlyArray<string>) => fields.map(own).find(isText)
  return {
    author: text("author"),
    category: text("category"),
    description: text("description"),
    tags: listOf(own("tags"), isText),
    icon: text("icon"),
    displayModes: listOf(own("display_modes"), isText),
    webUiActions: listOf(own("web_ui_actions"), isJson),
    lastUpdated: text("last_updated"),
    lastCommit: text("last_commit", "last_commit_sha"),
    lastCommitMessage: text("last_commit_message"),
    branch: text("branch")
  }
}

/** Whether it is a text that is not empty. */
export const isText = (value: unknown): value is string => typeof value === "string" && value !== ""

/** What a parsed manifest holds is JSON. */
const isJson = (value: unknown): value is JsonValue => value !== undefined

/** The members of a list that are of one kind; none where it is no list. */
export const listOf = <A>(value: unknown, is: (member: unknown) => member is A): ReadonlyArray<A> =>
  Array.isArray(value) ? value.filter(is) : []
