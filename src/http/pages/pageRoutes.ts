/** The dashboard's files as routes. They hold no data, and need no token. */
import { Effect, type Layer } from "effect"
import { HttpRouter, type HttpServerRequest, HttpServerResponse } from "effect/http"
import { pagePolicy } from "../security/responseHeaders.ts"
import { takes } from "./acceptEncoding.ts"
import type { PageFile, PageFiles } from "./dashboardFiles.ts"

const isKnown = (noneMatch: string | undefined, etag: string): boolean =>
  noneMatch?.split(",").some((tag) => tag.trim().replace(/^W\//u, "") === etag) === true

/** What has its content's digest in its name never changes; all else is asked for each time. */
const cacheControl = (path: string): string =>
  path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache"

const answer =
  (path: string, file: PageFile) =>
  ({ headers: asked }: HttpServerRequest.HttpServerRequest) => {
    const headers = {
      "cache-control": cacheControl(path),
      "content-security-policy": pagePolicy,
      etag: file.etag,
      vary: "Accept-Encoding, Origin"
    }
    if (isKnown(asked["if-none-match"], file.etag))
      return Effect.succeed(HttpServerResponse.empty({ status: 304, headers }))
    for (const [packing, bytes] of file.packed)
      if (takes(asked["accept-encoding"], packing))
        return Effect.succeed(
          HttpServerResponse.uint8Array(bytes, {
            contentType: file.contentType,
            headers: { ...headers, "content-encoding": packing }
          })
        )
    return Effect.succeed(
      HttpServerResponse.uint8Array(file.bytes, { contentType: file.contentType, headers })
    )
  }

export const pageRoutes = (files: PageFiles) => {
  const routes = [...files].map(([path, file]) => HttpRouter.route("GET", path, answer(path, file)))
  return HttpRouter.addAll(routes) satisfies Layer.Layer<never, never, HttpRouter.HttpRouter>
}
