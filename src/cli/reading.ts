/** Runs a command that only looks, on the installation that the settings name. */
import { Effect, Layer } from "effect"
import { NodeFileReader } from "../node/NodeFileReader.ts"
import type { Readers } from "../reconcile/look/snapshot.ts"
import type { CliFailure } from "./CliFailure.ts"
import { openInstallation } from "./openInstallation.ts"
import { readingServices } from "../services/readingServices.ts"
import { type Ground, groundLive } from "./ReadLive.ts"
import type { Settings } from "./Settings.ts"

export const reading = <A, E>(
  settings: Settings,
  command: Effect.Effect<A, E, Readers | Ground>
): Effect.Effect<A, E | CliFailure> =>
  openInstallation(settings.root).pipe(
    Effect.provide(NodeFileReader.layer),
    Effect.flatMap((installation) =>
      Effect.provide(command, Layer.provideMerge(readingServices, groundLive(installation, settings)))
    )
  )
