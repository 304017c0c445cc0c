/** Reads the body of a request. Where LEDMatrix takes forms and queries besides JSON, so does this. */
import { Effect, Result, Schema } from "effect"
import { isJsonObject } from "../json/JsonValue.ts"
import { parseJson, withoutByteOrderMark } from "../json/parsing/parseJson.ts"
import { invalidRequest, type InvalidCode } from "./responses/errors/errorResponse.ts"
import { issuesOf } from "./responses/errors/issues.ts"
import { BadRequest, complaint, UnsupportedMediaType } from "./api/envelope.ts"
import type { Request } from "./messages.ts"

type Query = { readonly [name: string]: string | undefined }

/** Says all errors at once. Unknown fields are ignored, as LEDMatrix does: a page sends every field of its form. */
const OPTIONS = { errors: "all" } as const

const utf8 = new TextDecoder("utf-8", { fatal: true })

const badBody = (message: string): BadRequest => new BadRequest(invalidRequest([{ path: ["body"], message }]))

const typeOf = ({ headers }: Request): string =>
  (headers["content-type"] ?? "application/json").split(";", 1)[0]?.trim().toLowerCase() ?? ""

/** The gate has read it, and refused one that is too large. */
const textOf = (request: Request): Effect.Effect<string, BadRequest> =>
  Effect.flatMap(Effect.orDie(request.arrayBuffer), (bytes) =>
    Effect.fromResult(
      Result.mapError(
        Result.try(() => utf8.decode(bytes)),
        () => badBody("it is no UTF-8")
      )
    )
  )

const decoded = <A, I>(
  schema: Schema.Codec<A, I>,
  value: unknown,
  code?: InvalidCode
): Effect.Effect<A, BadRequest> =>
  Effect.mapError(
    Schema.decodeUnknownEffect(schema)(value, OPTIONS),
    (error) => new BadRequest(invalidRequest(issuesOf(error, "body"), code))
  )

const jsonOf = (text: string): Effect.Effect<unknown, BadRequest> =>
  Effect.fromResult(
    Result.mapError(parseJson(withoutByteOrderMark(text)), ({ explanation }) =>
      badBody(`it is no JSON: ${explanation}`)
    )
  )

/** A JSON body that is an object of this shape. No body at all is an object without fields. */
export const jsonBody = <A, I>(schema: Schema.Codec<A, I>, code?: InvalidCode) =>
  Effect.fnUntraced(function* (request: Request) {
    const text = yield* textOf(request)
    const type = typeOf(request)
    if (text !== "" && !isJsonType(type)) return yield* unsupported(type, "application/json")
    return yield* decoded(schema, text.trim() === "" ? {} : yield* jsonOf(text), code)
  })

/** As LEDMatrix takes it: a body that is no JSON object counts as an object without fields. */
export const tolerantBody = <A, I>(schema: Schema.Codec<A, I>) =>
  Effect.fnUntraced(function* (request: Request) {
    const parsed = Result.getOrUndefined(parseJson(withoutByteOrderMark(yield* textOf(request))))
    return yield* decoded(schema, isJsonObject(parsed) ? parsed : {})
  })

/** JSON; else a form, and what it does not say, the query. */
export const bodyOrQuery = <A, I, B, J>(json: Schema.Codec<A, I>, form: Schema.Codec<B, J>) =>
  Effect.fnUntraced(function* (request: Request, query: Query) {
    const text = yield* textOf(request)
    const type = typeOf(request)
    if (text !== "" && isJsonType(type)) return yield* decoded(json, yield* jsonOf(text))
    if (text !== "" && type !== FORM) return yield* unsupported(type, `application/json and ${FORM}`)
    return yield* decoded(form, { ...query, ...formOf(text) })
  })

/** Of a field that is sent twice, as a page does for a box and its hidden twin, the first counts. */
const formOf = (text: string): Query => Object.fromEntries([...new URLSearchParams(text)].toReversed())

const FORM = "application/x-www-form-urlencoded"

const isJsonType = (type: string): boolean => type === "application/json" || type.endsWith("+json")

const unsupported = (type: string, taken: string): UnsupportedMediaType =>
  new UnsupportedMediaType(
    complaint("UNSUPPORTED_MEDIA_TYPE", `content-type: ${type.slice(0, 100)} is not taken, but ${taken}`, {
      context: { errors: [{ path: ["content-type"], message: `${taken} is taken` }] }
    })
  )
