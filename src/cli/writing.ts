/** Runs a command that writes, on the installation that the settings name. Loaded only for such commands. */
import { Effect, Layer } from "effect"
import { NodeFileReader } from "../node/NodeFileReader.ts"
import type { Writers } from "../reconcile/Reconciler.ts"
import type { Readers } from "../reconcile/look/snapshot.ts"
import type { Checkouts } from "../services/Checkouts.ts"
import type { Installation } from "../services/Installation.ts"
import type { CliFailure } from "./CliFailure.ts"
import { openInstallation } from "./openInstallation.ts"
import { readingServices } from "../services/readingServices.ts"
import { groundLive } from "./ReadLive.ts"
import type { Settings } from "./Settings.ts"
import { withProgress } from "./showProgress.ts"
import { writersLive } from "./WriteLive.ts"

export const writing = <A, E>(
  settings: Settings,
  command: Effect.Effect<A, E, Readers | Writers | Installation | Checkouts>
): Effect.Effect<A, E | CliFailure> =>
  Effect.gen(function* () {
    const installation = yield* Effect.provide(openInstallation(settings.root), NodeFileReader.layer)
    const services = Layer.merge(readingServices, writersLive(settings)).pipe(
      Layer.provide(groundLive(installation, settings))
    )
    return yield* withProgress(Effect.provide(command, services))
  })
