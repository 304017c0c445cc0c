/**
 * What any route may answer beside its own: requests that are refused before they are looked at, that do not
 * decode, and faults. The refusals are made in one place for all routes (`guard.ts`); this declares them, so
 * that the document and typed clients know them, and tells what is wrong with a request.
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
import { problemOf } from "./problem.ts"

export class Gate extends HttpApiMiddleware.Service<Gate>()("ledmatrix-reconciler/http/Gate", {
  error: [BadRequest, Unauthorized, Forbidden, TooLarge, UnsupportedMediaType, ServerFault, Unavailable]
}) {}

/** The same outside `/api/v3`, where errors are problem details. */
export class ProblemGate extends HttpApiMiddleware.Service<ProblemGate>()(
  "ledmatrix-reconciler/http/ProblemGate",
  { error: ([400, 401, 403, 413, 500, 503] as const).map(problemOf) }
) {}
