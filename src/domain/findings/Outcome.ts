import { Data } from "effect"
import type { LocalFilesFate } from "../plugin/LocalFiles.ts"
import type { Failure } from "../schemas.ts"

export type { Failure }

/** What became of a finding. Every finding of a report has exactly one. */
export type Outcome = Data.TaggedEnum<{
  /** `check`: a run would fix it. */
  Planned: {}
  Fixed: {}
  /** Fixed by replacing a plugin's directory. */
  Replaced: { readonly localFiles: LocalFilesFate }
  Failed: { readonly error: Failure }
  /** A person has to decide. */
  Manual: {}
  /** Worth knowing, nothing to do. */
  Informational: {}
}>
export const Outcome = Data.taggedEnum<Outcome>()
