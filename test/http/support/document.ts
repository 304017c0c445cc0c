/** The API's own description, read as any program would read it: which answers it allows. */
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js"
import { OpenApi } from "effect/http-api"
import { ControllerApi } from "../../../src/http/Api.ts"
import type { Answer, Loose } from "./site.ts"

const document: Loose = JSON.parse(JSON.stringify(OpenApi.fromApi(ControllerApi)))

const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false })
ajv.addSchema(document, "api")

const pointer = (...parts: ReadonlyArray<string | number>): string =>
  parts
    .map((part) => `/${encodeURIComponent(String(part).replaceAll("~", "~0").replaceAll("/", "~1"))}`)
    .join("")

export interface Operation {
  readonly path: string
  readonly method: string
  readonly parameters: ReadonlyArray<{
    readonly name: string
    readonly in: "path" | "query"
    readonly schema: Loose
  }>
  /** Schemas by content type. */
  readonly bodies: { readonly [contentType: string]: Loose }
  readonly responses: { readonly [status: string]: { readonly content?: { readonly [type: string]: Loose } } }
}

export const operations: ReadonlyArray<Operation> = Object.entries<Loose>(document.paths).flatMap(
  ([path, methods]) =>
    Object.entries<Loose>(methods).map(([method, { parameters, requestBody, responses }]) => ({
      path,
      method: method.toUpperCase(),
      parameters,
      bodies: Object.fromEntries(
        Object.entries<Loose>(requestBody?.content ?? {}).map(([type, { schema }]) => [type, schema])
      ),
      responses
    }))
)

const validators = new Map<string, ValidateFunction>()

const validatorOf = ({ method, path }: Operation, status: number, type: string): ValidateFunction => {
  const place = pointer("paths", path, method.toLowerCase(), "responses", status, "content", type, "schema")
  const known = validators.get(place) ?? ajv.compile({ $ref: `api#${place}` })
  validators.set(place, known)
  return known
}

/** What of an answer the document does not allow; nothing where all is as it says. */
export const objection = (operation: Operation, { headers, status, text }: Answer): string | undefined => {
  const response = operation.responses[status]
  if (response === undefined) return `status ${status} is not documented`
  const types = Object.keys(response.content ?? {})
  if (types.length === 0) return text === "" ? undefined : "no body is documented"
  const type = String(headers["content-type"] ?? "")
  const documented = types.find((name) => name === type) ?? types.find((name) => type.startsWith(name))
  if (documented === undefined) return `content type ${type} is none of ${types.join(", ")}`
  if (text === "") return "the body is empty"
  const validate = validatorOf(operation, status, documented)
  const value: unknown = type.includes("json") ? JSON.parse(text) : text
  return validate(value) ? undefined : ajv.errorsText(validate.errors)
}
