/** What came of a request. Failures are values: the page shows them, it does not fall over them. */

export interface ReplyProblem {
  /**
   * `unreachable`: no reply came; `token`: the controller wants a token; `refused`: the request was
   * understood and not done.
   */
  readonly kind: "unreachable" | "token" | "refused"
  readonly code: string
  readonly message: string
  readonly hint?: string
}

export type Reply<A> =
  | { readonly ok: true; readonly value: A; readonly message: string }
  | { readonly ok: false; readonly problem: ReplyProblem }

export const failed = (problem: ReplyProblem): { readonly ok: false; readonly problem: ReplyProblem } => ({
  ok: false,
  problem
})
