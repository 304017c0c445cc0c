/** Pure: which addresses may be followed, given where the registry came from. */
import { Result } from "effect"
import { dirname, resolve } from "node:path/posix"
import { NoSource } from "../../../domain/errors/FetchReason.ts"
import { GITHUB, isRemote, type StoreSettings } from "../StoreSettings.ts"
import { withoutEndSlashes } from "./fetchMethods.ts"

/** An address that may be followed: http(s), or the absolute path of a local file or directory. */
export type Address =
  | { readonly _tag: "Remote"; readonly url: URL }
  | { readonly _tag: "Local"; readonly path: string }

const refused = (plugin: string, problem: string) =>
  Result.fail(new NoSource({ plugin, code: "address_refused", problem }))

/** Reads an address of a registry entry. Only a registry that is a local file may name local files. */
export const readAddress = (
  settings: typeof StoreSettings.Service,
  plugin: string,
  address: string
): Result.Result<Address, NoSource> => {
  const remote = isRemote(settings)
  if (!/^[a-z][a-z0-9+.-]*:/iu.test(address)) {
    return remote
      ? refused(plugin, "a relative address is followed only from a registry that is a local file")
      : Result.succeed({ _tag: "Local", path: resolve(dirname(settings.registry), address) })
  }
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (url === undefined) return refused(plugin, "its address is malformed")
  if (url.username !== "" || url.password !== "") return refused(plugin, "its address carries credentials")
  if (url.protocol === "file:") {
    if (remote || url.hostname !== "")
      return refused(plugin, "a file: address is followed only from a registry that is a local file")
    const path = Result.try(() => decodeURIComponent(url.pathname))
    return Result.isFailure(path)
      ? refused(plugin, "its address is malformed")
      : Result.succeed({ _tag: "Local", path: resolve(path.success) })
  }
  if (url.protocol === "http:" && /^https:/iu.test(settings.registry)) {
    return refused(plugin, "from an https registry only https is followed")
  }
  return url.protocol === "http:" || url.protocol === "https:"
    ? Result.succeed({ _tag: "Remote", url })
    : refused(plugin, `${url.protocol} addresses are not followed`)
}

/** An address at GitHub, led to where the settings say that GitHub's archives are. */
export const whereGitHubIs = (
  { githubArchive }: Pick<typeof StoreSettings.Service, "githubArchive">,
  url: URL
): URL => {
  if (!/^(?:www\.)?github\.com$/u.test(url.hostname) || githubArchive === GITHUB) return url
  const base = withoutEndSlashes(githubArchive)
  return URL.canParse(base) ? new URL(`${base}${url.pathname}`) : url
}

/** Where a redirect leads; `undefined` where it must not be followed. */
export const redirectTarget = (from: URL, location: string): URL | undefined => {
  const to = URL.canParse(location, from.href) ? new URL(location, from.href) : undefined
  if (to === undefined || (to.protocol !== "https:" && to.protocol !== "http:")) return undefined
  if (from.protocol === "https:" && to.protocol !== "https:") return undefined
  return to.username === "" && to.password === "" ? to : undefined
}
