/** `--diff` of `check` and of `reconcile --dry-run`: the lines that would change, after what disagrees. */
import { Effect } from "effect"
import type { Report } from "../../../domain/findings/Report.ts"
import { pendingDiff } from "../../../reconcile/look/pendingDiff.ts"
import type { CommandResult } from "../../run/CommandResult.ts"
import { diffView } from "../../view/look/diffView.ts"

export const withDiff = Effect.fnUntraced(function* (answer: CommandResult & { readonly document: Report }) {
  const diff = yield* pendingDiff()
  return {
    exitCode: answer.exitCode,
    document: { ...answer.document, diff },
    lines: (style) => [...answer.lines(style), "", ...diffView(diff, style)]
  } satisfies CommandResult
})
