import { isSpelledNumber } from "./spelledNumber.ts"

/** A value that JSON can hold. A number whose spelling is kept is an object to JavaScript, and none to `isJsonObject`. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | ReadonlyArray<JsonValue>
  | { readonly [key: string]: JsonValue }

/** The members of a parsed object, of which nothing is known yet. */
export type JsonObject = { readonly [key: string]: unknown }

/** A JSON object: no array, no null, and no number that is kept as it is spelled. */
export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !isSpelledNumber(value)

/** Whether a value is one that a parsed document can hold: `1e999` is read as a number that is not finite. */
export const isJsonValue = (value: unknown): value is JsonValue => {
  if (value === null || typeof value === "boolean" || typeof value === "string") return true
  if (typeof value === "number" || isSpelledNumber(value)) return true
  return Array.isArray(value)
    ? value.every(isJsonValue)
    : isJsonObject(value) && Object.values(value).every(isJsonValue)
}
