/**
 * LEDMatrix's version gate, by its own grammar, which is not npm's (host: `src/plugin_system/compatibility.py`): refuse
 * where no declared range holds, or the declared floor is above the core's version. What is undeclared or cannot be
 * read is allowed.
 */
import { isJsonObject } from "../../json/JsonValue.ts"

/** Major, minor, patch. */
type Version = readonly [number, number, number]

/** A core that reports less does not report its own version: it counts as unknown. */
const FIRST_REPORTED: Version = [2, 0, 0]

const compare = (a: Version, b: Version): number => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]

/** The digits of each of the first three parts, at any place in it: `V4` is 4, and `3.2.0-beta1` is 3.2.1. */
const lenient = (text: string): Version => {
  const [major = "", minor = "", patch = ""] = text.split(".")
  const digits = (part: string): number => Number(part.replaceAll(/\D/gu, "") || 0)
  return [digits(major), digits(minor), digits(patch)]
}

const STRICT = /^v?\d+(?:\.\d+){0,2}(?:-[\p{L}\p{N}_.-]+)?(?:\+[\p{L}\p{N}_.-]+)?$/u

const strict = (text: string): Version | undefined => (STRICT.test(text.trim()) ? lenient(text) : undefined)

type Manifest = { readonly [key: string]: unknown }

/** Python takes the first that is not empty, of any type. */
const firstGiven = (...values: ReadonlyArray<unknown>): unknown =>
  values.find(
    (value) => value !== undefined && value !== null && value !== "" && value !== 0 && value !== false
  )

const declaredFloor = (manifest: Manifest): unknown => {
  const requires = isJsonObject(manifest["requires"]) ? manifest["requires"] : {}
  const versions: unknown = manifest["versions"]
  const first: unknown = Array.isArray(versions) ? versions[0] : undefined
  const newest = isJsonObject(first) ? first : {}
  return firstGiven(
    manifest["min_ledmatrix_version"],
    requires["min_ledmatrix_version"],
    newest["ledmatrix_min_version"],
    newest["ledmatrix_min"]
  )
}

const OPERATORS: ReadonlyArray<
  readonly [operator: string, holds: (core: Version, than: Version) => boolean]
> = [
  [">=", (core, than) => compare(core, than) >= 0],
  ["<=", (core, than) => compare(core, than) <= 0],
  [">", (core, than) => compare(core, than) > 0],
  ["<", (core, than) => compare(core, than) < 0],
  ["~", (core, than) => compare(core, than) >= 0 && compare(core, [than[0], than[1] + 1, 0]) < 0],
  ["^", (core, than) => compare(core, than) >= 0 && compare(core, [than[0] + 1, 0, 0]) < 0]
]

/** Whether one of the `compatible_versions` holds; `undefined` where it cannot be read. */
const holds = (core: Version, range: string): boolean | undefined => {
  const text = range.trim()
  const dash = text.indexOf(" - ")
  if (dash >= 0) {
    const [low, high] = [strict(text.slice(0, dash)), strict(text.slice(dash + 3))]
    return low && high && compare(low, core) <= 0 && compare(core, high) <= 0
  }
  for (const [operator, holdsFor] of OPERATORS) {
    if (!text.startsWith(operator)) continue
    const than = strict(text.slice(operator.length))
    return than && holdsFor(core, than)
  }
  const exactly = strict(text)
  return exactly && compare(core, exactly) === 0
}

const isText = (value: unknown): value is string => typeof value === "string"

const excludes = (manifest: Manifest, core: Version): boolean => {
  const declared: unknown = manifest["compatible_versions"]
  const verdicts = (Array.isArray(declared) ? declared : [])
    .filter(isText)
    .map((range) => holds(core, range))
    .filter((verdict) => verdict !== undefined)
  return verdicts.length > 0 && !verdicts.includes(true)
}

/**
 * Why a core of version `core` is too old for what declares to need `floor`, a manifest or an entry of the registry;
 * `undefined` where it is not, or where that cannot be told.
 */
export const tooOldFor = (floor: unknown, core: string | undefined): string | undefined => {
  if (!isText(floor)) return undefined
  const needed = lenient(floor)
  return compare(needed, known(core) ?? FIRST_REPORTED) > 0
    ? `it needs LEDMatrix ${needed.join(".")} or later`
    : undefined
}

/** The version that a core reports, where that can be its own. */
const known = (core: string | undefined): Version | undefined => {
  const reported = core === undefined ? undefined : lenient(core)
  return reported && compare(reported, FIRST_REPORTED) >= 0 ? reported : undefined
}

/** Why the plugin does not fit a core of version `core`; `undefined` where it does, or where that cannot be told. */
export const incompatibility = (manifest: Manifest, core: string | undefined): string | undefined => {
  const reported = known(core)
  return reported !== undefined && excludes(manifest, reported)
    ? `it does not declare itself compatible with LEDMatrix ${reported.join(".")}`
    : tooOldFor(declaredFloor(manifest), core)
}
