/** An error as a response: LEDMatrix's envelope under `/api`, problem details elsewhere. Never empty. */
import { HttpServerResponse } from "effect/http"
import { STATUS_CODES } from "node:http"
import { type Complaint, complaint, type ErrorCode, type Issue } from "../../api/envelope.ts"
import { PROBLEM_TYPE, type Problem } from "../../api/problem.ts"

type Headers = { readonly [name: string]: string }

/** `url` is that of the request. LEDMatrix says which `path` it was where nothing is at it. */
export const errorResponse = (
  url: string,
  status: number,
  said: Complaint & { readonly path?: string },
  headers: Headers = {}
): HttpServerResponse.HttpServerResponse => {
  if (/^\/api(?:[/?]|$)/u.test(url))
    return HttpServerResponse.jsonUnsafe({ status: "error", ...said }, { status, headers })
  const problem: Problem = {
    type: "about:blank",
    title: STATUS_CODES[status] ?? "Error",
    status,
    detail: said.message
  }
  return HttpServerResponse.jsonUnsafe(problem, { status, headers, contentType: PROBLEM_TYPE })
}

/** An error that needs no more than its code and a sentence. */
export const refusal = (
  url: string,
  status: number,
  code: ErrorCode,
  message: string,
  headers?: Headers
): HttpServerResponse.HttpServerResponse => errorResponse(url, status, complaint(code, message), headers)

/** LEDMatrix has a code of its own for a bad `uninstall`: the second. */
export type InvalidCode = "VALIDATION_ERROR" | "INVALID_INPUT"

/** What is wrong with a request, in a sentence and for programs. */
export const invalidRequest = (
  issues: ReadonlyArray<Issue>,
  code: InvalidCode = "VALIDATION_ERROR"
): Complaint => {
  const sentences = issues.map(({ message, path }) =>
    path.length === 0 ? message : `${path.join(".")}: ${message}`
  )
  return complaint(code, sentences.join("; "), {
    context: { errors: issues.map(({ message, path }) => ({ path: [...path], message })) }
  })
}
