import { Context, Effect, Layer } from "effect"
import type { SwitchError } from "../../domain/errors/LedmatrixError.ts"

/**
 * Sets `enabled` through a plugin manager that keeps it in memory, and that would overwrite the files with it.
 * The plain layer is for an installation without one: it sets nothing, and the files are written.
 */
export class EnabledSwitch extends Context.Service<
  EnabledSwitch,
  {
    /**
     * Sets `enabled` of a plugin, in its entry and its record alike. True once both files say so. False if
     * no program keeps it in memory, or if `stands`, asked right before, says that the evidence is gone:
     * then nothing was done, and the files are the caller's to write. The value is absolute: repeating is safe.
     */
    readonly set: <E, R>(
      plugin: string,
      enabled: boolean,
      stands: Effect.Effect<boolean, E, R>
    ) => Effect.Effect<boolean, SwitchError | E, R>
  }
>()("ledmatrix-reconciler/services/EnabledSwitch") {
  /** No program keeps it in memory. */
  static readonly layer: Layer.Layer<EnabledSwitch> = Layer.succeed(EnabledSwitch, {
    set: () => Effect.succeed(false)
  })
}
