import { Effect } from "effect"
import type { Answer } from "./Answer.ts"
import type { Settings } from "./Settings.ts"
import { cliFailure, type CliFailure } from "./CliFailure.ts"
export const writing = (
  _s: Settings,
  _o: { readonly force: boolean; readonly replaceBroken: boolean }
): Effect.Effect<Answer, CliFailure> => Effect.fail(cliFailure("stub", "not yet"))
