/** Pure: the fetch methods by which a registry entry can be fetched, in the order in which they are tried. */
import type { RegistryEntry } from "../../../domain/store/Registry.ts"
import { isJsonObject } from "../../../json/JsonValue.ts"

/** One way in which a registry entry can be had. `subdirectory` is empty for the top. */
export type FetchMethod =
  /** A zip at an address of the entry. */
  | { readonly _tag: "Zip"; readonly address: string; readonly subdirectory: string }
  /** One archive of one commit of a GitHub repository, of which a sub-directory is wanted. */
  | {
      readonly _tag: "GitHub"
      readonly owner: string
      readonly repository: string
      readonly branches: ReadonlyArray<string>
      readonly subdirectory: string
    }
  /** The repository, cloned. */
  | {
      readonly _tag: "Clone"
      readonly address: string
      readonly branches: ReadonlyArray<string>
      readonly subdirectory: string
    }
  /** A plain directory, where the store is a local one. */
  | { readonly _tag: "Directory"; readonly address: string; readonly subdirectory: string }

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/u
const VERSION = /^[A-Za-z0-9][A-Za-z0-9._+-]{0,99}$/u
const BRANCH = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,199}$/u

const text = (value: string | null | undefined): string | undefined =>
  value === null || value === undefined || value.trim() === "" ? undefined : value.trim()

/** The branches that may hold the plugin. */
export const branchesOf = (entry: RegistryEntry): ReadonlyArray<string> => {
  const named = text(entry.branch)
  const all = [named, "main", "master"].filter((branch) => branch !== undefined)
  return [...new Set(all)].filter((branch) => BRANCH.test(branch) && !branch.includes(".."))
}

const publishedZip = (entry: RegistryEntry): string | undefined => {
  const latest = text(entry.latest_version)
  if (latest === undefined) return undefined
  for (const version of entry.versions ?? []) {
    if (!isJsonObject(version) || version["version"] !== latest) continue
    const url = version["download_url"]
    const address = typeof url === "string" ? text(url) : undefined
    if (address !== undefined) return address
  }
  // A version that is no plain one would make an address of its own choosing out of the template.
  if (!VERSION.test(latest)) return undefined
  const template = text(entry.download_url_template)
  const isUrl = template !== undefined && /^[a-z][a-z0-9+.-]*:/iu.test(template)
  return template?.replaceAll("{version}", () => (isUrl ? encodeURIComponent(latest) : latest))
}

const gitHubRepository = (repo: string | undefined): readonly [string, string] | undefined => {
  const url = repo !== undefined && URL.canParse(repo) ? new URL(repo) : undefined
  if (url === undefined || !/^(?:www\.)?github\.com$/u.test(url.hostname)) return undefined
  const [owner = "", name = "", ...rest] = url.pathname.split("/").filter((part) => part !== "")
  const repository = name.replace(/\.git$/u, "")
  return rest.length === 0 && NAME.test(owner) && NAME.test(repository) ? [owner, repository] : undefined
}

/** Where in its repository the plugin lies, empty for the top; `undefined` where the path leads elsewhere. */
export const subdirectoryOf = (entry: RegistryEntry): string | undefined => {
  const parts = (text(entry.plugin_path) ?? "").split("/").filter((part) => part !== "" && part !== ".")
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  return parts.some((part) => part === ".." || /[\u0000-\u001f\u007f\\]/u.test(part))
    ? undefined
    : parts.join("/")
}

/** By hand, since a pattern takes the square of a long row of slashes. */
export const withoutEndSlashes = (address: string): string => {
  let end = address.length
  while (end > 0 && address[end - 1] === "/") end--
  return address.slice(0, end)
}

/** The fetch methods of an entry in the order in which they are tried; none where it gives no address, or a path outside. */
export const fetchMethodsOf = (entry: RegistryEntry): ReadonlyArray<FetchMethod> => {
  const subdirectory = subdirectoryOf(entry)
  if (subdirectory === undefined) return []
  const methods: Array<FetchMethod> = []
  const zip = publishedZip(entry)
  if (zip !== undefined) methods.push({ _tag: "Zip", address: zip, subdirectory })
  const repo = text(entry.repo)
  const branches = branchesOf(entry)
  const gitHub = gitHubRepository(repo)
  if (repo === undefined) return methods
  const clone: FetchMethod = { _tag: "Clone", address: repo, branches, subdirectory }
  if (gitHub !== undefined) {
    const [owner, repository] = gitHub
    const archive: FetchMethod = { _tag: "GitHub", owner, repository, branches, subdirectory }
    // One archive of one commit holds the sub-directory alone; a whole repository is better a checkout.
    methods.push(...(subdirectory === "" ? [clone, archive] : [archive, clone]))
    return methods
  }
  methods.push(clone)
  if (!/^https?:/iu.test(repo)) methods.push({ _tag: "Directory", address: repo, subdirectory })
  const base = withoutEndSlashes(repo).replace(/\.git$/u, "")
  for (const branch of branches) {
    methods.push({ _tag: "Zip", address: `${base}/archive/refs/heads/${branch}.zip`, subdirectory })
  }
  return methods
}
