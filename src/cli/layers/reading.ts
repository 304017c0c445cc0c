/** Runs a command that only looks, on the installation that the settings name. */
import { Effect, Layer } from "effect"
import { NodeFileReader } from "../../node/NodeFileReader.ts"
import type { Readers } from "../../reconcile/look/snapshot.ts"
import type { CliFailure } from "../run/CliFailure.ts"
import { policyLive } from "./policyLive.ts"
import { installationAt } from "./installationAt.ts"
import { readingServices } from "../../services/readingServices.ts"
import { type Foundation, foundationLive } from "./foundation.ts"
import type { Settings } from "../settings/Settings.ts"

export const reading = <A, E>(
  settings: Settings,
  command: Effect.Effect<A, E, Readers | Foundation>
): Effect.Effect<A, E | CliFailure> =>
  installationAt(settings.root).pipe(
    Effect.provide(NodeFileReader.layer),
    Effect.flatMap((installation) =>
      Effect.provide(
        command,
        policyLive(settings).pipe(
          Layer.provideMerge(readingServices),
          Layer.provideMerge(foundationLive(installation, settings))
        )
      )
    )
  )
