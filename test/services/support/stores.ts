/** The two stores in which one contract has to hold: archives on a disk, and the table of `./testing`. */
import { Effect, Layer } from "effect"
import type { FileReader } from "../../../src/ports/Files.ts"
import { Installation } from "../../../src/services/installation/Installation.ts"
import type { PluginInstaller, PluginRegistry } from "../../../src/services/PluginStore.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { MEMORY_ROOT } from "../../../src/testing/MemoryInstallation.ts"
import { MemoryStore } from "../../../src/testing/MemoryStore.ts"
import { memory, NO_NETWORK, storeWith } from "./storeOnMemory.ts"
import { pluginFiles, zip } from "../../support/zip.ts"

/** Manifest id by registry id, all of version 1.0.0. */
export interface Stock {
  readonly [registryId: string]: string
}

export interface StoreWorld {
  readonly name: string
  readonly layer: (
    stock: Stock,
    files?: { readonly [path: string]: string }
  ) => Layer.Layer<PluginRegistry | PluginInstaller | MemoryFiles | FileReader>
}

const onArchives: StoreWorld = {
  name: "archives",
  layer: (stock, files = {}) => {
    const plugins = Object.keys(stock).map((id) => ({
      id,
      latest_version: "1.0.0",
      download_url_template: `${id}.zip`
    }))
    const archives = Effect.forEach(Object.entries(stock), ([id, manifestId]) =>
      MemoryFiles.use((disk) => disk.put(`${MEMORY_ROOT}/store/${id}.zip`, zip(pluginFiles(manifestId))))
    )
    return Layer.merge(storeWith(NO_NETWORK), Layer.effectDiscard(archives)).pipe(
      Layer.provideMerge(memory({ "store/plugins.json": JSON.stringify({ plugins }), ...files }))
    )
  }
}

const onTable: StoreWorld = {
  name: "a table",
  layer: (stock, files = {}) =>
    MemoryStore.layer(
      Object.fromEntries(
        Object.entries(stock).map(([id, manifestId]) => [id, { manifestId, version: "1.0.0" }])
      )
    ).pipe(
      Layer.provideMerge(
        Layer.merge(memory(files), Layer.succeed(Installation, Installation.at(MEMORY_ROOT)))
      )
    )
}

export const storeWorlds: ReadonlyArray<StoreWorld> = [onArchives, onTable]
