/** `data/plugin_state.json`: what LEDMatrix's web process saved of its memory. */
import { Clock, Context, Effect, Layer, Option } from "effect"
import { dirname } from "node:path/posix"
import type { StateEdit } from "../domain/changes/Action.ts"
import { StateError } from "../domain/errors/ServiceError.ts"
import { type Reading, readingOf } from "../domain/sources/Source.ts"
import type { StateRecord } from "../domain/sources/StateRecord.ts"
import type { StateView } from "../domain/sources/StateView.ts"
import { FileReader, FileWriter } from "../ports/Files.ts"
import type { ValueEdit } from "../domain/changes/ValueEdit.ts"
import type { Applied } from "./Config.ts"
import { fileFailed } from "./files/fileReason.ts"
import { makeOwnDirectory } from "./files/makeOwnDirectory.ts"
import { DOCUMENT_BYTES_MAX, documentReader } from "./files/readDocument.ts"
import { replaceFile } from "./files/replaceFile.ts"
import { Installation } from "./Installation.ts"
import { applyStateEdits } from "./state/applyStateEdits.ts"
import { changeStateValues } from "./state/changeStateValues.ts"
import { freshState } from "./state/freshState.ts"
import { setAside } from "./files/setAside.ts"
import { EMPTY_STATE, stateView } from "./state/stateView.ts"

const STATE = "data/plugin_state.json"

/** As LEDMatrix's own directory and file are. */
const DIRECTORY_MODE = 0o2775
const FILE_MODE = 0o664

export class StateStore extends Context.Service<
  StateStore,
  {
    /** The records one by one. A missing file, or one without `states`, is empty. */
    readonly read: Effect.Effect<Reading<StateView>>
  }
>()("ledmatrix-reconciler/services/StateStore") {
  static readonly layer: Layer.Layer<StateStore, never, FileReader | Installation> = Layer.effect(
    StateStore,
    Effect.gen(function* () {
      const files = yield* FileReader
      const { stateFile } = yield* Installation
      const read = documentReader(files, {
        path: stateFile,
        shown: STATE,
        wrongShape: "it or its `states` is no object",
        view: stateView,
        whenMissing: EMPTY_STATE
      })
      return StateStore.of({ read: Effect.map(read, (content) => readingOf("state", content)) })
    })
  )
}

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
     * Changes single values below `states` in one atomic write, each changed record touched as above; one
     * that is no longer what it was is dropped. A file that is not there is made for what is added to it.
     */
    readonly change: (edits: ReadonlyArray<ValueEdit>) => Effect.Effect<Applied<ValueEdit>, StateError>
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
        const replaceState = Effect.fnUntraced(function* (
          edit: (current: Uint8Array | undefined) => ReturnType<typeof applyStateEdits>
        ) {
          let outcome: Applied<StateEdit> = { applied: [], dropped: [] }
          yield* replaceFile({
            path: stateFile,
            shown: STATE,
            bytesMax: DOCUMENT_BYTES_MAX,
            createMode: FILE_MODE,
            edit: (current) =>
              Effect.map(edit(Option.getOrUndefined(current)), (edited) => {
                outcome = edited
                return edited.content
              })
          })
          return outcome
        })
        const apply = Effect.fn("StateWriter.apply")(
          function* (edits: ReadonlyArray<StateEdit>) {
            const nowMs = yield* Clock.currentTimeMillis
            return yield* replaceState((current) => applyStateEdits(current, edits, nowMs, STATE))
          },
          Effect.mapError((reason) => new StateError({ reason })),
          Effect.provideContext(files)
        )
        const replaceUnparseable = Effect.fn("StateWriter.replaceUnparseable")(
          function* (records: ReadonlyArray<StateRecord>) {
            const nowMs = yield* Clock.currentTimeMillis
            yield* makeOwnDirectory(dirname(stateFile), DIRECTORY_MODE).pipe(
              Effect.mapError((fault) => fileFailed(fault, "data"))
            )
            const keptAs = yield* setAside(stateFile, STATE, nowMs)
            yield* replaceState((current) => freshState(current, records, nowMs))
            return keptAs
          },
          Effect.mapError((reason) => new StateError({ reason })),
          Effect.provideContext(files)
        )
        const change = Effect.fn("StateWriter.change")(
          function* (edits: ReadonlyArray<ValueEdit>) {
            const nowMs = yield* Clock.currentTimeMillis
            yield* makeOwnDirectory(dirname(stateFile), DIRECTORY_MODE).pipe(
              Effect.mapError((fault) => fileFailed(fault, "data"))
            )
            let outcome: Applied<ValueEdit> = { applied: [], dropped: edits }
            yield* replaceFile({
              path: stateFile,
              shown: STATE,
              bytesMax: DOCUMENT_BYTES_MAX,
              createMode: FILE_MODE,
              edit: (current) =>
                Effect.map(changeStateValues(current, edits, nowMs, STATE), (edited) => {
                  outcome = edited
                  return edited.content
                })
            })
            return outcome
          },
          Effect.mapError((reason) => new StateError({ reason })),
          Effect.provideContext(files)
        )
        return StateWriter.of({ apply, change, replaceUnparseable })
      })
    )
}
