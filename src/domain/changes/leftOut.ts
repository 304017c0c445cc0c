/** What a journalled value keeps to itself, and how it is compared in spite of that. */
import { jsonOf } from "./jsonOf.ts"
import { isJsonObject, type JsonValue } from "../../json/JsonValue.ts"
import { isSameNumber } from "../../json/spelledNumber.ts"

/** Stands in a record for what may be a secret. */
export const LEFT_OUT = "‹left out›"

/** A record as it is journalled: every write sets time and counter, so they tell nothing of who changed what. */
export const journalledRecord = (record: unknown): JsonValue => {
  const value = jsonOf(record)
  return isJsonObject(value) ? { ...value, last_updated: LEFT_OUT, config_version: LEFT_OUT } : value
}

/** Whether a journalled value is what stands there now; what was left out of the record is like anything. */
export const sameAsJournalled = (journalled: unknown, now: unknown): boolean => {
  if (journalled === LEFT_OUT) return now !== undefined
  if (Array.isArray(journalled)) {
    return (
      Array.isArray(now) &&
      now.length === journalled.length &&
      journalled.every((item, at) => sameAsJournalled(item, now[at]))
    )
  }
  if (!isJsonObject(journalled)) return Object.is(journalled, now) || isSameNumber(journalled, now)
  if (!isJsonObject(now)) return false
  const keys = Object.keys(journalled)
  return (
    keys.length === Object.keys(now).length &&
    keys.every((key) => Object.hasOwn(now, key) && sameAsJournalled(journalled[key], now[key]))
  )
}

/** A value without what was left out of it, and the names of that. */
export const withoutLeftOut = (
  value: JsonValue
): { readonly value: JsonValue | undefined; readonly missing: ReadonlyArray<string> } => {
  const missing: Array<string> = []
  const strip = (inner: JsonValue, name: string): JsonValue | undefined => {
    if (inner === LEFT_OUT) {
      missing.push(name)
      return undefined
    }
    if (Array.isArray(inner)) {
      return inner.flatMap((item: JsonValue) => {
        const kept = strip(item, name)
        return kept === undefined ? [] : [kept]
      })
    }
    if (!isJsonObject(inner)) return inner
    return Object.fromEntries(
      Object.entries(inner).flatMap(([key, item]: [string, JsonValue]) => {
        const kept = strip(item, name === "" ? key : `${name}.${key}`)
        return kept === undefined ? [] : [[key, kept] as const]
      })
    )
  }
  return { value: strip(value, ""), missing }
}
