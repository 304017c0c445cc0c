/** One registry entry into a directory, by the first way that has it. */
import { Effect, Option, Result, Schema } from "effect"
import type { HttpClient } from "effect/http"
import { join } from "node:path/posix"
import type { RegistryEntry } from "../../domain/Registry.ts"
import { NoSource } from "../../domain/StoreError.ts"
import { parseJson } from "../../json/parseJson.ts"
import { FileWriter } from "../../ports/Files.ts"
import { decodeUtf8 } from "../files/readDocument.ts"
import { type Address, readAddress } from "./addresses.ts"
import { download } from "./download.ts"
import { getAnswer } from "./http.ts"
import { readBody } from "./readBody.ts"
import { StoreSettings } from "./StoreSettings.ts"
import { unpack } from "./unpack.ts"
import { type Way, waysOf } from "./ways.ts"

/** A commit as GitHub's API names it. */
const Commit = Schema.Struct({ sha: Schema.String.check(Schema.isPattern(/^[0-9a-f]{40}$/u)) })
const decodeCommit = Schema.decodeUnknownOption(Commit)

const COMMIT_BYTES_MAX = 4 * 1024 * 1024

/** Unpacks the plugin into `staging/plugin`. */
export const fetchEntry = Effect.fn("fetchEntry")(function* (
  plugin: string,
  entry: RegistryEntry,
  staging: string
) {
  const writer = yield* FileWriter
  const ways = waysOf(entry)
  if (ways.length === 0) {
    return yield* new NoSource({
      plugin,
      code: "no_address",
      problem: "the registry gives no address for it"
    })
  }
  const problems: Array<string> = []
  for (const way of ways) {
    const archive = join(staging, "archive.zip")
    const got = yield* way._tag === "Zip"
      ? fetchZip(plugin, way.address, archive)
      : fetchFromGitHub(plugin, way, archive)
    if (got === "downloaded") {
      yield* unpack(plugin, archive, join(staging, "plugin"), way.subdirectory)
      return yield* writer.removeFile(archive)
    }
    if (got !== "absent") problems.push(got.refused)
    yield* writer.removeFile(archive)
  }
  return yield* new NoSource({
    plugin,
    code: "not_published",
    problem: problems[0] ?? "nothing is published where the registry says it is"
  })
})

const fetchZip = Effect.fnUntraced(function* (plugin: string, where: string, archive: string) {
  const settings = yield* StoreSettings
  const address = readAddress(settings, plugin, where)
  if (Result.isFailure(address)) return yield* address.failure
  return yield* download(plugin, address.success, archive, settings.offline)
})

type GitHubWay = Extract<Way, { readonly _tag: "GitHub" }>

/** The branch's newest commit as one archive; where the API is silent, the branch itself, which is one too. */
const fetchFromGitHub = Effect.fnUntraced(function* (plugin: string, way: GitHubWay, archive: string) {
  const { githubArchive, offline } = yield* StoreSettings
  const base = `${githubArchive.replace(/\/+$/u, "")}/${way.owner}/${way.repository}/archive`
  for (const branch of way.branches) {
    const commit = offline ? Option.none<string>() : yield* newestCommit(way, branch)
    const names = [...Option.toArray(commit), `refs/heads/${branch}`]
    for (const name of names) {
      const address: Address = { _tag: "Remote", url: new URL(`${base}/${name}.zip`) }
      const got = yield* download(plugin, address, archive, offline)
      if (got !== "absent") return got
    }
  }
  return "absent" as const
})

/** Asked only to pin the commit: any trouble with the API, its request limit above all, leaves the branch. */
const newestCommit = Effect.fnUntraced(function* (
  { owner, repository }: GitHubWay,
  branch: string
): Effect.fn.Return<Option.Option<string>, never, StoreSettings | HttpClient.HttpClient> {
  const { githubApi } = yield* StoreSettings
  const url = new URL(
    `${githubApi.replace(/\/+$/u, "")}/repos/${owner}/${repository}/commits/${encodeURIComponent(branch)}`
  )
  const asked = getAnswer(url, {
    attemptsMax: 1,
    headers: { accept: "application/vnd.github+json" },
    read: (response) => readBody(response, COMMIT_BYTES_MAX)
  })
  const answer = Option.getOrUndefined(yield* Effect.option(asked))
  const text = answer?._tag === "Found" ? decodeUtf8(answer.value) : undefined
  const parsed = text === undefined ? undefined : Result.getOrUndefined(parseJson(text))
  return Option.map(decodeCommit(parsed), ({ sha }) => sha)
})
