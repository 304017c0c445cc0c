/**
 * Edits a JSON document so that only the bytes that must change do: everything else keeps its order,
 * spacing, line ends, number spelling and escapes. Of duplicate keys the last is edited, the one that
 * parsers see.
 */
import { Result } from "effect"
import { asNewValue, EditFault, type EditNode, foldEdits, type JsonEdit, notAnObject } from "./JsonEdit.ts"
import { gapOf, type MemberText, valueTextOf } from "./memberText.ts"
import { isJsonObject, type JsonValue } from "../JsonValue.ts"
import { type Member, objectMembers, type ObjectText } from "../objectMembers.ts"
import { DocumentStyle } from "./DocumentStyle.ts"
import { parseJson } from "../parsing/parseJson.ts"
import { type JsonStyle, printJson, printString } from "../printJson.ts"

interface Splice {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** The edited text; the very same text where nothing has to change. */
export const editJson = (text: string, edits: ReadonlyArray<JsonEdit>): Result.Result<string, EditFault> => {
  const parsed = parseJson(text)
  if (Result.isFailure(parsed)) return Result.fail(new EditFault({ explanation: parsed.failure.message }))
  if (!isJsonObject(parsed.success)) {
    return Result.fail(new EditFault({ explanation: "the document is no object" }))
  }
  return editObjectText(text, edits)
}

/** The same for a text that `parseJson` has just read as an object. */
export const editObjectText = (
  text: string,
  edits: ReadonlyArray<JsonEdit>
): Result.Result<string, EditFault> => {
  const folded = foldEdits(edits)
  if (Result.isFailure(folded)) return Result.fail(folded.failure)
  const document = new Document(text)
  const fault = document.edit(text.indexOf("{"), folded.success, [])
  if (fault !== undefined) return Result.fail(fault)
  return Result.succeed(document.spliced())
}

/** One more member; `spelled` where it was there before. */
interface Addition {
  readonly key: string
  readonly value: JsonValue
  readonly spelled: MemberText | undefined
}

const memberOf = ({ key, spelled, value }: Addition, style: JsonStyle, base: string): string =>
  spelled?.text ?? printString(key) + style.colon + printJson(value, style, base)

class Document {
  readonly #json: string
  readonly #style: DocumentStyle
  readonly #splices: Array<Splice> = []

  constructor(json: string) {
    this.#json = json
    this.#style = new DocumentStyle(json)
  }

  spliced(): string {
    const ordered = this.#splices.toSorted((a, b) => a.start - b.start)
    const parts: Array<string> = []
    let at = 0
    for (const { end, start, text } of ordered) {
      parts.push(this.#json.slice(at, start), text)
      at = end
    }
    parts.push(this.#json.slice(at))
    return parts.join("")
  }

  /** Notes the splices for `node` in the object that begins at `open`. */
  edit(open: number, node: EditNode, path: ReadonlyArray<string>): EditFault | undefined {
    if (node._tag !== "Within") return undefined
    const object = objectMembers(this.#json, open)
    const last = new Map(object.members.map((member) => [member.key, member]))
    const removed = new Set<string>()
    const added: Array<Addition> = []
    for (const [key, child] of node.children) {
      const member = last.get(key)
      if (member === undefined) {
        const value = asNewValue(child)
        const spelled = child._tag === "Replace" ? child.spelled : undefined
        if (value !== undefined) added.push({ key, value, spelled })
      } else if (child._tag === "Delete") removed.add(key)
      else if (child._tag === "Replace") this.#replace(member, child)
      else if (member.isObject) {
        const fault = this.edit(member.valueStart, child, [...path, key])
        if (fault !== undefined) return fault
      } else if (asNewValue(child) !== undefined) return notAnObject([...path, key])
    }
    this.#removeAndAdd(object, removed, added)
    return undefined
  }

  #replace(
    member: Member,
    { spelled, value }: { readonly value: JsonValue; readonly spelled?: MemberText | undefined }
  ): void {
    const text =
      (spelled && valueTextOf(spelled)) ??
      printJson(value, this.#style.of(member), this.#style.indentAt(member.keyStart))
    this.#splices.push({ start: member.valueStart, end: member.valueEnd, text })
  }

  #removeAndAdd(object: ObjectText, removed: ReadonlySet<string>, additions: ReadonlyArray<Addition>): void {
    const { close, members, open } = object
    const kept = members.filter((member) => !removed.has(member.key))
    const anchor = kept.at(-1)
    const added = additions.filter((addition) => !this.#insert(kept, addition))
    if (anchor === undefined) {
      if (removed.size > 0 || added.length > 0) {
        this.#splices.push({ start: open + 1, end: close, text: this.#onlyMembers(open, added) })
      }
      return
    }
    for (const [at, { key, keyStart }] of members.entries()) {
      const next = members[at + 1]
      if (next !== undefined && keyStart < anchor.keyStart && removed.has(key))
        this.#splices.push({ start: keyStart, end: next.keyStart, text: "" })
    }
    const end = members.at(-1)?.valueEnd ?? anchor.valueEnd
    const text = added.map((addition) => this.#nextMember(object, anchor, addition)).join("")
    this.#splices.push({ start: anchor.valueEnd, end, text })
  }

  /** Before the member that it once stood before; false where that is not there. */
  #insert(kept: ReadonlyArray<Member>, { spelled }: Addition): boolean {
    const next = spelled?.next === undefined ? undefined : kept.find(({ key }) => key === spelled.next)
    if (spelled === undefined || next === undefined) return false
    const text = spelled.text + (gapOf(spelled) ?? `,${this.#style.spaceBefore(next)}`)
    this.#splices.push({ start: next.keyStart, end: next.keyStart, text })
    return true
  }

  /** The text of one more member behind `anchor`, comma first. */
  #nextMember({ members }: ObjectText, anchor: Member, addition: Addition): string {
    const known = addition.spelled?.next === undefined ? addition.spelled : undefined
    const was = known && gapOf(known)
    if (known !== undefined && was !== undefined) return was + known.text
    const style = this.#style.of(anchor)
    const space = this.#style.spaceBefore(anchor)
    const gap = space.includes("\n")
      ? space
      : members.length > 1
        ? this.#style.spaceBefore(members.at(-1) ?? anchor)
        : style.comma.slice(1)
    return `,${gap}${memberOf(addition, style, this.#style.indentAt(anchor.keyStart))}`
  }

  /** The inside of an object that has no other members. */
  #onlyMembers(open: number, added: ReadonlyArray<Addition>): string {
    if (added.length === 0) return ""
    const style = this.#style.ofDocument
    if (style.indent === undefined)
      return added.map((addition) => memberOf(addition, style, "")).join(style.comma)
    const base = this.#style.indentAt(open)
    const inner = base + style.indent
    const lines = added.map((addition) => inner + memberOf(addition, style, inner))
    return style.lineEnd + lines.join(`,${style.lineEnd}`) + style.lineEnd + base
  }
}
