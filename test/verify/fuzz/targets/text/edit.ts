/** `editJson`: what is meant to change changes, nothing else does by a byte, and the result is a document. */
import { Effect, Result } from "effect"
import { valueAt } from "../../../../../src/json/valueAt.ts"
import { editJson } from "../../../../../src/json/editing/editJson.ts"
import { JsonEdit } from "../../../../../src/json/editing/JsonEdit.ts"
import { isJsonObject, type JsonValue } from "../../../../../src/json/JsonValue.ts"
import { objectMembers } from "../../../../../src/json/objectMembers.ts"
import { parseJson } from "../../../../../src/json/parsing/parseJson.ts"
import { config, state } from "../../grammars/documents.ts"
import { anyOf, constant, junk, list, type Make, object, string } from "../../grammars/json.ts"
import { id } from "../../grammars/words.ts"
import { corpus } from "../../harness/inputs/corpus.ts"
import { given } from "../../harness/inputs/given.ts"
import { bytesOf, pieces, sizeOf, textIn } from "../../harness/inputs/Pieces.ts"
import { promise, returned, type Target } from "../../harness/Target.ts"

const key = anyOf(id, constant("enabled"), constant("states"), constant("display"))

/** Paths as long as a journal could name them. */
const path: Make = (random) =>
  random.oneIn(40)
    ? `[${Array.from({ length: random.pick([400, 600, 20_000] as const) }, () => '"a"').join(",")}]`
    : list(string(key), 3)(random)

const edits = list(
  object({ path, value: junk, remove: anyOf(constant("true"), constant("false"), constant("false")) }),
  4
)

/** What the deepest nesting that is allowed takes in spaces, once for each edit. */
const INDENTATION_MAX = 4 * 1024 * 1024

/** What is no edit is left out, so that a shrunken input means something. */
const editsIn = (text: string): ReadonlyArray<JsonEdit> => {
  const parsed = Result.getOrUndefined(parseJson(text))
  const all: ReadonlyArray<unknown> = Array.isArray(parsed) ? parsed : []
  return all.flatMap((one): ReadonlyArray<JsonEdit> => {
    if (!isJsonObject(one) || !Array.isArray(one["path"])) return []
    const at = one["path"].map(String)
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- parsed JSON
    const value = (one["value"] ?? null) as JsonValue
    return [one["remove"] === true ? JsonEdit.Remove({ path: at }) : JsonEdit.Set({ path: at, value })]
  })
}

/** Whether a later edit touches what an earlier one has put there, or what lies above it. */
const isOverwritten = (edit: JsonEdit, later: ReadonlyArray<JsonEdit>): boolean =>
  later.some((other) => {
    const length = Math.min(other.path.length, edit.path.length)
    return other.path.slice(0, length).every((name, at) => name === edit.path[at])
  })

const topMembers = (text: string): ReadonlyMap<string, string> => {
  const { members } = objectMembers(text, text.indexOf("{"))
  return new Map(members.map((member) => [member.key, text.slice(member.keyStart, member.valueEnd)]))
}

export const edit: Target = {
  name: "edit",
  promises:
    "an edit changes the values that it names and no other byte; its result is a document with them in it",
  budget: 400,
  make: (random) =>
    pieces({
      text: given(random, anyOf(config, state, object({ a: junk, clock: junk, b: junk })), corpus.config),
      edits: edits(random)
    }),
  check: (input) =>
    Effect.gen(function* () {
      const text = textIn(input, "text")
      const wanted = editsIn(textIn(input, "edits"))
      const edited = yield* returned(() => editJson(text, wanted))
      if (Result.isFailure(edited)) {
        return yield* promise(edited.failure.message.length < 4000, "a refusal is longer than anybody reads")
      }
      const result = edited.success
      if (wanted.length === 0) return yield* promise(result === text, "nothing to do changes something")
      const parsed = yield* returned(() => parseJson(result))
      if (Result.isFailure(parsed))
        return yield* promise(false, "the result is no document", parsed.failure.message)
      const after = parsed.success
      if (!isJsonObject(after)) return yield* promise(false, "the result is no object")
      for (const [at, one] of wanted.entries()) {
        if (isOverwritten(one, wanted.slice(at + 1))) continue
        const value = valueAt(after, one.path)
        const holds =
          one._tag === "Remove" ? value === undefined : JSON.stringify(value) === JSON.stringify(one.value)
        yield* promise(
          holds,
          "what was to be changed is not as wanted",
          JSON.stringify(one.path).slice(0, 200)
        )
      }
      const touched = new Set(wanted.map((one) => one.path[0]))
      const [old, now] = [topMembers(text), topMembers(result)]
      for (const [name, member] of old) {
        if (!touched.has(name))
          yield* promise(
            now.get(name) === member,
            "what was not to be changed is another",
            name.slice(0, 200)
          )
      }
      const room = INDENTATION_MAX * wanted.length + 4 * sizeOf(input)
      return yield* promise(
        bytesOf(result).byteLength <= room,
        "the result is far larger than text and edits",
        `${result.length}`
      )
    })
}
