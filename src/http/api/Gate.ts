/**
 * Errors that every route may respond with: the request is refused before its route is looked for, it does not decode,
 * or the program has a fault. `guard.ts` refuses requests in one place for all routes; this declares these errors, so
 * that the API's description and typed clients know them.
 */
import { HttpApiMiddleware } from "effect/http-api"
import {
  BadRequest,
  Forbidden,
  ServerFault,
  TooLarge,
  Unauthorized,
  Unavailable,
  UnsupportedMediaType
} from "./envelope.ts"
import { problemSchema } from "./problem.ts"

/** Errors that every route below `/api/v3` may respond with. */
export class Gate extends HttpApiMiddleware.Service<Gate>()("ledmatrix-reconciler/http/Gate", {
  error: [BadRequest, Unauthorized, Forbidden, TooLarge, UnsupportedMediaType, ServerFault, Unavailable]
}) {}

/** The same outside `/api/v3`, where errors are problem details. */
export class ProblemGate extends HttpApiMiddleware.Service<ProblemGate>()(
  "ledmatrix-reconciler/http/ProblemGate",
  { error: ([400, 401, 403, 413, 500, 503] as const).map(problemSchema) }
) {}
