/**
 * Reads a document of many signs a portion of them at a time: all at once they would take a hundred times the room of its
 * text. It takes no document that `readDesired` refuses; what is not plain is left to that, which says why.
 */
import { Result } from "effect"
import { isJsonObject, type JsonObject } from "../../json/JsonValue.ts"
import { membersFrom, objectMembers } from "../../json/objectMembers.ts"
import { parseJsonSpelled, withoutByteOrderMark } from "../../json/parsing/parseJson.ts"
import { duplicateKey } from "../../json/position.ts"
import { DESIRED_LIMITS, type DesiredDocument, type DesiredPart } from "./DesiredDocument.ts"
import { documentReader, nameFault } from "./documentReader.ts"
import { pluginsReader } from "./pluginsReader.ts"
import { signReader } from "./signReader.ts"

/** Bytes of a document that are read at once without further ado, and of a portion. */
const SMALL = 65_536
const PORTION = 4096

/** What is seen of a document on the way. */
export interface PortionObserver {
  /** The document without its signs, then without anything but some of them. */
  readonly part: (part: DesiredDocument) => void
  /** The next piece of what decides which signs take it first. */
  readonly subject: (piece: string) => void
}

export interface OwnPart {
  /** With no sign but the one it was read for. */
  readonly document: DesiredDocument
  /** The same as it was parsed. */
  readonly parsed: { readonly [key: string]: unknown }
}

/** What is parsed is an object, with no key twice in it; or nothing. */
const plain = (json: string): JsonObject | undefined => {
  const parsed = Result.getOrUndefined(parseJsonSpelled(json))
  return isJsonObject(parsed) && duplicateKey(json, parsed) === undefined ? parsed : undefined
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })

const SPACE = /^[ \t\n\r]*$/u
const COMMA = /^[ \t\n\r]*,[ \t\n\r]*$/u
/** A name and its colon, as JSON has them. */
const NAME = /^"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"[ \t\n\r]*:[ \t\n\r]*$/u

interface Portion {
  readonly names: ReadonlyArray<string>
  readonly parts: ReadonlyArray<unknown>
}

/**
 * The members of the object at `open`, some at a time; nothing where it is none. Their names are keys of no object: that
 * would be given a hidden class for each of them, which outlives it.
 */
function* portionsOf(json: string, open: number, end: number): Generator<Portion | undefined, void> {
  const members = membersFrom(json, open)
  let [names, texts, length, to]: [Array<string>, Array<string>, number, number] = [[], [], 0, open + 1]
  const portion = (): Portion | undefined => {
    // As deep as they are in the document.
    const text = `[[${texts.join(",")}]]`
    const parsed = Result.getOrUndefined(parseJsonSpelled(text))
    const parts: unknown = Array.isArray(parsed) ? parsed[0] : undefined
    const isGood = Array.isArray(parts) && parts.length === names.length
    return isGood && duplicateKey(text, parsed) === undefined ? { names, parts } : undefined
  }
  for (let next = members.next(); next.done !== true; next = members.next()) {
    const { key, keyStart, valueEnd, valueStart } = next.value
    const before = (to === open + 1 ? SPACE : COMMA).test(json.slice(to, keyStart))
    if (!before || !NAME.test(json.slice(keyStart, valueStart))) {
      yield undefined
      return
    }
    names.push(key)
    texts.push(json.slice(valueStart, valueEnd))
    length += valueEnd - keyStart
    to = valueEnd
    if (length < PORTION) continue
    yield portion()
    names = []
    texts = []
    length = 0
  }
  if (!SPACE.test(json.slice(to, end - 1))) yield undefined
  else if (names.length > 0) yield portion()
}

/** A name as a number that two names hardly ever share. */
const numberOf = (name: string): number => {
  let [high, low] = [0x811c9dc5, 0x9747b28c]
  for (let at = 0; at < name.length; at++) {
    const unit = name.charCodeAt(at)
    high = Math.imul(high ^ unit, 0x01000193)
    low = Math.imul(low ^ unit, 0x5bd1e995) ^ (low >>> 15)
  }
  return (high >>> 0) * 0x200000 + ((low >>> 0) & 0x1fffff)
}

/** Objects put such keys first, in their order. */
const INDEX = /^(?:0|[1-9]\d*)$/u

const read = (
  json: string,
  systemKeys: ReadonlySet<string>,
  sign: string,
  sight: PortionObserver
): OwnPart | undefined => {
  const signs = objectMembers(json, json.indexOf("{")).members.find(({ key }) => key === "signs")
  if (signs === undefined || !signs.isObject) return undefined
  const top = plain(`${json.slice(0, signs.valueStart)}{}${json.slice(signs.valueEnd)}`)
  const rest = Result.getOrUndefined(documentReader(systemKeys)(top, []))
  if (top === undefined || rest === undefined) return undefined
  sight.part(rest)
  const reader = signReader(pluginsReader(systemKeys), rest.groups)
  const ids = new Set([rest.plugins, ...rest.groups.values()].flatMap((some) => [...some.keys()]))
  const numbers = new Float64Array(DESIRED_LIMITS.signs)
  let count = 0
  let own: OwnPart = { document: rest, parsed: top }

  const seen = ({ names: some, parts }: Portion): boolean => {
    if (count + some.length > numbers.length) return false
    const signs = new Map<string, DesiredPart>()
    const spelled: Array<string> = []
    const before = count === 0 ? "" : ","
    for (const [at, name] of some.entries()) {
      const part = nameFault(name) === undefined ? Result.getOrUndefined(reader(parts[at], [])) : undefined
      if (part === undefined || INDEX.test(name)) return false
      numbers[count++] = numberOf(name)
      for (const id of part.plugins.keys()) ids.add(id)
      signs.set(name, part)
      spelled.push(`${JSON.stringify(name)}:${JSON.stringify(parts[at])}`)
      if (name === sign) {
        const document = { ...rest, signs: new Map([[sign, part]]) }
        own = { document, parsed: { ...top, signs: Object.fromEntries([[sign, parts[at]]]) } }
      }
    }
    sight.subject(before + spelled.join(","))
    sight.part({ ...rest, plugins: new Map(), groups: new Map(), signs })
    return ids.size <= DESIRED_LIMITS.plugins
  }

  let before = "{"
  for (const [key, value] of Object.entries(top)) {
    if (key === "rollout" || key === "serial") continue
    sight.subject(`${before}${JSON.stringify(key)}:`)
    before = ","
    if (key !== "signs") sight.subject(JSON.stringify(value))
    else {
      sight.subject("{")
      for (const portion of portionsOf(json, signs.valueStart, signs.valueEnd))
        if (portion === undefined || !seen(portion)) return undefined
      sight.subject("}")
    }
  }
  sight.subject("}")
  const sorted = numbers.subarray(0, count).toSorted()
  return sorted.some((number, at) => number === sorted[at + 1]) ? undefined : own
}

/** `undefined` where the document is small, or is not plainly good. What was seen of it until then does not count. */
export const readPortions = (
  bytes: Uint8Array,
  systemKeys: ReadonlySet<string>,
  sign: string,
  sight: PortionObserver
): OwnPart | undefined =>
  bytes.length <= SMALL || bytes.length > DESIRED_LIMITS.bytes
    ? undefined
    : Result.getOrUndefined(
        Result.try(() => read(withoutByteOrderMark(decoder.decode(bytes)), systemKeys, sign, sight))
      )
