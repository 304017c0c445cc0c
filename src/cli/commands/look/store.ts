/** `store`: what the store offers, all of it or what is looked for. */
import { Effect } from "effect"
import { offered } from "../../../reconcile/look/offered.ts"
import { operationFailure } from "../change/operationFailure.ts"
import type { CommandHandler } from "../commandHandlers.ts"
import { askingRegistry } from "../../layers/writing.ts"
import { storeView } from "../../view/look/storeView.ts"

export const run: CommandHandler = ({ argument }, settings) => {
  const words = argument?.split(/\s+/u).filter((word) => word !== "") ?? []
  return askingRegistry(settings, Effect.mapError(offered(words), operationFailure)).pipe(
    Effect.map((list) => ({
      exitCode: list.source_errors.length > 0 ? 1 : 0,
      document: list,
      lines: (style) => storeView(list, words, style)
    }))
  )
}
