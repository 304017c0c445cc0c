import type { DesiredDocument } from "./DesiredDocument.ts"
import { secretNamed } from "./desiredSign.ts"

/**
 * Where a document names a setting of this sign that stands in the sign's secrets file, as a path in the document.
 * `secrets` is the parsed file; `undefined` where there is none.
 */
export const namedSecret = (
  { groups, plugins, signs }: DesiredDocument,
  sign: string,
  secrets: unknown
): ReadonlyArray<string> | undefined => {
  const own = signs.get(sign)
  const layers = [
    { at: ["plugins"], named: plugins },
    ...(own?.groups ?? []).map((name) => ({ at: ["groups", name, "plugins"], named: groups.get(name) })),
    { at: ["signs", sign, "plugins"], named: own?.plugins }
  ]
  for (const { at, named = [] } of layers) {
    for (const [id, { settings }] of named) {
      const secret = settings && secretNamed(Object.fromEntries([[id, settings]]), secrets)
      if (secret !== undefined && secret !== null) return [...at, id, "settings", ...secret.slice(1)]
    }
  }
  return undefined
}
