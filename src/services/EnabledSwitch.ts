/**
 * The program that keeps `enabled` in memory, such as a running LEDMatrix. It would overwrite what others write
 * into its files, so it is asked to make the change itself. If no program keeps it, the files are edited.
 */
import { Context, Effect, Layer } from "effect"
import type { SwitchError } from "../domain/errors/LedmatrixError.ts"

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
