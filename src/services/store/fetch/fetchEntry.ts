/** Fetches the plugin of one registry entry, by the first fetch method that has it. */
import { Effect, Option, Result } from "effect"
import { join } from "node:path/posix"
import type { RegistryEntry } from "../../../domain/store/Registry.ts"
import { BadArchive, type DownloadFailed, NoSource } from "../../../domain/errors/FetchReason.ts"
import { withoutCredentials } from "../../../domain/text/withoutCredentials.ts"
import { FileReader, FileWriter } from "../../../ports/Files.ts"
import { type Address, readAddress, whereGitHubIs } from "./addresses.ts"
import { copyDirectory } from "../archive/copyDirectory.ts"
import { download } from "./download.ts"
import { fetchClone } from "./fetchClone.ts"
import { GitHubArchives } from "./GitHubArchives.ts"
import { makePluginDirectory } from "../install/writePluginFiles.ts"
import { StoreSettings } from "../StoreSettings.ts"
import { unpackArchive } from "../archive/unpackArchive.ts"
import { subdirectoryOf, type FetchMethod, fetchMethodsOf } from "./fetchMethods.ts"

interface Places {
  /** Absolute path of the plugins directory. */
  readonly plugins: string
  /** Where the plugin is made ready, out of reach of other users. */
  readonly staging: string
}

/**
 * Puts the plugin into `plugin` of the staging, by the first fetch method that has it, and returns where that was, without
 * credentials. `NoSource` where none has it; any other failure ends the row, but for a clone that breaks off.
 */
export const fetchEntry = Effect.fn("fetchEntry")(function* (
  plugin: string,
  entry: RegistryEntry,
  places: Places
) {
  const { staging } = places
  const reader = yield* FileReader
  const writer = yield* FileWriter
  if (subdirectoryOf(entry) === undefined) {
    return yield* new NoSource({
      plugin,
      code: "address_refused",
      problem: "its path leads out of its repository"
    })
  }
  const methods = fetchMethodsOf(entry)
  if (methods.length === 0) {
    return yield* new NoSource({
      plugin,
      code: "no_address",
      problem: "the registry gives no address for it"
    })
  }
  const problems: Array<string> = []
  let broken: DownloadFailed | undefined
  for (const method of methods) {
    const got = yield* fetchBy(plugin, method, places).pipe(
      // A clone may fail where the archive of the same repository can be had.
      Effect.catchTag("DownloadFailed", (error) =>
        method._tag === "Clone" ? Effect.succeed({ broken: error }) : Effect.fail(error)
      ),
      Effect.mapError((error) =>
        error._tag === "BadArchive"
          ? new BadArchive({ code: error.code, problem: error.problem, from: shownMethod(method) })
          : error
      )
    )
    if (got === "there") return shownMethod(method)
    if (got !== "absent") {
      if ("broken" in got) broken ??= got.broken
      else problems.push(got.refused)
    }
    for (const name of yield* reader.list(staging)) yield* writer.removeTree(join(staging, name))
    yield* makePluginDirectory(join(staging, "plugin"))
  }
  if (broken !== undefined) return yield* broken
  return yield* new NoSource({
    plugin,
    code: "not_published",
    problem: problems[0] ?? "nothing is published where the registry says it is"
  })
})

const shownMethod = (method: FetchMethod): string =>
  method._tag === "GitHub"
    ? `github.com/${method.owner}/${method.repository}`
    : withoutCredentials(URL.parse(method.address)?.href ?? method.address)

const fetchBy = Effect.fnUntraced(function* (plugin: string, method: FetchMethod, places: Places) {
  const { staging } = places
  if (method._tag === "Clone") return yield* fetchClone(plugin, method, staging)
  if (method._tag === "Directory") return yield* fetchDirectory(plugin, method, staging)
  const working = join(staging, "archive.zip")
  const got = yield* method._tag === "Zip"
    ? fetchZip(plugin, method.address, working)
    : fetchFromGitHub(method, places)
  if (got === "absent" || "refused" in got) return got
  yield* unpackArchive(plugin, got.archive, join(staging, "plugin"), method.subdirectory)
  yield* (yield* FileWriter).removeFile(working)
  return "there" as const
})

const fetchZip = Effect.fnUntraced(function* (plugin: string, where: string, archive: string) {
  const settings = yield* StoreSettings
  const address = readAddress(settings, plugin, where)
  if (Result.isFailure(address)) return yield* address.failure
  const found: Address =
    address.success._tag === "Remote"
      ? { _tag: "Remote", url: whereGitHubIs(settings, address.success.url) }
      : address.success
  return yield* download(plugin, found, archive, settings.offline)
})

type DirectoryMethod = Extract<FetchMethod, { readonly _tag: "Directory" }>

const fetchDirectory = Effect.fnUntraced(function* (
  plugin: string,
  method: DirectoryMethod,
  staging: string
) {
  const address = readAddress(yield* StoreSettings, plugin, method.address)
  if (Result.isFailure(address) || address.success._tag === "Remote") return "absent" as const
  const files = yield* FileReader
  const from = join(address.success.path, method.subdirectory)
  const stat = yield* files.stat(from)
  if (Option.isNone(stat) || stat.value.kind !== "directory") return "absent" as const
  yield* copyDirectory(from, join(staging, "plugin"))
  return "there" as const
})

type GitHubMethod = Extract<FetchMethod, { readonly _tag: "GitHub" }>

const fetchFromGitHub = Effect.fnUntraced(function* (method: GitHubMethod, { plugins }: Places) {
  const archives = yield* GitHubArchives
  const { owner, repository, subdirectory } = method
  const shared = subdirectory !== ""
  for (const branch of method.branches) {
    const got = yield* archives.get({ owner, repository, branch, plugins, shared })
    if (got !== "absent") return got
  }
  return "absent" as const
})
