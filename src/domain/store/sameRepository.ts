/** Pure: whether two addresses name one repository. */

/** `git@host:path` of ssh. */
const SCP = /^(?:[^/@:]+@)?([^/:]+):(?!\/\/)(.+)$/u
const URL_LIKE = /^[a-z][a-z0-9+.-]*:\/\//iu

/** Host and path alone: https, ssh and git lead to the same place. GitHub looks at no capitals. */
const placeOf = (address: string): string => {
  const [, host, path] = URL_LIKE.test(address) ? [] : (SCP.exec(address) ?? [])
  const text = host === undefined ? address : `ssh://${host}/${path}`
  const bare = (place: string) => place.replace(/\/{1,9}$/u, "").replace(/\.git$/u, "")
  if (!URL.canParse(text)) return bare(text)
  const url = new URL(text)
  const place = bare(`${url.hostname.replace(/^www\./u, "")}${url.pathname}`)
  return url.hostname.endsWith("github.com") ? place.toLowerCase() : place
}

/** `published` may be relative, to a registry that is a local file. */
export const sameRepository = (origin: string, published: string): boolean => {
  const [a, b] = [placeOf(origin), placeOf(published)]
  const isRelative = !URL_LIKE.test(published) && !published.startsWith("/") && !SCP.test(published)
  return a === b || (isRelative && a.endsWith(`/${b.replace(/^\.\//u, "")}`))
}
