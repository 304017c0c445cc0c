/**
 * Edits of the saved state in LEDMatrix's own format. Each is checked on the very record that is about to be
 * replaced; `config_version` and `last_updated` change once per changed record.
 */
import { Effect, Option } from "effect"
import type { StateEdit } from "../../domain/changes/Action.ts"
import { NotParseable } from "../../domain/errors/FileReason.ts"
import { localIsoTime } from "../../domain/isoTime.ts"
import { switchedStatus } from "../../domain/sources/StateRecord.ts"
import { JsonEdit } from "../../json/JsonEdit.ts"
import { isJsonObject } from "../../json/JsonValue.ts"
import { editText, readDocumentText } from "../files/editDocument.ts"

export interface EditedState {
  readonly content: Option.Option<Uint8Array>
  readonly applied: ReadonlyArray<StateEdit>
  readonly dropped: ReadonlyArray<StateEdit>
}

export const applyStateEdits = Effect.fnUntraced(function* (
  current: Uint8Array | undefined,
  edits: ReadonlyArray<StateEdit>,
  nowMs: number,
  shown: string
): Effect.fn.Return<EditedState, NotParseable> {
  // Every edit is of a record that was read: without a file there is none.
  if (current === undefined) return { content: Option.none(), applied: [], dropped: edits }
  const { object, text } = yield* readDocumentText(current, shown)
  const states = object["states"]
  if (!isJsonObject(states)) return { content: Option.none(), applied: [], dropped: edits }
  const holds = (edit: StateEdit): boolean =>
    Object.hasOwn(states, edit.id) && JSON.stringify(states[edit.id]) === JSON.stringify(edit.from.value)
  const applied = edits.filter(holds)
  const dropped = edits.filter((edit) => !holds(edit))
  if (applied.length === 0) return { content: Option.none(), applied, dropped }
  const now = localIsoTime(nowMs)
  const changed = new Map(applied.map((edit) => [edit.id, edit]))
  const content = yield* editText(
    text,
    [
      ...applied.flatMap(recordEdits),
      ...[...changed.values()].flatMap((edit) => touched(edit, now)),
      JsonEdit.Set({ path: ["last_updated"], value: now })
    ],
    shown
  )
  return { content: Option.some(content), applied, dropped }
})

const recordEdits = (edit: StateEdit): ReadonlyArray<JsonEdit> => {
  const path = ["states", edit.id]
  switch (edit._tag) {
    case "RemoveRecord":
      return [JsonEdit.Remove({ path })]
    case "RebuildRecord":
      return [JsonEdit.Set({ path, value: { ...edit.to } })]
    case "SetRecordVersion":
      return [JsonEdit.Set({ path: [...path, "version"], value: edit.to })]
    case "SetRecordEnabled": {
      const { status } = edit.from.salvage
      const follows = switchedStatus(edit.to)
      const flag = JsonEdit.Set({ path: [...path, "enabled"], value: edit.to })
      return follows === status ? [flag] : [flag, JsonEdit.Set({ path: [...path, "status"], value: follows })]
    }
  }
}

/** What LEDMatrix does at every change of a record. */
const touched = (edit: StateEdit, now: string): ReadonlyArray<JsonEdit> => {
  if (edit._tag === "RemoveRecord") return []
  const path = ["states", edit.id]
  const counter = edit.from.salvage.configVersion ?? 1
  return [
    JsonEdit.Set({ path: [...path, "last_updated"], value: now }),
    JsonEdit.Set({ path: [...path, "config_version"], value: counter + 1 })
  ]
}
