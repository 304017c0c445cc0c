/** Documents of desired states, through the strict reader and what it means for each sign. */
import { Effect, Option, Result } from "effect"
import { isUtf8 } from "node:buffer"
import { isDeepStrictEqual } from "node:util"
import type { DesiredDocument, DesiredPlugins } from "../../../../../src/domain/desired/DesiredDocument.ts"
import type { DesiredRefused } from "../../../../../src/domain/desired/DesiredRefused.ts"
import { wantedOf } from "../../../../../src/domain/desired/desiredSign.ts"
import { readDesired } from "../../../../../src/domain/desired/readDesired.ts"
import { isJsonObject } from "../../../../../src/json/JsonValue.ts"
import { parseJsonSpelled } from "../../../../../src/json/parsing/parseJson.ts"
import {
  judgeDocument,
  type DocumentContext,
  wantedBy
} from "../../../../../src/services/desired/judgeDocument.ts"
import { desired as grammar, right } from "../../grammars/desired.ts"
import { large, planted } from "../../grammars/desiredMistakes.ts"
import { corpus } from "../../harness/inputs/corpus.ts"
import { given } from "../../harness/inputs/given.ts"
import { bytesOf, type Pieces, pieces, textIn, textOf } from "../../harness/inputs/Pieces.ts"
import type { Random } from "../../harness/inputs/Random.ts"
import { promise, returned, type Target } from "../../harness/Target.ts"

/** More of a document is not read. */
const LIMIT = 1_048_576

const DOCUMENT = "https://example.org/signs.json"

const SYSTEM = new Set(["display", "schedule"])

/** Signs that are listed, and one that is not. */
const SIGNS = ["bar", "kitchen", "__proto__", "elsewhere"]

const object = (value: unknown): { readonly [key: string]: unknown } => (isJsonObject(value) ? value : {})

const eachOf = (value: unknown, defaults: { readonly [key: string]: unknown }) =>
  Object.fromEntries(
    Object.entries(object(value)).map(([name, one]) => [name, { ...defaults, ...object(one) }])
  )

/** With numbers as they are spelled. */
const parsedOf = (text: string): unknown =>
  Result.getOrUndefined(parseJsonSpelled(text.replace(/^\ufeff/u, "")))

/** What the text says, with nothing left out that it says, whether the reader knows it or not. */
const asWritten = (text: string): unknown => {
  const parsed = object(parsedOf(text))
  return {
    others: "keep",
    serial: undefined,
    plugins: {},
    ...parsed,
    groups: eachOf(parsed["groups"], { plugins: {} }),
    signs: eachOf(parsed["signs"], { groups: [], plugins: {} }),
    rollout: { share: 1, ...object(parsed["rollout"]) }
  }
}

const fieldsOf = (plugins: DesiredPlugins) => Object.fromEntries(plugins)

const asRead = ({ groups, others, plugins, serial, share, signs }: DesiredDocument): unknown => ({
  others,
  serial,
  plugins: fieldsOf(plugins),
  schema: "ledmatrix-desired/1",
  groups: Object.fromEntries([...groups].map(([name, inside]) => [name, { plugins: fieldsOf(inside) }])),
  signs: Object.fromEntries(
    [...signs].map(([name, part]) => [name, { groups: part.groups, plugins: fieldsOf(part.plugins) }])
  ),
  rollout: { share }
})

/** How many members a text has; that of a key that stands twice has more than what it is parsed to. */
const members = (text: string): number => text.replaceAll(/"(?:[^"\\]|\\.)*"/gu, "").split(":").length

/** How a sign reads it that has no secrets and asks for no signature. */
const readingOf = (sign: string): DocumentContext => ({
  document: DOCUMENT,
  remote: false,
  key: undefined,
  sign,
  systemKeys: SYSTEM
})

/** One that the bytes choose. */
const oneOfSigns = (bytes: Uint8Array): string => SIGNS[bytes.length % SIGNS.length] ?? "elsewhere"

const judged = (bytes: Uint8Array, sign: string) =>
  returned(() => judgeDocument({ bytes, signature: undefined }, readingOf(sign), null))

/** Refused with the place where it is wrong, and each sign refuses it with the same words. */
const refusedAsAWhole = Effect.fnUntraced(function* (
  bytes: Uint8Array,
  { field, line, message, problem }: DesiredRefused
) {
  const text = textOf(bytes)
  yield* promise(problem.trim() !== "", "a refusal says nothing")
  yield* promise(line >= 0 && line <= text.split("\n").length, "a refusal names no line of the text")
  if (isJsonObject(parsedOf(text)) && isUtf8(bytes) && bytes.length < LIMIT)
    yield* promise(line > 0 && field !== "", "a refusal names no field", message)
  const sign = oneOfSigns(bytes)
  const answer = yield* judged(bytes, sign)
  yield* promise(Result.isFailure(answer), "a sign takes what the reader refuses", sign)
  if (Result.isFailure(answer))
    yield* promise(answer.failure.message === message, "a sign refuses it in other words", sign)
})

/** Nothing that the text says was passed over, and it says the same when it is written again. */
const acceptedAsAWhole = Effect.fnUntraced(function* (text: string, document: DesiredDocument) {
  yield* promise(isDeepStrictEqual(asRead(document), asWritten(text)), "a document is accepted by half")
  yield* promise(
    members(text) === members(JSON.stringify(parsedOf(text))),
    "a key that stands twice is accepted"
  )
  const again = yield* returned(() =>
    readDesired(bytesOf(JSON.stringify(asRead(document))), DOCUMENT, SYSTEM)
  )
  yield* promise(
    isDeepStrictEqual(Result.getOrUndefined(again), document),
    "what was read and written again is read otherwise"
  )
})

/** A sign keeps of it what the document wants of it, and nothing else. */
const keptBySign = Effect.fnUntraced(function* (bytes: Uint8Array, document: DesiredDocument) {
  const named = new Set(
    [document, ...document.signs.values()]
      .flatMap(({ plugins }) => [...plugins.keys()])
      .concat([...document.groups.values()].flatMap((plugins) => [...plugins.keys()]))
  )
  const sign = oneOfSigns(bytes)
  const wanted = yield* returned(() => wantedOf(document, sign))
  yield* promise(
    [...wanted.keys()].every((id) => named.has(id) && !SYSTEM.has(id)),
    "a sign is to have a plugin that the document does not name"
  )
  const answer = yield* judged(bytes, sign)
  yield* promise(Result.isSuccess(answer), "a sign refuses what the reader takes", sign)
  if (Result.isFailure(answer)) return
  const kept = yield* returned(() =>
    Option.getOrUndefined(wantedBy({ ...answer.success, accepted_at: "" }, readingOf(sign)))
  )
  yield* promise(
    isDeepStrictEqual(kept?.plugins, wanted) && kept?.others === document.others,
    "a sign keeps something else than the document wants of it",
    sign
  )
})

/** A mistake is named where it is, with what would be right. */
const named = Effect.fnUntraced(function* (refusal: DesiredRefused | undefined, where: string) {
  const { field, line, rather } = object(yield* returned((): unknown => JSON.parse(where)))
  yield* promise(refusal !== undefined, "a mistake is accepted", where)
  if (refusal === undefined) return
  yield* promise(
    refusal.field === field && refusal.line === line,
    "a mistake is found elsewhere",
    `${where}: ${refusal.message}`
  )
  yield* promise(
    refusal.problem.includes(String(rather)),
    "what would be right is not said",
    `${where}: ${refusal.message}`
  )
})

const make = (random: Random): Pieces => {
  switch (random.int(8)) {
    case 0:
      return pieces({ right: right(random) })
    case 1: {
      const { text, ...where } = planted(random)
      return pieces({ document: text, where: JSON.stringify(where) })
    }
    case 2:
      return pieces({ document: random.oneIn(24) ? large(random, right(random)) : right(random) })
    default:
      return pieces({ document: given(random, grammar, corpus.desired) })
  }
}

export const desired: Target = {
  name: "desired",
  promises: "a document is accepted with all that it says, or refused as a whole with its line and field",
  budget: 400,
  make,
  check: (input) =>
    Effect.gen(function* () {
      const must = input.get("right")
      const bytes = must ?? input.get("document") ?? new Uint8Array()
      const read = yield* returned(() => readDesired(bytes, DOCUMENT, SYSTEM))
      const refusal = Result.isFailure(read) ? read.failure : undefined
      yield* promise(must === undefined || refusal === undefined, "a right document is refused")
      if (input.has("where")) yield* named(refusal, textIn(input, "where"))
      if (Result.isFailure(read)) return yield* refusedAsAWhole(bytes, read.failure)
      yield* acceptedAsAWhole(textOf(bytes), read.success)
      yield* keptBySign(bytes, read.success)
    })
}
