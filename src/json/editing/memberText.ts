/** One member of a document's top level as it is spelled there: what puts it back byte for byte. */
import { Result } from "effect"
import { isJsonObject } from "../JsonValue.ts"
import { objectMembers } from "../objectMembers.ts"
import { parseJsonSpelled } from "../parsing/parseJson.ts"

/** How a member of an object is spelled, and where it stands. */
export interface MemberText {
  /** Key, colon and value. */
  readonly text: string
  /** The key that follows it; absent where it is the last. */
  readonly next?: string
  /** What stands between it and the next, or, where it is the last, the one before: a comma and white space. */
  readonly gap?: string
}

/** Of a text that is known to be a JSON object; `undefined` where the key is not there, or there twice. */
export const memberText = (json: string, key: string): MemberText | undefined => {
  const { members } = objectMembers(json, json.indexOf("{"))
  const found = members.filter((member) => member.key === key)
  const [member] = found
  if (member === undefined || found.length > 1) return undefined
  const at = members.indexOf(member)
  const [before, after] = [members[at - 1], members[at + 1]]
  return {
    text: json.slice(member.keyStart, member.valueEnd),
    ...(after === undefined ? {} : { next: after.key, gap: json.slice(member.valueEnd, after.keyStart) }),
    ...(after === undefined && before !== undefined
      ? { gap: json.slice(before.valueEnd, member.keyStart) }
      : {})
  }
}

/** Where the value begins in a member's own text. */
const memberOf = ({ text }: MemberText) => objectMembers(`{${text}}`, 0).members[0]

/** The text of its value alone. */
export const valueTextOf = (member: MemberText): string | undefined => {
  const found = memberOf(member)
  return found && member.text.slice(found.valueStart - 1, found.valueEnd - 1)
}

/** The same member under another key. */
export const renamedMember = (member: MemberText, to: string): MemberText => {
  const found = memberOf(member)
  return found === undefined
    ? member
    : { ...member, text: JSON.stringify(to) + member.text.slice(found.keyEnd - 1) }
}

/** Of what was kept elsewhere only what can stand between two members. */
export const gapOf = ({ gap }: MemberText): string | undefined =>
  gap !== undefined && /^[ \t\r\n]*,[ \t\r\n]*$/u.test(gap) ? gap : undefined

/** The value that such a text gives `key`; `undefined` where it is no such text. */
export const valueOfMember = (text: string, key: string): unknown => {
  const parsed = Result.getOrUndefined(parseJsonSpelled(`{${text}}`))
  if (!isJsonObject(parsed)) return undefined
  const keys = Object.keys(parsed)
  return keys.length === 1 && keys[0] === key ? parsed[key] : undefined
}
