/** What a page of signs shows of each: less than the sign said, and nothing of how it is asked. */
import { Schema } from "effect"
import { type AskedSign, isAsDesired } from "./Sign.ts"

/** The document of one sign in `GET /api/v3/signs`. */
export const SignTile = Schema.Struct({
  name: Schema.String,
  /** Where its own dashboard is. */
  address: Schema.String,
  /** `unknown` where it does not answer as a controller does, else the `state` of its desired state. */
  state: Schema.String,
  /** False of what is unknown. */
  as_desired: Schema.Boolean,
  message: Schema.String,
  revision: Schema.NullOr(Schema.String),
  /** What its last pass left open. */
  findings: Schema.NullOr(Schema.Int),
  /** When it last answered this controller. */
  last_seen: Schema.NullOr(Schema.String)
})
export type SignTile = typeof SignTile.Type

/** Both are null without a list; `problem` says why the list cannot be read. */
export const SignTiles = Schema.Struct({
  signs: Schema.NullOr(Schema.Array(SignTile)),
  problem: Schema.NullOr(Schema.String)
})
export type SignTiles = typeof SignTiles.Type

export const tileOf = (sign: AskedSign): SignTile => {
  const { address, answer, last_seen, name } = sign
  const known = answer._tag === "Answered" ? answer.status : undefined
  return {
    name,
    address,
    state: known?.state ?? "unknown",
    as_desired: isAsDesired(sign),
    message: answer._tag === "Answered" ? answer.status.message : answer.problem,
    revision: known?.in_force?.revision ?? null,
    findings: known?.findings ?? null,
    last_seen
  }
}
