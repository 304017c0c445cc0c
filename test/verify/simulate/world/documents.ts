/** The files that hold somebody's settings, and what has been seen in them. */
import { ROOT } from "./world.ts"

export const CONFIG = `${ROOT}/config/config.json`
export const SECRETS = `${ROOT}/config/config_secrets.json`
export const MARKS = `${ROOT}/config/uninstalled_plugins.json`
export const STATE = `${ROOT}/data/plugin_state.json`

/** LEDMatrix's version. */
export const HOST = `${ROOT}/src/__init__.py`
export const hostText = (version: string): string => `__version__ = "${version}"\n`
export const KEEPS_STATE = hostText("3.7.0")
export const RETIRED = hostText("3.8.0")

/** Whether LEDMatrix keeps no saved state, by what its source says: a cut may have taken the end of that file. */
export const keepsNoState = (source: string | undefined): boolean =>
  source?.startsWith(RETIRED.trimEnd()) === true

export const DOCUMENTS = [CONFIG, SECRETS, MARKS, STATE] as const

/** The object that a text says; `undefined` where it says none. */
export const parsedObject = (text: string | undefined): { [key: string]: unknown } | undefined => {
  const value = parsed(text)
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined
}

export const parsed = (text: string | undefined): unknown => {
  if (text === undefined) return undefined
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

export interface Version {
  readonly text: string | undefined
  readonly author: "at first" | "the program" | "LEDMatrix"
}

/** What LEDMatrix has just written in place. */
export interface Written {
  readonly path: string
  readonly text: string
}

/** Everything that each document has said, in order. Grows by copies: a cut keeps what was known then. */
export type Versions = ReadonlyMap<string, ReadonlyArray<Version>>

export const noted = (
  versions: Versions,
  texts: ReadonlyMap<string, string | undefined>,
  author: Version["author"]
): Versions => {
  let next: Map<string, ReadonlyArray<Version>> | undefined
  for (const path of DOCUMENTS) {
    const text = texts.get(path)
    const known = versions.get(path) ?? []
    if (known.length > 0 && known.at(-1)?.text === text) continue
    next ??= new Map(versions)
    next.set(path, [...known, { text, author }])
  }
  return next ?? versions
}

/**
 * LEDMatrix writes into the file that it holds open. Its name may be another's by now, and its own again after a
 * cut; what the document says is still the last.
 */
export const besides = (versions: Versions, { path, text }: Written): Versions => {
  const known = versions.get(path) ?? []
  if (known.at(-1)?.text === text) return versions
  return new Map(versions).set(path, [
    ...known.slice(0, -1),
    { text, author: "LEDMatrix" },
    ...known.slice(-1)
  ])
}

/** The last text that parses: what its owner would put back. */
export const lastWhole = (versions: Versions, path: string): string | undefined =>
  versions.get(path)?.findLast(({ text }) => parsed(text) !== undefined)?.text
