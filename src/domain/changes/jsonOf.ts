/** Values of parsed files as changes hold them. */
import { isJsonObject, type JsonValue } from "../../json/JsonValue.ts"

/** By hand: a rule asks it in every look, and a schema takes as long to load as the look. */
const isJson = (value: unknown): value is JsonValue => {
  if (typeof value === "number") return Number.isFinite(value)
  if (typeof value === "boolean" || typeof value === "string" || value === null) return true
  if (Array.isArray(value)) return value.every(isJson)
  return isJsonObject(value) && Object.values(value).every(isJson)
}

/** A parsed value; what is no JSON was never in a file, and is `null`. */
export const jsonOf = (value: unknown): JsonValue => (isJson(value) ? value : null)
