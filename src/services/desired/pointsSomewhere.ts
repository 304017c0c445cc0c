/**
 * Settings that lead a plugin somewhere. A program that answers in place of a server could otherwise have a sign fetch from
 * there, or read a file.
 */
import type { DesiredDocument } from "../../domain/desired/DesiredDocument.ts"
import { parts } from "../../domain/desired/desiredSign.ts"
import { isJsonObject } from "../../json/JsonValue.ts"

/** What a text says that leads somewhere. Host names stand alone: within a sentence they lead nowhere. */
const POINTS: ReadonlyArray<RegExp> = [
  // Without what may stand before it: a long text would be gone through from each of its letters.
  /[a-z0-9]:\/\//iu,
  /^\s*(?:data|file|ftp|javascript|mailto):/iu,
  /^\s*www\./iu,
  // Absolute paths, a home, a share of Windows and a drive of it.
  /^\s*(?:~?\/|~[\w-]+\/|\\|[a-z]:[\\/])/iu,
  /(?:^|[\\/])\s*\.{1,2}[\\/]|[\\/]\.\.\s*$/u,
  // A file in a directory.
  /^\s*[^\s/\\]+[\\/]\S*\.\w+\s*$/u,
  // A host with a dot in its name, an address in digits, and a bare name with a port.
  /^\s*(?:[\p{L}\p{N}_-]+\.)+\p{L}{2,}\.?(?::\d+)?(?:[/?#]\S*)?\s*$/u,
  /^\s*(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?(?:[/?#]\S*)?\s*$/u,
  /^\s*\[[\da-f:.]+\](?::\d+)?(?:[/?#]\S*)?\s*$/iu,
  /^\s*(?:localhost|[\p{L}_-][\p{L}\p{N}_-]*:\d{2,5})(?:[/?#]\S*)?\s*$/iu
]

/** A bare name of a file, or a pattern of dates: it looks like a host, but no top-level domain is called so. */
const NO_HOST =
  /^\s*[\p{L}\p{N}._-]+\.(?:png|jpe?g|gif|bmp|webp|svg|ico|ttf|otf|bdf|pcf|txt|csv|json|ya?ml|xml|html?|ini|js|mp[34]|wav|ogg|pdf|dd|yy|yyyy)\s*$/iu

const leads = (text: string): boolean => POINTS.some((pattern) => pattern.test(text)) && !NO_HOST.test(text)

const pointing = (value: unknown): boolean =>
  typeof value === "string"
    ? leads(value)
    : Array.isArray(value)
      ? value.some(pointing)
      : isJsonObject(value) && Object.entries(value).some(([key, item]) => leads(key) || pointing(item))

/** The path of the first setting that holds an address or a path, or is named like one. */
export const pointsSomewhere = (document: DesiredDocument): ReadonlyArray<string> | undefined => {
  for (const { path, plugins } of parts(document)) {
    for (const [id, { settings }] of plugins) {
      const found = Object.entries(settings ?? {}).find(([name, value]) => leads(name) || pointing(value))
      if (found !== undefined) return [...path, id, "settings", found[0]]
    }
  }
  return undefined
}
