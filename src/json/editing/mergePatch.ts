/** JSON merge patch, RFC 7396. */
import { isJsonObject, type JsonValue } from "../JsonValue.ts"

/** The value that `patch` makes of `target`: members are merged, `null` removes one, all else replaces. */
export const mergePatch = (target: JsonValue | undefined, patch: JsonValue): JsonValue => {
  if (!isJsonObject(patch)) return patch
  const members = new Map(isJsonObject(target) ? Object.entries(target) : [])
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) members.delete(key)
    else members.set(key, mergePatch(members.get(key), value))
  }
  return Object.fromEntries(members)
}
