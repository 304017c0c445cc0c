/** A request that a route cannot decode, told to whoever sent it: which field, and what is wrong with it. */
import { Effect, Layer } from "effect"
import { HttpApiMiddleware } from "effect/http-api"
import { invalid } from "../responses/errorResponse.ts"
import { issuesOf } from "../responses/issues.ts"
import { BadRequest } from "../api/envelope.ts"
import { Gate, ProblemGate } from "../api/Gate.ts"

/** An answer that does not encode is a fault of ours, and ends where all faults end. */
const isResponse = (kind: string): boolean => kind === "Body" || kind === "ResponseHeaders"

const gate = HttpApiMiddleware.layerSchemaErrorTransform(Gate, (error) =>
  Effect.fail(
    isResponse(error.kind) ? error : new BadRequest(invalid(issuesOf(error.cause, error.kind.toLowerCase())))
  )
)

/** None of these routes takes anything that could be wrong. */
const problemGate = HttpApiMiddleware.layerSchemaErrorTransform(ProblemGate, (error) => Effect.fail(error))

export const gates = Layer.merge(gate, problemGate)
