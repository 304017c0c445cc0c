/** A part of the model that the controller is asked for: not there yet, there, or failed. A failure keeps the last value. */
import * as Equal from "effect/Equal"
import type { Reply } from "../api/Reply.ts"

export type Loadable<A> =
  | { readonly tag: "waiting" }
  | { readonly tag: "ready"; readonly value: A }
  | { readonly tag: "failed"; readonly problem: string; readonly code: string; readonly value: A | undefined }

export const waiting: { readonly tag: "waiting" } = { tag: "waiting" }

export const valueOf = <A>(loadable: Loadable<A>): A | undefined =>
  loadable.tag === "waiting" ? undefined : loadable.value

/** The same value once more is no change, so that nothing is drawn anew for it. */
export const loaded = <A>(before: Loadable<A>, answer: Reply<A>): Loadable<A> => {
  if (!answer.ok)
    return {
      tag: "failed",
      problem: answer.problem.message,
      code: answer.problem.code,
      value: valueOf(before)
    }
  const known = before.tag === "ready" ? before.value : undefined
  return known !== undefined && Equal.equals(known, answer.value)
    ? before
    : { tag: "ready", value: answer.value }
}
