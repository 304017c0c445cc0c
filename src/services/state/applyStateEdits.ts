/** What is peculiar to edits of the saved state: every record that changes is touched as LEDMatrix does it. */
import { Effect, Option } from "effect"
import { FILE, type ValueChange } from "../../domain/changes/Change.ts"
import { type Edit, touchedFields } from "../../domain/changes/Evidence.ts"
import { LEFT_OUT } from "../../domain/changes/leftOut.ts"
import { NotParseable } from "../../domain/errors/FileReason.ts"
import { localIsoTime } from "../../domain/text/isoTime.ts"
import { readRecord } from "../../domain/sources/StateRecord.ts"
import { JsonEdit } from "../../json/editing/JsonEdit.ts"
import { isJsonObject, type JsonValue } from "../../json/JsonValue.ts"
import { pythonJson } from "../../json/printJson.ts"
import { valueAt } from "../../json/valueAt.ts"
import { applyEdits, type EditedContent } from "../files/editing/applyEdits.ts"

const EMPTY = pythonJson({ version: 1, states: {}, last_updated: null }, { indent: 2 })

/** Whether an edit adds anything, so that a file is made for it where there is none. */
export const addsValues = ({ changes }: Edit): boolean =>
  changes.some((change) => change._tag === "SetValue" && Option.isNone(change.from))

export const applyStateEdits = (
  current: Option.Option<Uint8Array>,
  edits: ReadonlyArray<Edit>,
  nowMs: number
): Effect.Effect<EditedContent, NotParseable> => {
  // Nothing to be removed or changed is in a file that is not there.
  if (Option.isNone(current) && !edits.some(addsValues)) {
    const isRemoval = ({ changes, given }: Edit): boolean =>
      given.length === 0 && changes.every(({ _tag }) => _tag === "RemoveValue")
    const applied = {
      made: [],
      stood: edits.filter(isRemoval),
      dropped: edits.filter((edit) => !isRemoval(edit))
    }
    return Effect.succeed({ content: Option.none(), applied })
  }
  const now = localIsoTime(nowMs)
  const before = Option.getOrElse(current, () => new TextEncoder().encode(EMPTY))
  return applyEdits(before, edits, FILE.state, {
    also: (made, document) => [
      ...touches(made, document, now),
      JsonEdit.Set({ path: ["last_updated"], value: now })
    ],
    written: inTheirPlaces
  })
}

/** What every write sets anew keeps its place among the fields, as LEDMatrix orders them. */
const inTheirPlaces = (value: JsonValue): JsonValue =>
  isJsonObject(value) && value["last_updated"] === LEFT_OUT && value["config_version"] === LEFT_OUT
    ? { ...value, last_updated: null, config_version: null }
    : value

/**
 * `last_updated` and `config_version` once for each record that is still there afterwards. One that comes back
 * as LEDMatrix cannot load it is not bettered on the way.
 */
const touches = (
  made: ReadonlyArray<ValueChange>,
  document: { readonly [key: string]: unknown },
  now: string
): ReadonlyArray<JsonEdit> => {
  const ids = new Set(made.flatMap(({ key }) => key[1] ?? []))
  return [...ids].flatMap((id) => {
    const path = ["states", id]
    const whole = made.find(({ key }) => key.length === 2 && key[1] === id)
    const given = whole?._tag === "SetValue" ? whole.to : undefined
    if (whole !== undefined && !isJsonObject(given)) return []
    const counter = raisedCounter(counterOf(id, valueAt(document, path)), counterOf(id, given))
    const values: { readonly [field: string]: JsonValue } = { last_updated: now, config_version: counter }
    const fields = isJsonObject(given) ? touchedFields(given) : Object.keys(values)
    return fields.map((field) => JsonEdit.Set({ path: [...path, field], value: values[field] ?? null }))
  })
}

const counterOf = (id: string, record: JsonValue | undefined): number | undefined =>
  readRecord(id, record).salvage.configVersion

/**
 * `config_version` after a write: one more than the record had, or than the one that comes in its place, where that
 * counts higher. A record that does not count yet counts its creation first, as LEDMatrix does.
 */
export const raisedCounter = (before: number | undefined, given: number | undefined): number =>
  Math.max(before ?? given ?? 1, given ?? 0) + 1
