/**
 * Whoever keeps `enabled` in memory, and would overwrite what others write into its files: it has to be told
 * to change it. Where there is nobody, the files are all there is.
 */
import { Context, Effect, Layer } from "effect"
import type { SwitchError } from "../domain/errors/LedmatrixError.ts"

export class EnabledSwitch extends Context.Service<
  EnabledSwitch,
  {
    /**
     * Sets `enabled` of a plugin, in its entry and its record alike. True once both files say so. False where
     * nobody keeps it in memory, or `stands`, asked right before, says that what the wish rests on is gone:
     * then nothing was done, and the files are the caller's to write. The value is absolute: repeating is safe.
     */
    readonly set: <E, R>(
      plugin: string,
      enabled: boolean,
      stands: Effect.Effect<boolean, E, R>
    ) => Effect.Effect<boolean, SwitchError | E, R>
  }
>()("ledmatrix-reconciler/services/EnabledSwitch") {
  /** Nobody keeps it in memory. */
  static readonly layer: Layer.Layer<EnabledSwitch> = Layer.succeed(EnabledSwitch, {
    set: () => Effect.succeed(false)
  })
}
