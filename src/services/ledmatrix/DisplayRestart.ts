import { Context, type Effect } from "effect"
import type { LedmatrixFailed } from "../../domain/errors/LedmatrixError.ts"

/**
 * Has LEDMatrix restart its display, so that it runs what was installed since. Only a person asks for it. `undefined` where
 * no LEDMatrix is named that could.
 */
export const DisplayRestart: Context.Reference<Effect.Effect<void, LedmatrixFailed> | undefined> =
  Context.Reference<Effect.Effect<void, LedmatrixFailed> | undefined>(
    "ledmatrix-reconciler/services/DisplayRestart",
    { defaultValue: () => undefined }
  )
