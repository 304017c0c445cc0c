/** One registry entry into a directory, by the first way that has it. */
import { Effect, Option, Result } from "effect"
import { dirname, join } from "node:path/posix"
import type { RegistryEntry } from "../../domain/store/Registry.ts"
import { BadArchive, type DownloadFailed, NoSource } from "../../domain/errors/StoreError.ts"
import { FileReader, FileWriter } from "../../ports/Files.ts"
import type { GitProtocol } from "../../ports/GitProgram.ts"
import { type Address, readAddress, whereGitHubIs } from "./addresses.ts"
import { cloneRepository } from "./cloneRepository.ts"
import { copyPlugin } from "./copyPlugin.ts"
import { download } from "./download.ts"
import { GitHubArchives } from "./GitHubArchives.ts"
import { shownAddress } from "./http.ts"
import { makePluginDirectory } from "./pluginFiles.ts"
import { StoreSettings } from "./StoreSettings.ts"
import { unpack } from "./unpack.ts"
import { subdirectoryOf, type Way, waysOf } from "./ways.ts"

/** Puts the plugin into `staging/plugin`, by the first way that has it; returns where that was. */
export const fetchEntry = Effect.fn("fetchEntry")(function* (
  plugin: string,
  entry: RegistryEntry,
  staging: string
) {
  const writer = yield* FileWriter
  if (subdirectoryOf(entry) === undefined) {
    return yield* new NoSource({
      plugin,
      code: "address_refused",
      problem: "its path leads out of its repository"
    })
  }
  const ways = waysOf(entry)
  if (ways.length === 0) {
    return yield* new NoSource({
      plugin,
      code: "no_address",
      problem: "the registry gives no address for it"
    })
  }
  const problems: Array<string> = []
  let broken: DownloadFailed | undefined
  for (const way of ways) {
    const got = yield* fetchBy(plugin, way, staging).pipe(
      // A clone may fail where the archive of the same repository can be had.
      Effect.catchTag("DownloadFailed", (error) =>
        way._tag === "Clone" ? Effect.succeed({ broken: error }) : Effect.fail(error)
      ),
      Effect.mapError((error) =>
        error._tag === "BadArchive"
          ? new BadArchive({ code: error.code, problem: error.problem, from: shownWay(way) })
          : error
      )
    )
    if (got === "there") return shownWay(way)
    if (got !== "absent") {
      if ("broken" in got) broken ??= got.broken
      else problems.push(got.refused)
    }
    yield* writer.removeTree(staging)
    yield* makePluginDirectory(staging)
    yield* makePluginDirectory(join(staging, "plugin"))
  }
  if (broken !== undefined) return yield* broken
  return yield* new NoSource({
    plugin,
    code: "not_published",
    problem: problems[0] ?? "nothing is published where the registry says it is"
  })
})

/** Without what may be a credential. */
const shownWay = (way: Way): string => {
  if (way._tag === "GitHub") return `github.com/${way.owner}/${way.repository}`
  return URL.canParse(way.address) ? shownAddress(new URL(way.address)) : way.address
}

const fetchBy = Effect.fnUntraced(function* (plugin: string, way: Way, staging: string) {
  if (way._tag === "Clone") return yield* fetchClone(plugin, way, staging)
  if (way._tag === "Directory") return yield* fetchDirectory(plugin, way, staging)
  const working = join(staging, "archive.zip")
  const got = yield* way._tag === "Zip"
    ? fetchZip(plugin, way.address, working)
    : fetchFromGitHub(way, staging)
  if (got === "absent" || "refused" in got) return got
  yield* unpack(plugin, got.archive, join(staging, "plugin"), way.subdirectory)
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

type CloneWay = Extract<Way, { readonly _tag: "Clone" }>

/** A whole repository becomes the plugin, a checkout that its owner can update; of a part only the files. */
const fetchClone = Effect.fnUntraced(function* (plugin: string, way: CloneWay, staging: string) {
  const settings = yield* StoreSettings
  const address = readAddress(settings, plugin, way.address)
  if (Result.isFailure(address)) return { refused: address.failure.problem }
  const from = cloneAddress(settings, address.success)
  if (from === undefined) return { refused: "offline" }
  const whole = way.subdirectory === ""
  const into = join(staging, whole ? "plugin" : "repository")
  const got = yield* cloneRepository({ plugin, ...from, branches: way.branches, into })
  if (got !== "cloned") return got
  if (whole) return "there" as const
  const files = yield* FileReader
  const part = join(into, way.subdirectory)
  const stat = yield* files.lstat(part)
  if (Option.isNone(stat) || stat.value.kind !== "directory") return "absent" as const
  yield* copyPlugin(part, join(staging, "plugin"))
  yield* (yield* FileWriter).removeTree(into)
  return "there" as const
})

const cloneAddress = (
  settings: typeof StoreSettings.Service,
  address: Address
): { readonly address: string; readonly protocols: ReadonlyArray<GitProtocol> } | undefined => {
  if (address._tag === "Local") return { address: address.path, protocols: ["file"] }
  if (settings.offline) return undefined
  const url = whereGitHubIs(settings, address.url)
  return { address: url.href, protocols: url.protocol === "http:" ? ["https", "http"] : ["https"] }
}

type DirectoryWay = Extract<Way, { readonly _tag: "Directory" }>

const fetchDirectory = Effect.fnUntraced(function* (plugin: string, way: DirectoryWay, staging: string) {
  const address = readAddress(yield* StoreSettings, plugin, way.address)
  if (Result.isFailure(address) || address.success._tag === "Remote") return "absent" as const
  const files = yield* FileReader
  const from = join(address.success.path, way.subdirectory)
  const stat = yield* files.stat(from)
  if (Option.isNone(stat) || stat.value.kind !== "directory") return "absent" as const
  yield* copyPlugin(from, join(staging, "plugin"))
  return "there" as const
})

type GitHubWay = Extract<Way, { readonly _tag: "GitHub" }>

const fetchFromGitHub = Effect.fnUntraced(function* (way: GitHubWay, staging: string) {
  const archives = yield* GitHubArchives
  const { owner, repository, subdirectory } = way
  const shared = subdirectory !== ""
  for (const branch of way.branches) {
    const got = yield* archives.get({ owner, repository, branch, plugins: dirname(staging), shared })
    if (got !== "absent") return got
  }
  return "absent" as const
})
