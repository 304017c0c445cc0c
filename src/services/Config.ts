/** `config/config.json`: what its owner edits. Reading and writing are two capabilities. */
import { Context, type Effect } from "effect"
import type { ConfigEdit } from "../domain/Action.ts"
import type { ConfigView } from "../domain/ConfigView.ts"
import type { ConfigError } from "../domain/ServiceError.ts"
import type { Reading } from "../domain/Source.ts"

/** Which edits of a batch were carried out; a dropped one's evidence no longer held. */
export interface Applied<Edit> {
  readonly applied: ReadonlyArray<Edit>
  readonly dropped: ReadonlyArray<Edit>
}

export class Config extends Context.Service<
  Config,
  {
    /**
     * The file as it is now, secrets apart. Re-read only when it changed, and a few times when it does not
     * parse, because LEDMatrix truncates and rewrites it in place. A missing file is an error, never empty.
     */
    readonly read: Effect.Effect<Reading<ConfigView>>
    /** Things that do not stop a pass but that a person should hear: an unreadable secrets file. */
    readonly warnings: Effect.Effect<ReadonlyArray<string>>
  }
>()("ledmatrix-reconciler/services/Config") {}

export class ConfigWriter extends Context.Service<
  ConfigWriter,
  {
    /**
     * Applies all edits in one read and one atomic, format-preserving write. Each is checked again on the
     * very content that is replaced; with none left nothing is written.
     */
    readonly apply: (edits: ReadonlyArray<ConfigEdit>) => Effect.Effect<Applied<ConfigEdit>, ConfigError>
  }
>()("ledmatrix-reconciler/services/ConfigWriter") {}
