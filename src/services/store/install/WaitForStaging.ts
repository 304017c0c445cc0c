/** How a run waits while a plugin is downloaded and checked. */
import { Context, type Effect, type Scope } from "effect"
import type { StagedPlugin } from "../../../domain/store/StagedPlugin.ts"
import type { StoreError } from "../../../domain/errors/StoreError.ts"

/** The staging of one plugin. */
export type Staging = Effect.Effect<StagedPlugin, StoreError, Scope.Scope>

/**
 * Turns the staging of a plugin into what the run does in its place. By itself a run waits until the plugin is staged;
 * a controller, which has other work to do, waits for a while and lets the download go on.
 */
export const WaitForStaging: Context.Reference<(plugin: string, staging: Staging) => Staging> =
  Context.Reference<(plugin: string, staging: Staging) => Staging>(
    "ledmatrix-reconciler/services/store/WaitForStaging",
    { defaultValue: () => (_plugin, staging) => staging }
  )
