/** Where something stands in the text of a JSON document that is known to be valid, for messages to people. */
import { isJsonObject } from "./JsonValue.ts"
import { itemStart, objectMembers } from "./objectMembers.ts"

/** The line of an offset, counted from 1. */
export const lineAt = (json: string, offset: number): number => {
  let line = 1
  for (let at = json.indexOf("\n"); at >= 0 && at < offset; at = json.indexOf("\n", at + 1)) line++
  return line
}

/** The line of the member or item at `path`; of what is nearest around it where the text has no such member. */
export const lineNumber = (json: string, path: ReadonlyArray<string>): number => {
  let open = json.indexOf("{")
  let at = open
  for (const name of path) {
    if (json[open] === "[") {
      at = open = itemStart(json, open, Number(name))
      continue
    }
    if (json[open] !== "{") break
    const member = objectMembers(json, open).members.findLast(({ key }) => key === name)
    if (member === undefined) break
    at = member.keyStart
    open = member.valueStart
  }
  return lineAt(json, Math.max(at, 0))
}

/** A key that stands twice in one object, at its second place. */
export interface DuplicateKey {
  /** The names that lead to it. */
  readonly path: ReadonlyArray<string>
  readonly offset: number
}

/** The first duplicate key of a text, whose parsed form is `value`; `undefined` where there is none. */
export const duplicateKey = (json: string, value: unknown): DuplicateKey | undefined =>
  membersWritten(json) === membersParsed(value) ? undefined : findDuplicate(json)

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COLON = 0x3a

/** Offset of the quote that closes the string opened at `open`. */
const closing = (json: string, open: number): number => {
  let at = open + 1
  while (json.charCodeAt(at) !== QUOTE) at += json.charCodeAt(at) === BACKSLASH ? 2 : 1
  return at
}

/** Colons outside strings: one for each member. */
const membersWritten = (json: string): number => {
  let count = 0
  for (let at = 0; at < json.length; at++) {
    const unit = json.charCodeAt(at)
    if (unit === QUOTE) at = closing(json, at)
    else if (unit === COLON) count++
  }
  return count
}

const membersParsed = (value: unknown): number => {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + membersParsed(item), 0)
  if (!isJsonObject(value)) return 0
  let count = 0
  for (const key of Object.keys(value)) count += 1 + membersParsed(value[key])
  return count
}

/** Runs only where there is one. One pass; the keys of each open object are remembered, its last being the one it is in. */
const findDuplicate = (json: string): DuplicateKey | undefined => {
  const open: Array<Set<string>> = []
  let last: { readonly start: number; readonly end: number } | undefined
  for (let at = 0; at < json.length; at++) {
    const char = json[at]
    if (char === '"') {
      const end = closing(json, at)
      last = { start: at, end }
      at = end
    } else if (char === "{") open.push(new Set())
    else if (char === "}") open.pop()
    else if (char === ":" && last !== undefined) {
      const key = String(JSON.parse(json.slice(last.start, last.end + 1)))
      const keys = open.at(-1)
      if (keys?.has(key)) {
        const around = open.slice(0, -1).flatMap((names) => [...names].at(-1) ?? [])
        return { path: [...around, key], offset: last.start }
      }
      keys?.add(key)
    }
  }
  return undefined
}
