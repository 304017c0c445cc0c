/** Values of parsed files as changes hold them. */
import { Option, Schema } from "effect"
import type { JsonValue } from "../../json/JsonValue.ts"

const decodeJson = Schema.decodeUnknownOption(Schema.Json)

/** A parsed value; what is no JSON was never in a file, and is `null`. */
export const jsonOf = (value: unknown): JsonValue =>
  // Most values are booleans, and there may be hundreds: only what has an inside is looked into.
  typeof value === "boolean" || typeof value === "string" || value === null
    ? value
    : Option.getOrElse(decodeJson(value), () => null)
