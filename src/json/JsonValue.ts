/** A value that JSON can hold. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | ReadonlyArray<JsonValue>
  | { readonly [key: string]: JsonValue }

/** A JSON object: no array and no null. */
export const isJsonObject = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** Whether a value is one that a parsed document can hold: `1e999` is read as a number that is not finite. */
export const isJsonValue = (value: unknown): value is JsonValue => {
  if (value === null || typeof value === "boolean" || typeof value === "string") return true
  if (typeof value === "number") return true
  return Array.isArray(value)
    ? value.every(isJsonValue)
    : isJsonObject(value) && Object.values(value).every(isJsonValue)
}
