/**
 * LEDMatrix's version gate, as its own installer judges: refuse where no declared range holds, or the
 * declared floor is above the core's version. What is undeclared or unparseable is allowed.
 */
import { Result, SemVer, SemVerRange } from "effect"
import { isJsonObject } from "../../json/JsonValue.ts"

/** A core that reports less does not report its own version: it counts as unknown. */
const FIRST_REPORTED = SemVer.parseUnsafe("2.0.0")

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value.trim() !== "" ? value.trim() : undefined

/** `v1.2` as `1.2.0`; pre-release and build suffixes are dropped, as LEDMatrix does before comparing. */
const release = (version: string): SemVer.SemVer | undefined => {
  const parts = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?/u.exec(version)
  if (parts === null) return undefined
  const [, major = "0", minor = "0", patch = "0"] = parts
  return Result.getOrUndefined(SemVer.parse(`${Number(major)}.${Number(minor)}.${Number(patch)}`))
}

type Manifest = { readonly [key: string]: unknown }

const floorOf = (manifest: Manifest): SemVer.SemVer | undefined => {
  const requires = isJsonObject(manifest["requires"]) ? manifest["requires"] : {}
  const versions: unknown = manifest["versions"]
  const first: unknown = Array.isArray(versions) ? versions[0] : undefined
  const newest = isJsonObject(first) ? first : {}
  const declared =
    text(manifest["min_ledmatrix_version"]) ??
    text(requires["min_ledmatrix_version"]) ??
    text(newest["ledmatrix_min_version"]) ??
    text(newest["ledmatrix_min"])
  return declared === undefined ? undefined : release(declared)
}

const SUFFIX = /(?<!\d)(\d{1,9}\.\d{1,9}\.\d{1,9})[-+][0-9A-Za-z.+-]+/gu

/** No range is longer. A longer text counts as one that cannot be read. */
const RANGE_LENGTH_MAX = 256

const rangeOf = (range: unknown): SemVerRange.SemVerRange | undefined =>
  typeof range === "string" && range.length <= RANGE_LENGTH_MAX
    ? Result.getOrUndefined(SemVerRange.parse(range.replaceAll(SUFFIX, "$1")))
    : undefined

/** The alternatives, of which any suffices; none where one of them cannot be read, for that one may hold. */
const rangesOf = (manifest: Manifest): ReadonlyArray<SemVerRange.SemVerRange> => {
  const declared: unknown = manifest["compatible_versions"]
  if (!Array.isArray(declared)) return []
  const alternatives: ReadonlyArray<unknown> = declared
  const ranges: Array<SemVerRange.SemVerRange> = []
  for (const range of alternatives) {
    const parsed = rangeOf(range)
    if (parsed === undefined) return []
    ranges.push(parsed)
  }
  return ranges
}

/** Why the plugin does not fit a core of version `core`; `undefined` where it does, or where that cannot be told. */
export const incompatibility = (manifest: Manifest, core: string | undefined): string | undefined => {
  const reported = core === undefined ? undefined : release(core)
  const known =
    reported !== undefined && SemVer.isGreaterThanOrEqualTo(reported, FIRST_REPORTED) ? reported : undefined
  const floor = floorOf(manifest)
  if (floor !== undefined && SemVer.isGreaterThan(floor, known ?? FIRST_REPORTED)) {
    return `it needs LEDMatrix ${SemVer.format(floor)} or later`
  }
  if (known === undefined) return undefined
  const ranges = rangesOf(manifest)
  return ranges.length > 0 && !ranges.some((range) => SemVerRange.matches(range, known))
    ? `it does not declare itself compatible with LEDMatrix ${SemVer.format(known)}`
    : undefined
}
