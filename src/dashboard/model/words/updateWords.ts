/** Pure: what an update changes, before it is made, and what became of the plugin's own files, after it. */
import type { OperationTicket } from "../../../domain/Controller.ts"
import { type Fields, isObject } from "../../api/shapes.ts"
import type { InstalledPluginDocument, StoreEntry } from "../../api/wire.ts"

/** What a person types for the display to run what was installed. */
export const RESTART = "sudo systemctl restart ledmatrix"

const FILES_NAMED = 4

const named = (paths: ReadonlyArray<string>): string => {
  const more = paths.length - FILES_NAMED
  return `${paths.slice(0, FILES_NAMED).join(", ")}${more > 0 ? ` and ${more} more` : ""}`
}

const texts = (value: unknown): ReadonlyArray<string> =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : []

const NO_FATE: Fields = {}

/** Of an operation that replaced the plugin's directory; nothing of any other. `canRestart`: a button stands beside it. */
export const afterUpdate = ({ result }: OperationTicket, canRestart = false): ReadonlyArray<string> => {
  if (result?.["status"] !== "updated") return []
  const fate = result["local_files"]
  const { carried_over, kept_copy, left_in_kept_copy } = isObject(fate) ? fate : NO_FATE
  const carried = texts(carried_over)
  const left = texts(left_in_kept_copy)
  return [
    `The display runs it after its next restart${canRestart ? "" : ` (${RESTART})`}.`,
    ...(carried.length === 0 ? [] : [`Its own files are carried over: ${named(carried)}.`]),
    ...(left.length === 0 ? [] : [`Only in the former version, ${String(kept_copy)}: ${named(left)}.`])
  ]
}

/** A page of the web, and nothing that a browser would do something with. */
const webAddress = (text: string): string | undefined => {
  try {
    const { href, protocol } = new URL(text)
    return protocol === "https:" ? href.replace(/(?:\.git)?\/?$/u, "") : undefined
  } catch {
    return undefined
  }
}

/** Where a person reads what is new: the plugin's part of its repository. */
export const repositoryPage = (
  entry: Pick<StoreEntry, "repo" | "branch" | "default_branch" | "plugin_path"> | undefined
): string | undefined => {
  const repository = entry && webAddress(entry.repo)
  if (entry === undefined || repository === undefined) return undefined
  const branch = entry.branch || entry.default_branch
  if (entry.plugin_path === "" || branch === "") return repository
  const path = entry.plugin_path.split("/").map(encodeURIComponent).join("/")
  return `${repository}/tree/${encodeURIComponent(branch)}/${path}`
}

/** The history of that part, where the repository is of a kind whose addresses are known. */
export const changesPage = (page: string | undefined, branch: string): string | undefined => {
  if (page === undefined || new URL(page).hostname !== "github.com") return undefined
  if (page.includes("/tree/")) return page.replace("/tree/", "/commits/")
  return branch === "" ? `${page}/commits` : `${page}/commits/${encodeURIComponent(branch)}`
}

/** The store's entry of an installed plugin, under whichever name it has there. */
export const entryOf = (
  { id }: Pick<InstalledPluginDocument, "id">,
  store: ReadonlyArray<StoreEntry>
): StoreEntry | undefined => store.find((entry) => entry.installed_id === id)
