/** `data/plugin_state.json`: what LEDMatrix's web process saved of its memory. */
import { Context, type Effect } from "effect"
import type { StateEdit } from "../domain/Action.ts"
import type { StateError } from "../domain/ServiceError.ts"
import type { Reading } from "../domain/Source.ts"
import type { StateRecord } from "../domain/StateRecord.ts"
import type { StateView } from "../domain/StateView.ts"
import type { Applied } from "./Config.ts"

export class StateStore extends Context.Service<
  StateStore,
  {
    /** The records one by one. A missing file, or one without `states`, is empty. */
    readonly read: Effect.Effect<Reading<StateView>>
  }
>()("ledmatrix-reconciler/services/StateStore") {}

export class StateWriter extends Context.Service<
  StateWriter,
  {
    /**
     * Applies all edits in one atomic write that LEDMatrix can read: its fields only, `config_version`
     * raised by one and `last_updated` set once per changed record. An edit whose record is no longer the
     * one it was planned for is dropped.
     */
    readonly apply: (edits: ReadonlyArray<StateEdit>) => Effect.Effect<Applied<StateEdit>, StateError>
    /**
     * Sets an unparseable file aside as `plugin_state.json.corrupt-<time>` and writes a new one with
     * `records`. Returns the name under which the old one was kept, relative to the root.
     */
    readonly replaceUnparseable: (records: ReadonlyArray<StateRecord>) => Effect.Effect<string, StateError>
  }
>()("ledmatrix-reconciler/services/StateWriter") {}
