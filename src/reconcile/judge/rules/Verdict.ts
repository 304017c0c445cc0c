/** What one rule says about one plugin. `detect` keeps the findings; `explain` shows all of it. */
import { Data } from "effect"
import type { Finding } from "../../../domain/findings/Finding.ts"

export type Verdict = Data.TaggedEnum<{
  Found: { readonly finding: Finding }
  /** The rule looked, and nothing is wrong; `because` is a sentence for people. */
  Clear: { readonly because: string }
  /** The rule could not look, or must not act, because a source could not be read. */
  Skipped: { readonly because: string }
}>
export const Verdict = Data.taggedEnum<Verdict>()

/** Most verdicts are "nothing wrong" for thousands of plugins: one shared list each costs nothing. */
export const clear = (because: string): ReadonlyArray<Verdict> => [Verdict.Clear({ because })]

export const skipped = (because: string): ReadonlyArray<Verdict> => [Verdict.Skipped({ because })]

export const found = (finding: Finding): Verdict => Verdict.Found({ finding })
