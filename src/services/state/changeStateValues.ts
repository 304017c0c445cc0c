/** Changes of single values of the saved state; every changed record is touched as LEDMatrix does it. */
import { Effect, Option } from "effect"
import { NotParseable } from "../../domain/errors/FileReason.ts"
import { localIsoTime } from "../../domain/isoTime.ts"
import { LEFT_OUT } from "../../domain/changes/leftOut.ts"
import { readRecord } from "../../domain/sources/StateRecord.ts"
import type { ValueEdit } from "../../domain/changes/ValueEdit.ts"
import { JsonEdit } from "../../json/JsonEdit.ts"
import { isJsonObject, type JsonValue } from "../../json/JsonValue.ts"
import { pythonJson } from "../../json/printJson.ts"
import { applyValueEdits, type EditedValues, valueAt } from "../files/applyValueEdits.ts"

const EMPTY = pythonJson({ version: 1, states: {}, last_updated: null }, { indent: 2 })

export const changeStateValues = (
  current: Option.Option<Uint8Array>,
  edits: ReadonlyArray<ValueEdit>,
  nowMs: number,
  shown: string
): Effect.Effect<EditedValues, NotParseable> => {
  const adds = edits.some(({ from, to }) => from === undefined && to !== undefined)
  // Nothing to be removed or changed is in a file that is not there.
  if (Option.isNone(current) && !adds) {
    const applied = edits.filter(({ to }) => to === undefined)
    const dropped = edits.filter(({ to }) => to !== undefined)
    return Effect.succeed({ content: Option.none(), applied, dropped })
  }
  const now = localIsoTime(nowMs)
  return applyValueEdits(
    Option.getOrElse(current, () => new TextEncoder().encode(EMPTY)),
    edits,
    shown,
    {
      also: (changing, object) => [
        ...touched(changing, object, now),
        JsonEdit.Set({ path: ["last_updated"], value: now })
      ],
      written: inTheirPlaces,
      evidence: withoutTouches
    }
  )
}

const TOUCHED = ["last_updated", "config_version"]

/** Every write of a record touches these, ours too: they are no evidence of a change. */
const withoutTouches = (value: JsonValue): JsonValue =>
  isJsonObject(value)
    ? { ...value, ...Object.fromEntries(touchedIn(value).map((field) => [field, LEFT_OUT])) }
    : value

const touchedIn = (record: { readonly [field: string]: unknown }): ReadonlyArray<string> =>
  TOUCHED.filter((field) => Object.hasOwn(record, field))

/** What every write sets anew keeps its place among the fields, as LEDMatrix orders them. */
const inTheirPlaces = (value: JsonValue): JsonValue =>
  isJsonObject(value) && value["last_updated"] === LEFT_OUT && value["config_version"] === LEFT_OUT
    ? { ...value, last_updated: null, config_version: null }
    : value

/**
 * `last_updated` and `config_version` once for each record that is still there afterwards. One that comes back
 * as LEDMatrix cannot load it is not bettered on the way.
 */
const touched = (
  changing: ReadonlyArray<ValueEdit>,
  object: { readonly [key: string]: unknown },
  now: string
): ReadonlyArray<JsonEdit> => {
  const ids = new Set(changing.flatMap(({ key }) => key[1] ?? []))
  return [...ids].flatMap((id) => {
    const path = ["states", id]
    const whole = changing.find(({ key }) => key.length === 2 && key[1] === id)
    if (whole !== undefined && !isJsonObject(whole.to)) return []
    const before = readRecord(id, valueAt(object, path)).salvage.configVersion
    const given = readRecord(id, whole?.to).salvage.configVersion
    // LEDMatrix counts a record's creation, and its first saving.
    const counter = Math.max(before ?? 0, given ?? 1) + 1
    const values: { readonly [field: string]: JsonValue } = { last_updated: now, config_version: counter }
    const fields = isJsonObject(whole?.to) ? touchedIn(whole.to) : TOUCHED
    return fields.map((field) => JsonEdit.Set({ path: [...path, field], value: values[field] ?? null }))
  })
}
