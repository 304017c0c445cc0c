/**
 * `data/reconciler/undone.json`: findings whose repair a person has undone, `{key: evidence}`. They are left
 * to that person until the evidence is another.
 */
import { byCodePoint } from "../../../domain/plugin/PluginId.ts"
import { isJsonObject } from "../../../json/JsonValue.ts"

/** In our directory. */
export const UNDONE = "undone.json"

export type UndoneFindings = ReadonlyMap<string, string>

export const undoneOf = (parsed: unknown): UndoneFindings | undefined =>
  isJsonObject(parsed)
    ? new Map(
        Object.entries(parsed).flatMap(([key, evidence]) =>
          typeof evidence === "string" ? [[key, evidence] as const] : []
        )
      )
    : undefined

export const printUndone = (undone: UndoneFindings): string =>
  `${JSON.stringify(Object.fromEntries([...undone].toSorted(([a], [b]) => byCodePoint(a, b))), undefined, 1)}\n`
