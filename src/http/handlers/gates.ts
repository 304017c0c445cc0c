/** Turns a request that does not decode into a 400 that says which field is wrong, and why. */
import { Effect, Layer } from "effect"
import { HttpApiMiddleware } from "effect/http-api"
import { invalidRequest } from "../responses/errors/errorResponse.ts"
import { issuesOf } from "../responses/errors/issues.ts"
import { BadRequest } from "../api/envelope.ts"
import { Gate, ProblemGate } from "../api/Gate.ts"

/** A response that does not encode is a fault of the program, and is handled as every fault is. */
const isResponse = (kind: string): boolean => kind === "Body" || kind === "ResponseHeaders"

const gate = HttpApiMiddleware.layerSchemaErrorTransform(Gate, (error) =>
  Effect.fail(
    isResponse(error.kind)
      ? error
      : new BadRequest(invalidRequest(issuesOf(error.cause, error.kind.toLowerCase())))
  )
)

/** None of these routes takes anything that could be wrong. */
const problemGate = HttpApiMiddleware.layerSchemaErrorTransform(ProblemGate, (error) => Effect.fail(error))

export const gates = Layer.merge(gate, problemGate)
