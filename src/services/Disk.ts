/** The plugins directory. */
import { Context, type Effect } from "effect"
import type { DiskView, SetAsideCopy } from "../domain/DiskView.ts"
import type { StoreError } from "../domain/StoreError.ts"
import type { Reading } from "../domain/Source.ts"

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
>()("ledmatrix-reconciler/services/Disk") {}

export class DiskWriter extends Context.Service<
  DiskWriter,
  {
    /**
     * Renames a set-aside copy back to `<id>`. Fails with `OperationInProgress` where the copy or its place
     * changed in the last ten minutes, and with `NameTaken` where the place is not free.
     */
    readonly putBack: (view: DiskView, copy: SetAsideCopy) => Effect.Effect<void, StoreError>
  }
>()("ledmatrix-reconciler/services/DiskWriter") {}
