/**
 * Archives of GitHub repositories, each fetched once for all plugins that lie in it: most of the official ones
 * share a repository, and a Pi's network should not carry it again for each.
 */
import { Context, Effect, Option, Random, RcMap, Result, Schema, Scope } from "effect"
import type { HttpClient } from "effect/http"
import { join } from "node:path/posix"
import type { FileFailed } from "../../../domain/errors/FileReason.ts"
import type { BadArchive, DownloadFailed } from "../../../domain/errors/StoreError.ts"
import { parseJson } from "../../../json/parseJson.ts"
import { type FileFault, type FileReader, FileWriter } from "../../../ports/Files.ts"
import { decodeUtf8 } from "../../files/readDocument.ts"
import type { Address } from "./addresses.ts"
import { download, type Downloaded } from "./download.ts"
import { httpGet } from "./httpGet.ts"
import { ARCHIVE_IDLE, STAGING_PREFIX } from "../limits.ts"
import { makePluginDirectory } from "../install/writePluginFiles.ts"
import { readBody } from "../../network/readBody.ts"
import { StoreSettings } from "../StoreSettings.ts"
import { withoutEndSlashes } from "./fetchMethods.ts"

export interface BranchPlace {
  readonly owner: string
  readonly repository: string
  readonly branch: string
  /** The plugins directory, where it is kept meanwhile. */
  readonly plugins: string
}

export interface Wanted extends BranchPlace {
  /** Whether other plugins may lie in it. */
  readonly shared: boolean
}

export class GitHubArchives extends Context.Service<
  GitHubArchives,
  {
    /**
     * The archive of a branch's newest commit. It is there as long as the scope is open; a shared one is kept
     * for a minute after that, for whoever asks next.
     */
    readonly get: (
      place: Wanted
    ) => Effect.Effect<Downloaded, DownloadFailed | BadArchive | FileFailed | FileFault, Scope.Scope>
  }
>()("ledmatrix-reconciler/services/store/GitHubArchives") {}

export type ArchiveServices = HttpClient.HttpClient | FileReader | FileWriter | StoreSettings

/** Lives as long as the scope that it is made in. */
export const makeGitHubArchives = Effect.gen(function* () {
  const services = Context.omit(Scope.Scope)(yield* Effect.context<ArchiveServices>())
  const archives = yield* RcMap.make({
    lookup: (key: string) => Effect.provideContext(fetched(placeOf(key)), services),
    idleTimeToLive: ARCHIVE_IDLE
  })
  return GitHubArchives.of({
    get: ({ shared, ...place }) => {
      if (!shared) return Effect.provideContext(fetched(place), services)
      const key = keyOf(place)
      // Only an archive is worth keeping: what was not to be had may be there the next time.
      const forget = RcMap.invalidate(archives, key)
      return RcMap.get(archives, key).pipe(
        Effect.tap((got) => (got === "absent" || "refused" in got ? forget : Effect.void)),
        Effect.tapError(() => forget)
      )
    }
  })
})

/** No part of it holds a line feed: names and branches are checked, and no path of ours has one. */
const keyOf = ({ branch, owner, plugins, repository }: BranchPlace): string =>
  [owner, repository, branch, plugins].join("\n")

const placeOf = (key: string): BranchPlace => {
  const [owner = "", repository = "", branch = "", ...plugins] = key.split("\n")
  return { owner, repository, branch, plugins: plugins.join("\n") }
}

/** One archive of one commit; where the API is silent, of the branch itself, which is one too. */
const fetched = Effect.fnUntraced(function* (place: BranchPlace) {
  const { githubArchive, offline } = yield* StoreSettings
  const { branch, owner, plugins, repository } = place
  const writer = yield* FileWriter
  const random = yield* Random.nextIntBetween(0, 0x100000000)
  const directory = join(plugins, `${STAGING_PREFIX}${random.toString(16)}`)
  yield* Effect.addFinalizer(() => Effect.ignore(writer.removeTree(directory)))
  yield* makePluginDirectory(directory)
  const base = `${withoutEndSlashes(githubArchive)}/${owner}/${repository}/archive`
  const commit = offline ? Option.none<string>() : yield* newestCommit(place)
  for (const name of [...Option.toArray(commit), `refs/heads/${branch}`]) {
    const address: Address = { _tag: "Remote", url: new URL(`${base}/${name}.zip`) }
    const got = yield* download(repository, address, join(directory, "archive.zip"), offline)
    if (got !== "absent") return got
  }
  return "absent" as const
})

/** A commit as GitHub's API names it. */
const Commit = Schema.Struct({ sha: Schema.String.check(Schema.isPattern(/^[0-9a-f]{40}$/u)) })
const decodeCommit = Schema.decodeUnknownOption(Commit)

const COMMIT_BYTES_MAX = 4 * 1024 * 1024

/** Asked only to pin the commit: any trouble with the API, its request limit above all, leaves the branch. */
const newestCommit = Effect.fnUntraced(function* ({
  branch,
  owner,
  repository
}: BranchPlace): Effect.fn.Return<Option.Option<string>, never, StoreSettings | HttpClient.HttpClient> {
  const { githubApi } = yield* StoreSettings
  const url = new URL(
    `${withoutEndSlashes(githubApi)}/repos/${owner}/${repository}/commits/${encodeURIComponent(branch)}`
  )
  const asked = httpGet(url, {
    attemptsMax: 1,
    headers: { accept: "application/vnd.github+json" },
    read: (response) => readBody(response, COMMIT_BYTES_MAX)
  })
  const answer = Option.getOrUndefined(yield* Effect.option(asked))
  const text = answer?._tag === "Found" ? decodeUtf8(answer.value) : undefined
  const parsed = text === undefined ? undefined : Result.getOrUndefined(parseJson(text))
  return Option.map(decodeCommit(parsed), ({ sha }) => sha)
})
