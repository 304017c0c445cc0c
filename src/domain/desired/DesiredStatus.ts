/** How a sign stands to its desired state: the JSON document of `GET /api/v3/desired`, and what `fleet` reads of each sign. */
import { Schema } from "effect"
import type { InconsistencyType } from "../schemas.ts"

const Time = Schema.String
const Revision = Schema.String.check(Schema.isPattern(/^[0-9a-f]{64}$/u, { message: "a revision" }))

/** A word for why a document was not taken. */
const Reason = Schema.String.check(Schema.isPattern(/^[a-z_]{1,40}$/u, { message: "a reason" }))

/** Why a sign is, or is not, as the document wants it; `none` without a document, `waiting` before the first was read. */
export const DesiredPhase = Schema.Literals([
  "none",
  "waiting",
  "applied",
  "pending_share",
  "settling",
  "rejected",
  "unreadable",
  "paused"
])
export type DesiredPhase = typeof DesiredPhase.Type

/** A revision that this sign tried and took back. */
export const RejectedRevision = Schema.Struct({
  revision: Revision,
  rejected_at: Time,
  reasons: Schema.Array(Schema.String)
})
export type RejectedRevision = typeof RejectedRevision.Type

/** One look at how a sign stands to its desired state. */
export const DesiredStatus = Schema.Struct({
  /** The name under which the document knows this sign. */
  sign: Schema.String,
  /** Where the document is, without what may be a key; null without one. */
  document: Schema.NullOr(Schema.String),
  state: DesiredPhase,
  message: Schema.String,
  /** What the sign keeps to now; null before a document was accepted. */
  in_force: Schema.NullOr(
    Schema.Struct({
      revision: Revision,
      serial: Schema.NullOr(Schema.Int),
      accepted_at: Time,
      /** Since when its content is in force, by a clock that cannot jump while the process lives. */
      age_seconds: Schema.Finite,
      /** The time to settle is over, and it was not taken back. */
      settled: Schema.Boolean
    })
  ),
  /** The last document that could be read, also where it was not taken. */
  offered: Schema.NullOr(Schema.Struct({ revision: Revision, serial: Schema.NullOr(Schema.Int) })),
  rejected: Schema.Array(RejectedRevision),
  /** How often a document was not taken, by reason. */
  rejections: Schema.Record(Reason, Schema.Int),
  /** When the document was last read, or said to be unchanged; null before. */
  read_at: Schema.NullOr(Time),
  /** Null where it is not paused; `until` null where it is until it is resumed. */
  paused: Schema.NullOr(Schema.Struct({ until: Schema.NullOr(Time) })),
  /** What the last pass left open; null before the first. */
  findings: Schema.NullOr(Schema.Int),
  /** How many of these are not as the document wants it. */
  not_as_desired: Schema.NullOr(Schema.Int)
})
export type DesiredStatus = typeof DesiredStatus.Type

/** The type of findings against a desired state. */
export const NOT_AS_DESIRED = "plugin_not_as_desired" satisfies InconsistencyType

export const noDesiredStatus: DesiredStatus = {
  sign: "",
  document: null,
  state: "none",
  message: "no desired state is given",
  in_force: null,
  offered: null,
  rejected: [],
  rejections: {},
  read_at: null,
  paused: null,
  findings: null,
  not_as_desired: null
}
