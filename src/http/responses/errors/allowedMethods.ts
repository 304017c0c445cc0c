/** Which methods a path has: what tells a wrong method from a wrong path. */
import { FindMyWay } from "effect/http"
import { HttpApi } from "effect/http-api"
import { ControllerApi } from "../../Api.ts"

const METHODS = ["GET", "POST"] as const

/** An id may have 128 characters; one that is longer is to be refused by name, not to be overlooked. */
export const routerConfig = {
  ignoreTrailingSlash: false,
  ignoreDuplicateSlashes: false,
  caseSensitive: true,
  maxParamLength: 16 * 1024
} as const

/** `pages` are paths that are there beside the API, and can only be read. */
export const allowedMethods = (
  pages: ReadonlyArray<`/${string}`>
): ((url: string) => ReadonlyArray<string>) => {
  const known = FindMyWay.make<true>(routerConfig)
  HttpApi.reflect(ControllerApi, {
    onGroup: () => undefined,
    onEndpoint: ({ endpoint }) => known.on(endpoint.method, `/${endpoint.path.slice(1)}`, true)
  })
  for (const page of pages) known.on("GET", page, true)
  return (url) => {
    const allowed = METHODS.filter((method) => known.find(method, url) !== undefined)
    return allowed.length === 0 ? [] : [...allowed, ...(allowed.includes("GET") ? ["HEAD"] : []), "OPTIONS"]
  }
}
