/**
 * Edits of single values of a JSON document, each checked on the very content that is about to be replaced: the
 * one way in which config, secrets and saved state are changed.
 */
import { Effect, Option } from "effect"
import type { ValueChange } from "../../../domain/changes/Change.ts"
import {
  type Edit,
  type Evidence,
  evidence,
  evidenceAfter,
  stands
} from "../../../domain/changes/Evidence.ts"
import { NotParseable } from "../../../domain/errors/FileReason.ts"
import { sameAsJournalled, withoutLeftOut } from "../../../domain/changes/leftOut.ts"
import { JsonEdit, setIn, withoutIn } from "../../../json/editing/JsonEdit.ts"
import { isJsonObject, type JsonObject, type JsonValue } from "../../../json/JsonValue.ts"
import { valueOfMember } from "../../../json/editing/memberText.ts"
import { valueAt } from "../../../json/valueAt.ts"
import { editText, readDocumentText } from "./editDocument.ts"

/** What became of each edit. */
export interface AppliedEdits<E = Edit> {
  /** Made by this write. */
  readonly made: ReadonlyArray<E>
  /** The file said already what they were to make of it. */
  readonly stood: ReadonlyArray<E>
  /** What they rest on was gone; nothing of them was made. */
  readonly dropped: ReadonlyArray<E>
}

export interface EditedContent {
  /** The new content; `None` where nothing changes. */
  readonly content: Option.Option<Uint8Array>
  readonly applied: AppliedEdits
}

/** What a file has of its own about the changes that are made in it. */
export interface WriteRules {
  /** Further edits of the same write. */
  readonly also: (made: ReadonlyArray<ValueChange>, document: JsonObject) => ReadonlyArray<JsonEdit>
  /** A value as it is written. */
  readonly written: (value: JsonValue) => JsonValue
}

const NOTHING: WriteRules = { also: () => [], written: (value) => value }

/** All edits are of the same file. Each sees what those before it have made. */
export const applyEdits = Effect.fnUntraced(function* (
  current: Uint8Array,
  edits: ReadonlyArray<Edit>,
  shown: string,
  { also, written }: WriteRules = NOTHING
): Effect.fn.Return<EditedContent, NotParseable> {
  const { object, text } = yield* readDocumentText(current, shown)
  const applied = sortedOut(object, edits)
  const changes = applied.made.flatMap((edit) => edit.changes)
  if (changes.length === 0) return { content: Option.none(), applied }
  const content = yield* editText(
    text,
    [...changes.map((change) => jsonEdit(change, written)), ...also(changes, object)],
    shown
  )
  return { content: Option.some(content), applied }
})

const sortedOut = (document: JsonObject, edits: ReadonlyArray<Edit>): AppliedEdits => {
  const [made, stood, dropped]: [Array<Edit>, Array<Edit>, Array<Edit>] = [[], [], []]
  // Only changes of one plugin can meet at one place.
  const earlier = new Map<string, Array<ValueChange>>()
  for (const edit of edits) {
    const isMet = (needed: Evidence, plugin: string): boolean =>
      stands(needed, valueNow(document, earlier.get(plugin) ?? [], needed.key))
    const every = (is: (change: ValueChange) => Evidence): boolean =>
      edit.changes.every((change) => isMet(is(change), change.plugin))
    const { file, plugin } = edit.changes[0]
    // An object may be of this very write; a record has to be the version that was read, which several edits may rest on.
    const isGiven = (needed: Evidence): boolean =>
      needed.file !== file ||
      (needed._tag === "Object"
        ? isObjectNow(document, earlier.get(plugin) ?? [], needed.key)
        : stands(needed, valueAt(document, needed.key)))
    if (!edit.given.every(isGiven)) dropped.push(edit)
    // What was decided on a version of the record that stands still is made: the touches of a write are no repair of it.
    else if (edit.given.every(({ _tag }) => _tag === "Object") && every(evidenceAfter)) stood.push(edit)
    else if (!every(evidence)) dropped.push(edit)
    else {
      made.push(edit)
      for (const change of edit.changes) {
        const of = earlier.get(change.plugin)
        if (of === undefined) earlier.set(change.plugin, [change])
        else of.push(change)
      }
    }
  }
  return { made, stood, dropped }
}

const isWithin = (inner: ReadonlyArray<string>, outer: ReadonlyArray<string>): boolean =>
  inner.length >= outer.length && outer.every((name, at) => inner[at] === name)

/**
 * Whether an object stands at a place once the earlier changes are made. What one of them was made in is one: to make
 * the object with all of them anew for each of many settings would take minutes.
 */
const isObjectNow = (
  document: JsonObject,
  earlier: ReadonlyArray<ValueChange>,
  key: ReadonlyArray<string>
): boolean => {
  const last = earlier.findLast((change) => isWithin(change.key, key) || isWithin(key, change.key))
  const isMadeInIt = last !== undefined && last.key.length > key.length
  return isMadeInIt || isJsonObject(valueNow(document, earlier, key))
}

/** What stands at a place once the earlier changes are made. */
const valueNow = (
  document: JsonObject,
  earlier: ReadonlyArray<ValueChange>,
  key: ReadonlyArray<string>
): JsonValue | undefined =>
  earlier.reduce(
    (value, change) => {
      const to = change._tag === "SetValue" ? change.to : undefined
      if (isWithin(key, change.key)) return valueAt({ to }, ["to", ...key.slice(change.key.length)])
      if (!isWithin(change.key, key)) return value
      const path = change.key.slice(key.length)
      if (to !== undefined) return setIn(value, path, to)
      return value === undefined ? undefined : withoutIn(value, path)
    },
    valueAt(document, key)
  )

const jsonEdit = (change: ValueChange, written: WriteRules["written"]): JsonEdit => {
  const { key } = change
  const value = change._tag === "SetValue" ? withoutLeftOut(written(change.to)).value : undefined
  if (value === undefined) return JsonEdit.Remove({ path: key })
  const exact = Option.filter(
    change.spelled,
    ({ text }) => key.length === 1 && sameAsJournalled(value, valueOfMember(text, key[0] ?? ""))
  )
  return JsonEdit.Set({ path: key, value, spelled: Option.getOrUndefined(exact) })
}
