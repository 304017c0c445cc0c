/** Documents of desired states, through the strict reader and what it means for each sign. */
import { Effect, Result } from "effect"
import { isDeepStrictEqual } from "node:util"
import type { DesiredDocument, DesiredPlugins } from "../../../../src/domain/desired/DesiredDocument.ts"
import { isInShare, rolloutSubject, wantedOf } from "../../../../src/domain/desired/desiredSign.ts"
import { readDesired } from "../../../../src/domain/desired/readDesired.ts"
import { isJsonObject } from "../../../../src/json/JsonValue.ts"
import { desired as grammar, right } from "../grammars/desired.ts"
import { given } from "../harness/given.ts"
import { pieces, textOf } from "../harness/Pieces.ts"
import { promise, returned, type Target } from "../harness/Target.ts"

const SYSTEM = new Set(["display", "schedule"])

/** Signs that are listed, and one that is not. */
const SIGNS = ["bar", "kitchen", "elsewhere"]

const object = (value: unknown): { readonly [key: string]: unknown } => (isJsonObject(value) ? value : {})

const eachOf = (value: unknown, defaults: { readonly [key: string]: unknown }) =>
  Object.fromEntries(
    Object.entries(object(value)).map(([name, one]) => [name, { ...defaults, ...object(one) }])
  )

/** What the text says, with nothing left out that it says, whether the reader knows it or not. */
const asWritten = (text: string): unknown => {
  const parsed = object(JSON.parse(text.replace(/^\ufeff/u, "")))
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

export const desired: Target = {
  name: "desired",
  promises: "a document is accepted with all that it says, or refused as a whole with its line",
  budget: 400,
  make: (random) =>
    random.oneIn(4) ? pieces({ right: right(random) }) : pieces({ document: given(random, grammar) }),
  check: (input) =>
    Effect.gen(function* () {
      const must = input.get("right")
      const bytes = must ?? input.get("document") ?? new Uint8Array()
      const read = yield* returned(() => readDesired(bytes, "https://example.org/signs.json", SYSTEM))
      const text = textOf(bytes)
      if (Result.isFailure(read)) {
        const { line, problem } = read.failure
        yield* promise(must === undefined, "a right document is refused", read.failure.message)
        yield* promise(problem.trim() !== "", "a refusal says nothing")
        return yield* promise(
          line >= 0 && line <= text.split("\n").length,
          "a refusal names no line of the text"
        )
      }
      const document = read.success
      yield* promise(isDeepStrictEqual(asRead(document), asWritten(text)), "a document is accepted by half")
      yield* promise(
        members(text) === members(JSON.stringify(JSON.parse(text.replace(/^\ufeff/u, "")))),
        "a key that stands twice is accepted"
      )
      for (const sign of SIGNS) {
        const wanted = yield* returned(() => wantedOf(document, sign))
        for (const id of wanted.keys()) {
          const isNamed = [
            document.plugins,
            ...document.groups.values(),
            ...[...document.signs.values()].map(({ plugins }) => plugins)
          ].some((plugins) => plugins.has(id))
          yield* promise(
            isNamed && !SYSTEM.has(id),
            "a sign is to have a plugin that the document does not name"
          )
        }
      }
      yield* returned(() =>
        isInShare(document.share, rolloutSubject(JSON.parse(text.replace(/^\ufeff/u, ""))))
      )
    })
}
