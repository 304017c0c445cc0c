/** Runs `reconcile` on the installation that the settings name. Loaded only for commands that write. */
import { Effect, Layer } from "effect"
import { NodeFileReader } from "../node/NodeFileReader.ts"
import type { Answer } from "./Answer.ts"
import type { CliFailure } from "./CliFailure.ts"
import { reconcileCommand } from "./commands/reconcile.ts"
import { openInstallation } from "./openInstallation.ts"
import { groundLive, readersLive } from "./ReadLive.ts"
import type { Settings } from "./Settings.ts"
import { withProgress } from "./showProgress.ts"
import { writersLive } from "./WriteLive.ts"

export const writing = Effect.fnUntraced(function* (
  settings: Settings,
  options: { readonly force: boolean; readonly replaceBroken: boolean }
): Effect.fn.Return<Answer, CliFailure> {
  const installation = yield* Effect.provide(openInstallation(settings.root), NodeFileReader.layer)
  const services = Layer.merge(readersLive, writersLive(settings)).pipe(
    Layer.provide(groundLive(installation, settings))
  )
  return yield* withProgress(Effect.provide(reconcileCommand(settings, options), services))
})
