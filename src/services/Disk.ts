/** The plugins directory. */
import { Context, Effect, Layer, Result } from "effect"
import type { DiskView, SetAsideCopy } from "../domain/DiskView.ts"
import type { StoreError } from "../domain/StoreError.ts"
import type { Reading } from "../domain/Source.ts"
import { FileReader, FileWriter } from "../ports/Files.ts"
import { pluginsPlace } from "./disk/pluginsPlace.ts"
import { putBack } from "./disk/putBack.ts"
import { pluginScanner } from "./disk/scanPlugins.ts"
import { Installation } from "./Installation.ts"

export class Disk extends Context.Service<
  Disk,
  {
    /**
     * What lies in the directory that `setting` names: `plugin_system.plugins_directory` as it stands in
     * config, `undefined` for the default. A warm scan stats every manifest and re-reads only those whose
     * signature changed; when nothing changed it returns the very same view. Broken manifests are re-read a
     * few times first.
     */
    readonly scan: (setting: unknown) => Effect.Effect<Reading<DiskView>>
  }
>()("ledmatrix-reconciler/services/Disk") {
  static readonly layer: Layer.Layer<Disk, never, FileReader | Installation> = Layer.effect(
    Disk,
    Effect.gen(function* () {
      const services = yield* Effect.context<FileReader | Installation>()
      const scanner = pluginScanner(yield* FileReader)
      const scan = Effect.fn("Disk.scan")(function* (setting: unknown) {
        const place = yield* Effect.provideContext(pluginsPlace(setting), services)
        return Result.isFailure(place) ? Result.fail(place.failure) : yield* scanner(place.success)
      })
      return Disk.of({ scan })
    })
  )
}

export class DiskWriter extends Context.Service<
  DiskWriter,
  {
    /**
     * Renames a set-aside copy back to `<id>`. Fails with `OperationInProgress` where the copy or its place
     * changed in the last ten minutes, and with `NameTaken` where the place is not free.
     */
    readonly putBack: (view: DiskView, copy: SetAsideCopy) => Effect.Effect<void, StoreError>
  }
>()("ledmatrix-reconciler/services/DiskWriter") {
  static readonly layer: Layer.Layer<DiskWriter, never, FileReader | FileWriter> = Layer.effect(
    DiskWriter,
    Effect.map(Effect.context<FileReader | FileWriter>(), (files) =>
      DiskWriter.of({ putBack: (view, copy) => Effect.provideContext(putBack(view, copy), files) })
    )
  )
}
