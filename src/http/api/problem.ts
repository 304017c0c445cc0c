/** Problem details (RFC 9457): the errors of what lies outside `/api/v3`. */
import { Schema } from "effect"
import { HttpApiSchema } from "effect/http-api"
import { Issue } from "./envelope.ts"

/** The media type of problem details. */
export const PROBLEM_TYPE = "application/problem+json"

const fields = {
  type: Schema.Literal("about:blank"),
  title: Schema.String,
  status: Schema.Int,
  detail: Schema.String,
  errors: Schema.optionalKey(Schema.Array(Issue))
}

/** Problem details of any status; `errors` where a request does not decode. */
export const Problem = Schema.Struct(fields)
export type Problem = typeof Problem.Type

const NAMES = {
  400: "BadRequestProblem",
  401: "UnauthorizedProblem",
  403: "ForbiddenProblem",
  413: "TooLargeProblem",
  500: "ServerFaultProblem",
  503: "UnavailableProblem"
} as const

/** The problem of one status. */
export const problemSchema = (status: keyof typeof NAMES) =>
  Problem.annotate({ identifier: NAMES[status] }).pipe(
    HttpApiSchema.status(status),
    HttpApiSchema.asJson({ contentType: PROBLEM_TYPE })
  )
