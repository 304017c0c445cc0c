/** Values of parsed files as changes hold them. */
import { isJsonValue, type JsonValue } from "../../json/JsonValue.ts"

/** A parsed value; what is no JSON was never in a file, and is `null`. */
export const jsonOf = (value: unknown): JsonValue => (isJsonValue(value) ? value : null)
