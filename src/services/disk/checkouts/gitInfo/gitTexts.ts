/** Pure: what git's small files say. */

/** 40 digits, or 64 in a repository of the newer kind. */
const OBJECT = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/u
/** No way out of the directory of refs, and no name that git itself would refuse. */
// oxlint-disable-next-line no-control-regex -- control characters are what is refused
const REF = /^refs\/(?!.*(?:\.\.|\/\/|@\{|\.lock(?:\/|$)))[^\u0000-\u0020\u007f~^:?*[\\]+$/su

export type HeadText =
  | { readonly _tag: "Branch"; readonly ref: string; readonly branch: string | null }
  | { readonly _tag: "Detached"; readonly commit: string }

export const headOf = (line: string | undefined): HeadText | undefined => {
  if (line === undefined) return undefined
  if (OBJECT.test(line)) return { _tag: "Detached", commit: line }
  const ref = /^ref: *(.+)$/u.exec(line)?.[1]
  if (ref === undefined || !REF.test(ref)) return undefined
  const branch = ref.startsWith("refs/heads/") ? ref.slice("refs/heads/".length) : null
  return { _tag: "Branch", ref, branch }
}

export const objectId = (line: string | undefined): string | undefined =>
  line !== undefined && OBJECT.test(line) ? line : undefined

/** The object of one ref in `packed-refs`. */
export const packedRef = (text: string, ref: string): string | undefined => {
  const at = text.startsWith(`${ref}\n`) ? -1 : text.indexOf(` ${ref}\n`)
  if (at < 0) return undefined
  const start = text.lastIndexOf("\n", at) + 1
  return objectId(text.slice(start, at))
}

const SECTION = /^\[\s*([A-Za-z0-9.-]+)(?:\s+"((?:\\.|[^"\\])*)")?\s*\]/u
const SETTING = /^([A-Za-z][A-Za-z0-9-]*)\s*=\s*(.*)$/u

/** A value as git reads it: quotes, escapes, comments. */
const valueOf = (raw: string): string => {
  let value = ""
  let quoted = false
  for (let at = 0; at < raw.length; at++) {
    const char = raw[at] ?? ""
    if (char === "\\") value += raw[++at] ?? ""
    else if (char === '"') quoted = !quoted
    else if (!quoted && (char === "#" || char === ";")) break
    else value += char
  }
  return value.trim()
}

const PLAIN_ORIGIN = /^\[remote "origin"\]\n\turl = ([^\n"\\#; \t]+)\n/mu

/** The address of `origin`, else of the first remote, as `config` has it. */
export const remoteOf = (config: string): string | undefined => {
  // As git itself writes it, which is nearly always.
  const plain = PLAIN_ORIGIN.exec(config)?.[1]
  if (plain !== undefined) return shownRemote(plain)
  let section: string | undefined
  const remotes = new Map<string, string>()
  const from = config.search(/\[\s*remote/iu)
  if (from < 0) return undefined
  for (const raw of config.slice(from).split("\n")) {
    let line = raw.trim()
    const heading = SECTION.exec(line)
    if (heading !== null) {
      section = heading[1]?.toLowerCase() === "remote" ? heading[2] : undefined
      line = line.slice(heading[0].length).trim()
    }
    const [, key, value] = SETTING.exec(line) ?? []
    if (section === undefined || key?.toLowerCase() !== "url" || value === undefined) continue
    if (!remotes.has(section)) remotes.set(section, valueOf(value))
  }
  const found = remotes.get("origin") ?? remotes.values().next().value
  return found === undefined || found === "" ? undefined : shownRemote(found)
}

/** Without user, password, query and fragment: any of them may be a token. */
export const shownRemote = (address: string): string => {
  if (/^[a-z][a-z0-9+.-]*:\/\//iu.test(address)) {
    if (!URL.canParse(address)) return "‹not shown›"
    const url = new URL(address)
    return `${url.protocol}//${url.host}${url.pathname}`
  }
  // `user@host:path` of ssh: the user is `git`, or another name.
  const bare = address.replace(/^[^/@]*@(?=[^/]*:)/u, "")
  const end = bare.search(/[?#]/u)
  return end < 0 ? bare : bare.slice(0, end)
}

/** ISO 8601 has four digits for a year. */
const SECONDS_MAX = Date.UTC(9999, 11, 30) / 1000

/** The committer's time of a commit object's text. */
export const commitTime = (text: string): string | undefined => {
  // Headers end with an empty line; what a message says is no header.
  const from = text.indexOf("\ncommitter ")
  const body = text.indexOf("\n\n")
  if (from < 0 || (body >= 0 && body < from)) return undefined
  const line = text.slice(from + 1, text.indexOf("\n", from + 1))
  const [, seconds, sign, hours, minutes] = /> (\d{1,12}) ([+-])(\d\d)(\d\d)$/u.exec(line) ?? []
  if (seconds === undefined) return undefined
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > SECONDS_MAX) return undefined
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === "-" ? -1 : 1)
  const at = new Date((Number(seconds) + offset * 60) * 1000)
  return `${at.toISOString().slice(0, 19)}${sign}${hours}:${minutes}`
}
