/** Values inside a parsed document, by the path of keys that leads to them. */
import { isJsonObject, type JsonValue } from "./JsonValue.ts"

/** What stands at `key`; `undefined` where nothing does. */
export const valueAt = (
  document: { readonly [key: string]: unknown },
  key: ReadonlyArray<string>
): JsonValue | undefined => {
  let value: unknown = document
  for (const name of key) {
    if (!isJsonObject(value) || !Object.hasOwn(value, name)) return undefined
    value = value[name]
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what a parsed document holds is JSON
  return value as JsonValue
}
