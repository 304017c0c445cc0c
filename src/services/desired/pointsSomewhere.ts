/**
 * Settings that lead a plugin somewhere. A program that answers in place of a server could otherwise have a sign fetch from
 * there, or read a file.
 */
import type { DesiredDocument, DesiredPlugins } from "../../domain/desired/DesiredDocument.ts"
import { isJsonObject } from "../../json/JsonValue.ts"

const POINTS = /[a-z][a-z0-9+.-]*:\/\/|^\s*(?:data:|file:|javascript:|~?\/|\.{1,2}\/|\\\\)/iu

const pointing = (value: unknown): boolean =>
  typeof value === "string"
    ? POINTS.test(value)
    : Array.isArray(value)
      ? value.some(pointing)
      : isJsonObject(value) && Object.values(value).some(pointing)

const inPlugins = (path: string, plugins: DesiredPlugins): string | undefined => {
  for (const [id, { settings }] of plugins) {
    const key = Object.entries(settings ?? {}).find(([, value]) => pointing(value))?.[0]
    if (key !== undefined) return `${path}${id}.settings.${key}`
  }
  return undefined
}

/** The first setting that holds an address or a path. */
export const pointsSomewhere = ({ groups, plugins, signs }: DesiredDocument): string | undefined => {
  const found = inPlugins("plugins.", plugins)
  if (found !== undefined) return found
  for (const [name, own] of groups) {
    const inGroup = inPlugins(`groups.${name}.plugins.`, own)
    if (inGroup !== undefined) return inGroup
  }
  for (const [name, part] of signs) {
    const inSign = inPlugins(`signs.${name}.plugins.`, part.plugins)
    if (inSign !== undefined) return inSign
  }
  return undefined
}
