import type { DesiredDocument } from "./DesiredDocument.ts"
import { partsOf, secretNamed } from "./desiredSign.ts"

/**
 * Where a document names a setting of this sign that stands in the sign's secrets file, as a path in the document.
 * `secrets` is the parsed file; `undefined` where there is none.
 */
export const namedSecret = (
  document: DesiredDocument,
  sign: string,
  secrets: unknown
): ReadonlyArray<string> | undefined => {
  for (const { path, plugins } of partsOf(document, sign)) {
    for (const [id, { settings }] of plugins) {
      const secret = settings && secretNamed(Object.fromEntries([[id, settings]]), secrets)
      if (secret !== undefined && secret !== null) return [...path, id, "settings", ...secret.slice(1)]
    }
  }
  return undefined
}
