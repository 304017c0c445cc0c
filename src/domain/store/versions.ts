/** Versions as LEDMatrix compares them: leniently, because manifests and registry spell them as they like. */
import { Result, SemVer } from "effect"
import { comparableVersion } from "../sources/StateRecord.ts"

/** No version is longer. A longer text is not parsed. */
const LENGTH_MAX = 256

/** `1.2`, `v1.2.0-rc.1`, `1.2.0b3`, `1.2.0+build`: what is missing is zero, a suffix is a pre-release. */
const parse = (version: string): SemVer.SemVer | undefined => {
  if (version.length > LENGTH_MAX) return undefined
  const parts =
    /^(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?[.-]?((?:a|b|c|rc|dev|pre)[a-z\d.-]*|(?<=-)[\dA-Za-z.-]+)?(?:\+.*)?$/iu.exec(
      version
    )
  if (parts === null) return undefined
  const [, major = "0", minor = "0", patch = "0", suffix = ""] = parts
  const pre = suffix
    .toLowerCase()
    .split(/[.-]|(?<=[a-z])(?=\d)/u)
    .filter((part) => part !== "")
    .map((part) => (/^\d+$/u.test(part) ? String(Number(part)) : part))
    .join(".")
  const core = `${Number(major)}.${Number(minor)}.${Number(patch)}`
  return Result.getOrUndefined(SemVer.parse(pre === "" ? core : `${core}-${pre}`))
}

/**
 * Whether the store's version is newer than the installed one. Either missing is no update; equal texts are
 * none either. A text that cannot be parsed counts as newer, since it is another one.
 */
export const isNewer = (
  offered: string | null | undefined,
  installed: string | null | undefined
): boolean => {
  const a = comparableVersion(offered)
  const b = comparableVersion(installed)
  if (a === undefined || b === undefined || a === b) return false
  const [x, y] = [parse(a), parse(b)]
  return x === undefined || y === undefined || SemVer.isGreaterThan(x, y)
}
