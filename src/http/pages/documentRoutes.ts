/**
 * The API's description and a page of it that needs nothing from outside. Both are made when the program is
 * built, packed, and read from the disk when somebody asks: making the page takes more memory than all else.
 */
import { Effect } from "effect"
import { HttpRouter, type HttpServerRequest, HttpServerResponse } from "effect/http"
import { FileReader } from "../../ports/Files.ts"
import { refusal } from "../responses/errors/errorResponse.ts"
import { HttpSettings } from "../HttpSettings.ts"
import { takes } from "./acceptEncoding.ts"

const BYTES_MAX = 16 * 1024 * 1024

/** The page holds its scripts in itself: the build says which ones a browser may run there. */
const POLICY_FILE = "docs.policy.txt"

const DOCUMENTS = [
  { path: "/docs", file: "docs.html.gz", contentType: "text/html; charset=utf-8" },
  { path: "/openapi.json", file: "openapi.json.gz", contentType: "application/json" }
] as const

/** The paths of the documents; they need the token. */
export const documentPaths: ReadonlyArray<`/${string}`> = DOCUMENTS.map(({ path }) => path)

const unpacked = (bytes: Uint8Array) =>
  Effect.promise(async () => {
    const { gunzipSync } = await import("node:zlib")
    return gunzipSync(bytes)
  })

export const documentRoutes = HttpRouter.use((router) =>
  Effect.gen(function* () {
    const { documents } = yield* HttpSettings
    const files = yield* FileReader
    const read = (file: string) =>
      Effect.map(files.read(`${documents}/${file}`, { bytesMax: BYTES_MAX }), ({ bytes }) => bytes)

    const answer =
      ({ contentType, file, path }: (typeof DOCUMENTS)[number]) =>
      ({ headers, url }: HttpServerRequest.HttpServerRequest) =>
        Effect.gen(function* () {
          const packed = yield* read(file)
          const policy = path === "/docs" ? new TextDecoder().decode(yield* read(POLICY_FILE)) : undefined
          const isTaken = takes(headers["accept-encoding"], "gzip")
          return HttpServerResponse.uint8Array(isTaken ? packed : yield* unpacked(packed), {
            contentType,
            headers: {
              vary: "Accept-Encoding, Origin",
              ...(isTaken ? { "content-encoding": "gzip" } : {}),
              ...(policy === undefined ? {} : { "content-security-policy": policy })
            }
          })
        }).pipe(Effect.orElseSucceed(() => refusal(url, 404, "NOT_FOUND", "it is not part of this build")))

    for (const document of DOCUMENTS) yield* router.add("GET", document.path, answer(document))
  })
)
