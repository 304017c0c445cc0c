/** How much room a file system has left. */
import { Context, Effect } from "effect"
import type { FreeSpace } from "../domain/surroundings/Surroundings.ts"

/** The room that is left where a path lies; null where that cannot be told. */
export const FreeSpaceAt: Context.Reference<(path: string) => Effect.Effect<FreeSpace | null>> =
  Context.Reference<(path: string) => Effect.Effect<FreeSpace | null>>(
    "ledmatrix-reconciler/ports/FreeSpaceAt",
    { defaultValue: () => () => Effect.succeed(null) }
  )
