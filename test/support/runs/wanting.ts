/** A desired state for a run in memory, out of a document as a person writes it. */
import { Effect, Layer, Option, Result } from "effect"
import type { DesiredSign } from "../../../src/domain/desired/DesiredDocument.ts"
import { SYSTEM_KEYS } from "../../../src/domain/host/systemKeys.ts"
import { DesiredState } from "../../../src/services/desired/DesiredState.ts"
import { judgeDocument, wantedBy } from "../../../src/services/desired/judgeDocument.ts"
import { type Described, installationWith } from "../reconciling.ts"

/** What the document wants of one sign; `left` by default. */
export const desiredBy = (fields: object, sign = "left"): DesiredSign => {
  const reading = { document: "signs.json", remote: false, key: undefined, sign, systemKeys: SYSTEM_KEYS }
  const bytes = new TextEncoder().encode(JSON.stringify({ schema: "ledmatrix-desired/1", ...fields }))
  const offered = Result.getOrThrow(judgeDocument({ bytes, signature: undefined }, reading, null))
  return Option.getOrThrow(wantedBy({ ...offered, accepted_at: "" }, reading))
}

/** An installation whose sign has a desired state. */
export const wanting = (fields: object, described: Described, sign?: string) =>
  installationWith(
    described,
    Layer.succeed(DesiredState, { current: Effect.succeed(desiredBy(fields, sign)) })
  )
