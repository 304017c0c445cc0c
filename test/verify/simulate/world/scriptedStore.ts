/**
 * The outside world of the store, without a network: a registry and archives that a function serves, or a
 * directory of plugins beside the installation. What serves them can fail by script.
 */
import { Effect, Layer, Option, Stream } from "effect"
import { HttpClient, HttpClientError, HttpClientResponse } from "effect/http"
import { FileReader } from "../../../../src/ports/Files.ts"
import { GitMissing, GitProgram } from "../../../../src/ports/GitProgram.ts"
import { type ZipEntry, ZipFault, ZipReader } from "../../../../src/ports/ZipReader.ts"
import type { Chance } from "../../../support/powerCut/seededChance.ts"
import type { Offered } from "./world.ts"

export type Answer = "ok" | "broken" | "500" | "html" | "short"

/** Decides what becomes of the next request. */
export type Script = () => Answer

export const ALL_WELL: Script = () => "ok"

/** A network that is there, gone, or as it is at the edge of a Wi-Fi. */
export const networkScript = (chance: Chance): Script => {
  const kind = chance.pick(["well", "well", "well", "gone", "weak"] as const)
  if (kind === "well") return ALL_WELL
  if (kind === "gone") return () => "broken"
  return () => chance.pick(["ok", "ok", "broken", "500", "html", "short"] as const)
}

const STORE = "https://store.example"
export const REMOTE_REGISTRY = `${STORE}/plugins.json`
export const LOCAL_REGISTRY = "/srv/store/plugins.json"

const registry = (offers: ReadonlyArray<Offered>, address: (offer: Offered) => object): string =>
  JSON.stringify({
    version: "1.0.0",
    plugins: offers.map((offer) => ({
      id: offer.registryId,
      name: offer.id,
      latest_version: offer.version,
      ...(offer.registryId === offer.id ? {} : { plugin_path: `plugins/${offer.id}` }),
      ...address(offer)
    }))
  })

/** The store as files beside the installation. */
export const localStore = (offers: ReadonlyArray<Offered>): { readonly [path: string]: string } => ({
  [LOCAL_REGISTRY]: registry(offers, ({ registryId }) => ({ repo: registryId })),
  ...Object.fromEntries(
    offers.flatMap(({ files, id, registryId }) =>
      Object.entries(files).map(([path, text]) => {
        const inside = registryId === id ? registryId : `${registryId}/plugins/${id}`
        return [`/srv/store/${inside}/${path}`, text]
      })
    )
  )
})

/** As a real zip begins: what does not is no archive to the store. */
const ARCHIVE_BEGINS = "PK\u0003\u0004"

const served = (offers: ReadonlyArray<Offered>, url: URL): string | undefined => {
  if (url.href === REMOTE_REGISTRY)
    return registry(offers, ({ registryId }) => ({
      download_url_template: `${STORE}/${registryId}-{version}.zip`
    }))
  const offer = offers.find(({ registryId, version }) => url.pathname === `/${registryId}-${version}.zip`)
  if (offer === undefined) return undefined
  const under = offer.registryId === offer.id ? "" : `all-main/plugins/${offer.id}/`
  const files = Object.entries(offer.files).map(([path, text]) => [under + path, text] as const)
  return ARCHIVE_BEGINS + JSON.stringify(Object.fromEntries(files))
}

const response = (text: string | undefined, answer: Answer): Response => {
  if (answer === "500") return new Response("no", { status: 500 })
  if (answer === "html") return new Response("<html>please log in</html>")
  if (text === undefined) return new Response("", { status: 404 })
  const length = { "content-length": String(new TextEncoder().encode(text).byteLength) }
  return new Response(answer === "short" ? text.slice(0, text.length >> 1) : text, { headers: length })
}

const network = (offers: ReadonlyArray<Offered>, script: Script) =>
  Layer.succeed(
    HttpClient.HttpClient,
    HttpClient.make((request, url) =>
      Effect.suspend(() => {
        const answer = script()
        return answer === "broken"
          ? Effect.fail(
              new HttpClientError.HttpClientError({
                reason: new HttpClientError.TransportError({ request, cause: new Error("no route to host") })
              })
            )
          : Effect.succeed(HttpClientResponse.fromWeb(request, response(served(offers, url), answer)))
      })
    )
  )

/** What the archives here are: a JSON table of texts by name behind the beginning of a zip. The real format is tested elsewhere. */
const zipReader = Layer.effect(
  ZipReader,
  Effect.map(FileReader, (files) => ({
    open: (path: string) =>
      Effect.flatMap(files.read(path, { bytesMax: 1 << 20 }), ({ bytes }) => {
        const table = tableIn(new TextDecoder().decode(bytes))
        if (Option.isNone(table)) return Effect.fail(new ZipFault({ problem: "truncated_archive" }))
        const texts = new Map(Object.entries(table.value).map(([name, text]) => [entryOf(name, text), text]))
        const bytesOf = (entry: ZipEntry) => new TextEncoder().encode(texts.get(entry))
        return Effect.succeed({
          entries: [...texts.keys()],
          content: (entry: ZipEntry) => Stream.make(bytesOf(entry)),
          whole: (entry: ZipEntry) => Effect.succeed(bytesOf(entry))
        })
      })
  }))
)

const tableIn = (text: string): Option.Option<{ readonly [name: string]: string }> => {
  try {
    return Option.some(JSON.parse(text.slice(ARCHIVE_BEGINS.length)) as { readonly [name: string]: string })
  } catch {
    return Option.none()
  }
}

const entryOf = (name: string, text: string): ZipEntry => ({
  rawName: new TextEncoder().encode(name),
  isUtf8: true,
  compressedSize: text.length,
  uncompressedSize: text.length,
  encrypted: false,
  method: 0,
  fileType: 0
})

/** Everything the live store asks of the outside, but files. */
export const outside = (offers: ReadonlyArray<Offered>, script: Script) =>
  Layer.mergeAll(
    network(offers, script),
    zipReader,
    Layer.succeed(GitProgram, { run: () => Effect.fail(new GitMissing()) })
  )
