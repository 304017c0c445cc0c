/** Runs a command that only looks, on the installation that the settings name. */
import { Effect, Layer } from "effect"
import { NodeFileReader } from "../node/NodeFileReader.ts"
import type { Readers } from "../reconcile/snapshot.ts"
import type { CliFailure } from "./CliFailure.ts"
import { openInstallation } from "./openInstallation.ts"
import { type Ground, groundLive, readersLive } from "./ReadLive.ts"
import type { Settings } from "./Settings.ts"

export const reading = <A, E>(
  settings: Settings,
  command: Effect.Effect<A, E, Readers | Ground>
): Effect.Effect<A, E | CliFailure> =>
  openInstallation(settings.root).pipe(
    Effect.provide(NodeFileReader.layer),
    Effect.flatMap((installation) =>
      Effect.provide(command, Layer.provideMerge(readersLive, groundLive(installation, settings)))
    )
  )
