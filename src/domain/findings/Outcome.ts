import { Data, Schema } from "effect"

/** Why an automatic fix did not work. Only a transient one is tried again by a later run. */
export const Failure = Schema.Struct({
  kind: Schema.Literals(["transient", "permanent"]),
  code: Schema.String,
  message: Schema.String
})
export type Failure = typeof Failure.Type

/** What became of a finding. Every finding of a report has exactly one. */
export type Outcome = Data.TaggedEnum<{
  /** `check`: a run would fix it. */
  Planned: {}
  Fixed: {}
  Failed: { readonly error: Failure }
  /** A person has to decide. */
  Manual: {}
  /** Worth knowing, nothing to do. */
  Informational: {}
}>
export const Outcome = Data.taggedEnum<Outcome>()
