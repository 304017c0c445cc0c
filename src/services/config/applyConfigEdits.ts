/** Edits of the config, each checked on the very content that is about to be replaced. */
import { Effect, Option } from "effect"
import type { ConfigEdit } from "../../domain/changes/Action.ts"
import { configValue, type EntryEnabled } from "../../domain/sources/ConfigView.ts"
import { NotParseable } from "../../domain/errors/FileReason.ts"
import { JsonEdit } from "../../json/JsonEdit.ts"
import { editText, readDocumentText } from "../files/editDocument.ts"

export interface EditedConfig {
  readonly content: Option.Option<Uint8Array>
  readonly applied: ReadonlyArray<ConfigEdit>
  readonly dropped: ReadonlyArray<ConfigEdit>
}

export const applyConfigEdits = Effect.fnUntraced(function* (
  current: Uint8Array | undefined,
  edits: ReadonlyArray<ConfigEdit>,
  shown: string
): Effect.fn.Return<EditedConfig, NotParseable> {
  if (current === undefined) return yield* new NotParseable({ path: shown, problem: "it is not there" })
  const { object, text } = yield* readDocumentText(current, shown)
  const added = new Set<string>()
  const applied: Array<ConfigEdit> = []
  const dropped: Array<ConfigEdit> = []
  for (const edit of edits) {
    const value = Object.hasOwn(object, edit.id) ? object[edit.id] : undefined
    const holds =
      edit._tag === "AddEntry"
        ? value === undefined && !added.has(edit.id)
        : added.has(edit.id) || stillSays(value, edit.from)
    if (holds) applied.push(edit)
    else dropped.push(edit)
    if (holds && edit._tag === "AddEntry") added.add(edit.id)
  }
  if (applied.length === 0) return { content: Option.none(), applied, dropped }
  const content = yield* editText(text, applied.map(asJsonEdit), shown)
  return { content: Option.some(content), applied, dropped }
})

const asJsonEdit = (edit: ConfigEdit): JsonEdit =>
  edit._tag === "AddEntry"
    ? JsonEdit.Set({ path: [edit.id], value: { enabled: edit.enabled } })
    : JsonEdit.Set({ path: [edit.id, "enabled"], value: edit.to })

const stillSays = (value: unknown, from: EntryEnabled): boolean => {
  const entry = configValue(value)
  if (entry._tag !== "Entry" || entry.enabled._tag !== from._tag) return false
  if (from._tag === "Absent" || entry.enabled._tag === "Absent") return true
  return JSON.stringify(entry.enabled.value) === JSON.stringify(from.value)
}
