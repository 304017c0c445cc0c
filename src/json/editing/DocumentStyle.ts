/** How a JSON document is spaced and broken into lines, so that what is added to it looks like the rest. */
import { firstColon, type Member } from "../objectMembers.ts"
import type { JsonStyle } from "../printJson.ts"

/** LEDMatrix writes its config so. */
const DEFAULT_INDENT = "    "

/**
 * White space that is copied for each new member. No usual style takes more; a text that holds more must not
 * grow by it with every edit.
 */
const INDENT_MAX = 16
const SPACE_MAX = 200
const COLON_MAX = 8

/** Of a text that is known to be a JSON object. */
export class DocumentStyle {
  readonly #json: string
  readonly #lineEnd: string
  readonly #unit: string

  constructor(json: string) {
    this.#json = json
    const newline = json.indexOf("\n")
    this.#lineEnd = json[newline - 1] === "\r" ? "\r\n" : "\n"
    const unit = /^\s*\{[^\S\n]*\r?\n([ \t]+)"/u.exec(json)?.[1]
    this.#unit = unit === undefined || unit.length > INDENT_MAX ? DEFAULT_INDENT : unit
  }

  /** That of the whole: what an object gets that has had no member. */
  get ofDocument(): JsonStyle {
    const trimmed = this.#json.trim()
    const multiLine = trimmed.includes("\n") || /^\{\s*\}/u.test(trimmed)
    return this.#style(multiLine, firstColon(this.#json, this.#json.indexOf("{")) ?? ": ")
  }

  /** That of the object in which a member stands. */
  of(member: Member): JsonStyle {
    const colon = this.#json.slice(member.keyEnd, member.valueStart)
    return this.#style(this.spaceBefore(member).includes("\n"), colon)
  }

  #style(multiLine: boolean, colon: string): JsonStyle {
    const spaced = colon !== ":"
    return {
      indent: multiLine ? this.#unit : undefined,
      lineEnd: this.#lineEnd,
      colon: colon.length > COLON_MAX || /[\r\n]/u.test(colon) ? ": " : colon,
      comma: spaced ? ", " : ","
    }
  }

  /** White space between the comma or brace before a member and its key. */
  spaceBefore({ keyStart }: Member): string {
    let from = keyStart
    while (keyStart - from <= SPACE_MAX && /\s/u.test(this.#json[from - 1] ?? "")) from--
    const space = this.#json.slice(from, keyStart)
    if (space.length <= SPACE_MAX) return space
    return space.includes("\n") ? this.#lineEnd + this.indentAt(keyStart) : " "
  }

  /** Indentation of the line on which the offset lies. */
  indentAt(offset: number): string {
    const lineStart = this.#json.lastIndexOf("\n", offset) + 1
    return /^[ \t]*/u.exec(this.#json.slice(lineStart, lineStart + SPACE_MAX))?.[0] ?? ""
  }
}
