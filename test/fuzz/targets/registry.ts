/** The registry's answer, headers and all; its entries, and the addresses and ways that they name. */
import { Effect, Option, Result } from "effect"
import { HttpClient, HttpClientResponse } from "effect/http"
import { candidatesFor, mayBeSkipped, readRegistry } from "../../../src/domain/Registry.ts"
import { parseJson } from "../../../src/json/parseJson.ts"
import { readAddress, redirectTarget, whereGitHubIs } from "../../../src/services/store/addresses.ts"
import { digestOf } from "../../../src/services/store/failuresFile.ts"
import { fetchRegistry } from "../../../src/services/store/fetchRegistry.ts"
import { StoreSettings } from "../../../src/services/store/StoreSettings.ts"
import { type Way, waysOf } from "../../../src/services/store/ways.ts"
import { registry as grammar } from "../grammars/documents.ts"
import { address, knownId } from "../grammars/words.ts"
import { corpus } from "../harness/corpus.ts"
import { given } from "../harness/given.ts"
import { bytesOf, pieces, textIn } from "../harness/Pieces.ts"
import { answered, promise, returned, type Target } from "../harness/Target.ts"

const LINES = [
  "location",
  "etag",
  "last-modified",
  "content-length",
  "content-encoding",
  "retry-after",
  "content-type"
] as const
const STATUSES = [
  "200",
  "200",
  "200",
  "200",
  "204",
  "206",
  "301",
  "302",
  "304",
  "307",
  "400",
  "403",
  "404",
  "410",
  "418",
  "429",
  "500",
  "503",
  "599"
] as const
const VALUES = [
  "0",
  "1",
  "5",
  "-1",
  "1e9",
  "999999",
  "99999999999999999999",
  "Wed, 21 Oct 2026 07:28:00 GMT",
  "gzip",
  "/",
  "//other.example/",
  "http://plain.example/",
  "https://user:secret@example.org/",
  "file:///etc/passwd",
  "data:,x",
  "https://",
  'W/"x"',
  "a".repeat(9000)
] as const

/** A header that a server could send; others are refused by whoever speaks HTTP for us. */
const headersOf = (text: string): Headers => {
  const headers = new Headers()
  for (const line of text.split("\n")) {
    const colon = line.indexOf(":")
    if (colon > 0) Result.try(() => headers.append(line.slice(0, colon), line.slice(colon + 1).trim()))
  }
  return headers
}

const BODYLESS = new Set([101, 204, 205, 304])

/** Answers everything with the input's status, headers and body. */
const serverOf = (status: number, headers: Headers, body: Uint8Array) =>
  HttpClient.make((request) =>
    Effect.sync(() =>
      HttpClientResponse.fromWeb(
        request,
        new Response(BODYLESS.has(status) ? null : Uint8Array.from(body), { status, headers })
      )
    )
  )

const ADDRESS = "https://example.org/plugins.json"

const addressesOf = (way: Way): ReadonlyArray<string> => ("address" in way ? [way.address] : [])

export const registry: Target = {
  name: "registry",
  promises: "a bad entry costs only itself; an address is followed only as the registry's own place allows",
  budget: 250,
  make: (random) =>
    pieces({
      body: given(random, grammar, corpus.registry),
      status: random.pick(STATUSES),
      headers: random
        .many(
          random.size(4),
          () => `${random.pick(LINES)}: ${random.oneIn(5) ? address(random) : random.pick(VALUES)}`
        )
        .join("\n"),
      id: knownId(random)
    }),
  check: (input) =>
    Effect.gen(function* () {
      const body = input.get("body") ?? bytesOf("")
      const digits = /^\d{3}$/u.exec(textIn(input, "status"))?.[0]
      const status = Math.min(599, Math.max(200, Number(digits ?? "200")))
      const headers = headersOf(textIn(input, "headers"))
      const asked = fetchRegistry(ADDRESS, undefined).pipe(
        Effect.provideService(HttpClient.HttpClient, serverOf(status, headers, body))
      )
      yield* answered(asked)
      const target = yield* returned(() => redirectTarget(new URL(ADDRESS), headers.get("location") ?? ""))
      yield* promise(
        target === undefined ||
          (target.protocol === "https:" && target.username === "" && target.password === ""),
        "an unsafe redirect is followed",
        target?.href.slice(0, 200)
      )
      const parsed = Result.getOrUndefined(parseJson(textIn(input, "body")))
      const read = yield* returned(() => readRegistry(parsed))
      if (Option.isNone(read)) return
      const id = textIn(input, "id")
      const candidates = yield* returned(() => candidatesFor(read.value, id))
      yield* returned(() => mayBeSkipped(read.value, id))
      yield* returned(() => digestOf(read.value, id))
      yield* promise(
        new Set(candidates).size === candidates.length && candidates.length <= 3,
        "an entry is tried twice"
      )
      const remote = { ...StoreSettings.defaults, githubArchive: "https://mirror.example/gh/" }
      for (const entry of read.value.entries) {
        const ways = yield* returned(() => waysOf(entry))
        for (const way of ways) {
          yield* promise(
            !way.subdirectory.split("/").includes(".."),
            "a path leads out of its repository",
            way.subdirectory.slice(0, 200)
          )
          for (const place of addressesOf(way)) {
            const found = yield* returned(() => readAddress(remote, id, place))
            if (Result.isFailure(found)) continue
            const url = found.success._tag === "Remote" ? whereGitHubIs(remote, found.success.url) : undefined
            yield* promise(
              url !== undefined && url.protocol === "https:" && url.username === "" && url.password === "",
              "an unsafe address is followed",
              place.slice(0, 200)
            )
          }
        }
      }
    })
}
