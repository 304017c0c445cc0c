/** Fetch takes no address that holds user and password: they travel in a header, which is for that server alone. */
import { Result } from "effect"
import { HttpClientRequest } from "effect/http"

/** An address without them, and how a request to it, or to where it redirects, is made. */
export interface CredentialsApart {
  readonly address: URL
  readonly get: (
    url: URL,
    headers: { readonly [name: string]: string }
  ) => HttpClientRequest.HttpClientRequest
}

export const credentialsApart = (given: URL): CredentialsApart => {
  const address = new URL(given)
  const [user = "", password = ""] = [given.username, given.password].map(percentDecoded)
  address.username = ""
  address.password = ""
  const isGiven = user !== "" || password !== ""
  return {
    address,
    get: (url, headers) => {
      const request = HttpClientRequest.get(url, { headers })
      return isGiven && url.origin === address.origin
        ? HttpClientRequest.basicAuth(request, user, password)
        : request
    }
  }
}

const percentDecoded = (text: string): string =>
  Result.getOrElse(
    Result.try(() => decodeURIComponent(text)),
    () => text
  )
