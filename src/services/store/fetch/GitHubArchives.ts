import { Context, Effect, Option, RcMap, Result, Schema, Scope } from "effect"
import type { HttpClient } from "effect/http"
import { join } from "node:path/posix"
import type { FileFailed } from "../../../domain/errors/FileReason.ts"
import type { BadArchive, DownloadFailed } from "../../../domain/errors/FetchReason.ts"
import { parseJson, withoutByteOrderMark } from "../../../json/parsing/parseJson.ts"
import type { FileReader, FileWriter } from "../../../ports/Files.ts"
import type { FileFault } from "../../../ports/FileFault.ts"
import type { LockTimeout, ProcessLock } from "../../../ports/ProcessLock.ts"
import type { Installation } from "../../installation/Installation.ts"
import { decodeUtf8 } from "../../files/reading/jsonFileReader.ts"
import type { Address } from "./addresses.ts"
import { download, type DownloadResult } from "./download.ts"
import { httpGet } from "./httpGet.ts"
import { ARCHIVE_IDLE } from "../limits.ts"
import { makeStagingDirectory } from "../install/stagingDirectory.ts"
import { readBody } from "../../network/readBody.ts"
import { StoreSettings } from "../StoreSettings.ts"
import { withoutEndSlashes } from "./fetchMethods.ts"

/** A branch of a repository, and where its archive is put. */
export interface BranchPlace {
  readonly owner: string
  readonly repository: string
  readonly branch: string
  /** Absolute path of the plugins directory, in which the archive lies under our own prefix. */
  readonly plugins: string
}

/** A branch, and whether its archive serves more than one plugin. */
export interface ArchiveRequest extends BranchPlace {
  /** Whether other plugins may lie in it. */
  readonly shared: boolean
}

/**
 * Archives of GitHub repositories, each fetched once for all plugins that lie in it: most of the official ones
 * share a repository, and a Pi's network should not carry it again for each.
 */
export class GitHubArchives extends Context.Service<
  GitHubArchives,
  {
    /**
     * The archive of a branch's newest commit, in a file that is there as long as the scope is open. A shared archive
     * is kept for a minute longer, for the next plugin.
     */
    readonly get: (
      place: ArchiveRequest
    ) => Effect.Effect<
      DownloadResult,
      DownloadFailed | BadArchive | FileFailed | FileFault | LockTimeout,
      Scope.Scope
    >
  }
>()("ledmatrix-reconciler/services/store/GitHubArchives") {}

/** What fetching an archive needs. */
export type ArchiveServices =
  | HttpClient.HttpClient
  | FileReader
  | FileWriter
  | ProcessLock
  | Installation
  | StoreSettings

/** Keeps archives as long as the scope is open that it is made in. */
export const makeGitHubArchives: Effect.Effect<
  typeof GitHubArchives.Service,
  never,
  ArchiveServices | Scope.Scope
> = Effect.gen(function* () {
  const services = Context.omit(Scope.Scope)(yield* Effect.context<ArchiveServices>())
  const fetchOnce = (place: BranchPlace) => Effect.provideContext(fetchArchive(place), services)
  const archives = yield* RcMap.make({
    lookup: fetchOnce,
    idleTimeToLive: ARCHIVE_IDLE
  })
  return GitHubArchives.of({
    get: ({ shared, ...place }) => {
      if (!shared) return fetchOnce(place)
      // Only an archive is worth keeping: one that is absent may be there the next time.
      const forget = RcMap.invalidate(archives, place)
      return RcMap.get(archives, place).pipe(
        Effect.tap((got) => (got === "absent" || "refused" in got ? forget : Effect.void)),
        Effect.tapError(() => forget)
      )
    }
  })
})

/** The archive of the newest commit; where the API does not name that, of the branch. */
const fetchArchive = Effect.fnUntraced(function* (place: BranchPlace) {
  const { githubArchive, offline } = yield* StoreSettings
  const { branch, owner, plugins, repository } = place
  const directory = yield* makeStagingDirectory(plugins)
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

/** The commit that an archive is pinned to. Any trouble with the API, above all its limit of requests, gives none. */
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
  const parsed = text === undefined ? undefined : Result.getOrUndefined(parseJson(withoutByteOrderMark(text)))
  return Option.map(decodeCommit(parsed), ({ sha }) => sha)
})
