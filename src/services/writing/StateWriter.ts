import { Clock, Context, Effect, Layer, Option } from "effect"
import { dirname } from "node:path/posix"
import { FILE } from "../../domain/changes/Change.ts"
import type { Edit } from "../../domain/changes/Evidence.ts"
import { StateError } from "../../domain/errors/ServiceError.ts"
import type { StateRecord } from "../../domain/sources/StateRecord.ts"
import { FileReader, FileWriter } from "../../ports/Files.ts"
import type { AppliedEdits } from "../files/editing/applyEdits.ts"
import { fileFailed } from "../files/fileReason.ts"
import { makeOwnDirectory } from "../files/replacing/makeOwnDirectory.ts"
import { JSON_FILE_BYTES_MAX } from "../files/reading/jsonFileReader.ts"
import { replaceFile } from "../files/replacing/replaceFile.ts"
import { Host } from "../installation/Host.ts"
import { Installation } from "../installation/Installation.ts"
import { addsValues, applyStateEdits } from "../state/applyStateEdits.ts"
import { freshState } from "../state/freshState.ts"
import { setFileAside } from "../files/replacing/setFileAside.ts"

/** As LEDMatrix's own directory and file are. */
const DIRECTORY_MODE = 0o2775
const FILE_MODE = 0o664

/**
 * Changes `data/plugin_state.json` so that LEDMatrix can read it. Fails with `StateError`. The caller holds
 * the root lock.
 */
export class StateWriter extends Context.Service<
  StateWriter,
  {
    /**
     * Makes all edits in one atomic write that LEDMatrix can read: its fields only, `config_version` raised by
     * one and `last_updated` set once per changed record. Each is checked again on the very content that is
     * replaced. A file that is not there is made for what is added to it. Drops all of them where LEDMatrix keeps no
     * saved state.
     */
    readonly change: (edits: ReadonlyArray<Edit>) => Effect.Effect<AppliedEdits, StateError>
    /**
     * Sets an unparseable file aside as `plugin_state.json.corrupt-<time>` and writes a new one with
     * `records`. Returns the name under which the old one was kept, relative to the root.
     */
    readonly replaceUnparseable: (records: ReadonlyArray<StateRecord>) => Effect.Effect<string, StateError>
  }
>()("ledmatrix-reconciler/services/StateWriter") {
  static readonly layer: Layer.Layer<StateWriter, never, FileReader | FileWriter | Installation> =
    Layer.effect(
      StateWriter,
      Effect.gen(function* () {
        const files = yield* Effect.context<FileReader | FileWriter>()
        const { stateFile } = yield* Installation
        const host = yield* Host
        const file = {
          path: stateFile,
          shown: FILE.state,
          bytesMax: JSON_FILE_BYTES_MAX,
          createMode: FILE_MODE
        }
        const makeDirectory = makeOwnDirectory(dirname(stateFile), DIRECTORY_MODE).pipe(
          Effect.mapError((fault) => fileFailed(fault, "data"))
        )
        const change = Effect.fn("StateWriter.change")(
          function* (edits: ReadonlyArray<Edit>) {
            const { traits } = yield* host.read
            if (traits.stateRetired) return { made: [], stood: [], dropped: edits }
            const nowMs = yield* Clock.currentTimeMillis
            if (edits.some(addsValues)) yield* makeDirectory
            const edit = (current: Option.Option<Uint8Array>) => applyStateEdits(current, edits, nowMs)
            return (yield* replaceFile({ ...file, edit })).applied
          },
          Effect.mapError((reason) => new StateError({ reason })),
          Effect.provideContext(files)
        )
        const replaceUnparseable = Effect.fn("StateWriter.replaceUnparseable")(
          function* (records: ReadonlyArray<StateRecord>) {
            const nowMs = yield* Clock.currentTimeMillis
            yield* makeDirectory
            const keptAs = yield* setFileAside(stateFile, FILE.state, nowMs)
            const edit = (current: Option.Option<Uint8Array>) =>
              Effect.succeed({ content: freshState(current, records, nowMs) })
            yield* replaceFile({ ...file, edit })
            return keptAs
          },
          Effect.mapError((reason) => new StateError({ reason })),
          Effect.provideContext(files)
        )
        return StateWriter.of({ change, replaceUnparseable })
      })
    ).pipe(Layer.provide(Host.layer))
}
