/** Changes of a JSON document, and what they come to when they are put together. */
import { Data, Result } from "effect"
import { isJsonObject, type JsonValue } from "../JsonValue.ts"
import type { MemberText } from "./memberText.ts"
import { JSON_DEPTH_MAX } from "../parsing/parseJson.ts"

export type JsonEdit = Data.TaggedEnum<{
  /**
   * Sets the value at `path`, making the objects on the way where nothing is there. A new member is added
   * as the last, printed in the document's style; or where and as `spelled` says.
   */
  Set: {
    readonly path: ReadonlyArray<string>
    readonly value: JsonValue
    readonly spelled?: MemberText | undefined
  }
  /** Removes the member at `path`, all its duplicates included. */
  Remove: { readonly path: ReadonlyArray<string> }
}>
export const JsonEdit = Data.taggedEnum<JsonEdit>()

/** The document cannot be edited so; nothing of it was changed. */
export class EditFault extends Data.TaggedError("EditFault")<{ readonly explanation: string }> {
  override get message(): string {
    return this.explanation
  }
}

/** All edits below one key, folded: each key is touched once, also by many edits. */
export type EditNode = Data.TaggedEnum<{
  Replace: { readonly value: JsonValue; readonly spelled?: MemberText | undefined }
  Delete: {}
  Within: { readonly children: ReadonlyMap<string, EditNode> }
}>
export const EditNode = Data.taggedEnum<EditNode>()

const UNTOUCHED: EditNode = EditNode.Within({ children: new Map() })

/** Folds edits in their order; a later one sees the earlier's effect. */
export const foldEdits = (edits: ReadonlyArray<JsonEdit>): Result.Result<EditNode, EditFault> => {
  // Mutable maps while folding: thousands of edits would otherwise copy a map each.
  const root: MutableNode = {}
  for (const edit of edits) {
    if (edit.path.length === 0) return Result.fail(new EditFault({ explanation: "an edit names no key" }))
    if (edit._tag === "Set" && isDeeper(edit.value, JSON_DEPTH_MAX - edit.path.length)) {
      return Result.fail(
        new EditFault({ explanation: `it would be nested more than ${JSON_DEPTH_MAX} levels deep` })
      )
    }
    // Nothing can be there.
    if (edit.path.length > JSON_DEPTH_MAX) continue
    const fault = addEdit(root, edit)
    if (fault !== undefined) return Result.fail(fault)
  }
  return Result.succeed(finished(root))
}

/** Whether a value has more than `levels` levels of its own. */
const isDeeper = (value: JsonValue, levels: number): boolean => {
  if (levels < 0) return true
  const inner: ReadonlyArray<JsonValue> | undefined = Array.isArray(value)
    ? value
    : isJsonObject(value)
      ? Object.values(value)
      : undefined
  return inner !== undefined && (levels === 0 || inner.some((one) => isDeeper(one, levels - 1)))
}

interface MutableNode {
  children?: Map<string, MutableNode>
  end?: EditNode
}

const addEdit = (root: MutableNode, edit: JsonEdit): EditFault | undefined => {
  let node = root
  for (const [index, key] of edit.path.entries()) {
    if (node.end !== undefined) return addBelow(node, edit, index)
    node.children ??= new Map()
    const next = node.children.get(key) ?? {}
    node.children.set(key, next)
    node = next
  }
  delete node.children
  node.end =
    edit._tag === "Set" ? EditNode.Replace({ value: edit.value, spelled: edit.spelled }) : EditNode.Delete()
  return undefined
}

/** An edit below a value that an earlier edit of the same batch has put there or taken away. */
const addBelow = (node: MutableNode, edit: JsonEdit, index: number): EditFault | undefined => {
  const rest = edit.path.slice(index)
  const present = node.end?._tag === "Replace" ? node.end.value : undefined
  if (edit._tag === "Remove") {
    if (present !== undefined) node.end = EditNode.Replace({ value: withoutIn(present, rest) })
    return undefined
  }
  const value = setIn(present, rest, edit.value)
  if (value === undefined) return notAnObject(edit.path)
  node.end = EditNode.Replace({ value })
  return undefined
}

export const notAnObject = (path: ReadonlyArray<string>): EditFault =>
  new EditFault({
    explanation: `something on the way to ${path.map((key) => JSON.stringify(key)).join(" ")} is no object`
  })

/** A value with another one set inside it; `undefined` where something on the way is no object. */
export const setIn = (
  value: JsonValue | undefined,
  path: ReadonlyArray<string>,
  to: JsonValue
): JsonValue | undefined => {
  const [key, ...rest] = path
  if (key === undefined) return to
  if (value !== undefined && !isJsonObject(value)) return undefined
  const members = new Map(Object.entries(value ?? {}))
  const inner = setIn(members.get(key), rest, to)
  if (inner === undefined) return undefined
  return Object.fromEntries(members.set(key, inner))
}

/** A value without the one at `path`, as it is where nothing is there. */
export const withoutIn = (value: JsonValue, path: ReadonlyArray<string>): JsonValue => {
  const [key, ...rest] = path
  if (key === undefined || !isJsonObject(value)) return value
  const members = new Map(Object.entries(value))
  const inner = members.get(key)
  if (inner === undefined) return value
  if (rest.length === 0) members.delete(key)
  else members.set(key, withoutIn(inner, rest))
  return Object.fromEntries(members)
}

const finished = (building: MutableNode): EditNode => {
  if (building.end !== undefined) return building.end
  if (building.children === undefined) return UNTOUCHED
  const children = new Map<string, EditNode>()
  for (const [key, child] of building.children) children.set(key, finished(child))
  return EditNode.Within({ children })
}

/** What a node amounts to where nothing is there yet: the value to insert, or nothing. */
export const asNewValue = (node: EditNode): JsonValue | undefined => {
  if (node._tag !== "Within") return node._tag === "Replace" ? node.value : undefined
  const members = [...node.children].flatMap(([key, child]): ReadonlyArray<readonly [string, JsonValue]> => {
    const value = asNewValue(child)
    return value === undefined ? [] : [[key, value]]
  })
  return members.length === 0 ? undefined : Object.fromEntries(members)
}
