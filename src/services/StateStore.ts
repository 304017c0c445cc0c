import { Context, Effect, Layer, Option } from "effect"
import { FILE } from "../domain/changes/Change.ts"
import { type Reading, readingOf } from "../domain/sources/Source.ts"
import type { StateView } from "../domain/sources/StateView.ts"
import { FileReader } from "../ports/Files.ts"
import { jsonFileReader } from "./files/reading/jsonFileReader.ts"
import { Host } from "./installation/Host.ts"
import { Installation } from "./installation/Installation.ts"
import { EMPTY_STATE, stateView } from "./state/stateView.ts"

/** Reads `data/plugin_state.json`, what LEDMatrix's web process saved of its memory: the source `state`. */
export class StateStore extends Context.Service<
  StateStore,
  {
    /**
     * The records one by one. A missing file, or one without `states`, is empty. None where LEDMatrix keeps no saved
     * state any more: the file is then not read.
     */
    readonly read: Effect.Effect<Option.Option<Reading<StateView>>>
    /** That a file lies there which LEDMatrix does not read any more. */
    readonly warnings: Effect.Effect<ReadonlyArray<string>>
  }
>()("ledmatrix-reconciler/services/StateStore") {
  static readonly layer: Layer.Layer<StateStore, never, FileReader | Installation> = Layer.effect(
    StateStore,
    Effect.gen(function* () {
      const files = yield* FileReader
      const { stateFile } = yield* Installation
      const read = jsonFileReader(files, {
        path: stateFile,
        shown: FILE.state,
        wrongShape: "it or its `states` is no object",
        replaced: "sets it aside and makes a new one",
        view: stateView,
        whenMissing: EMPTY_STATE
      })
      const host = yield* Host
      return StateStore.of({
        read: Effect.flatMap(host.read, ({ traits }) =>
          traits.stateRetired
            ? Effect.succeedNone
            : Effect.asSome(Effect.map(read, (content) => readingOf("state", content)))
        ),
        warnings: Effect.gen(function* () {
          const { traits, version } = yield* host.read
          if (!traits.stateRetired) return []
          const there = yield* Effect.orElseSucceed(files.lstat(stateFile), Option.none)
          return Option.isNone(there)
            ? []
            : [
                `${FILE.state}: LEDMatrix ${version ?? ""} does not read this file any more; it may be deleted`
              ]
        })
      })
    })
  ).pipe(Layer.provide(Host.layer))
}
