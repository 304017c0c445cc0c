/** The two worlds in which one contract has to hold: a real disk, and the disk in memory of `./testing`. */
import { Effect, FileSystem, Layer } from "effect"
import { NodeServices } from "@effect/platform-node"
import { NodeFileReader } from "../../../src/node/NodeFileReader.ts"
import { NodeFileWriter } from "../../../src/node/NodeFileWriter.ts"
import { NodeProcessLock } from "../../../src/node/NodeProcessLock.ts"
import { FileReader, FileWriter } from "../../../src/ports/Files.ts"
import { ProcessLock } from "../../../src/ports/ProcessLock.ts"
import { Installation } from "../../../src/services/installation/Installation.ts"
import { StoreSettings } from "../../../src/services/store/StoreSettings.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { MemoryLock } from "../../../src/testing/MemoryLock.ts"

export type WorldServices = FileReader | FileWriter | ProcessLock | Installation | StoreSettings

export interface World {
  readonly name: string
  /** An installation with these files, paths relative to its root. */
  readonly layer: (files: { readonly [path: string]: string }) => Layer.Layer<WorldServices>
}

const settings = Layer.succeed(StoreSettings, StoreSettings.defaults)

export const onDisk: World = {
  name: "a real disk",
  layer: (files) =>
    Layer.unwrap(
      Effect.gen(function* () {
        const fs = yield* FileSystem.FileSystem
        const root = yield* fs.realPath(yield* fs.makeTempDirectoryScoped({ prefix: "ledmatrix-contract-" }))
        for (const [path, text] of Object.entries(files)) {
          yield* fs.makeDirectory(`${root}/${path}`.replace(/\/[^/]*$/u, ""), { recursive: true })
          yield* fs.writeFileString(`${root}/${path}`, text)
        }
        return Layer.mergeAll(
          NodeFileReader.layer,
          NodeFileWriter.layer,
          NodeProcessLock.layer,
          settings,
          Layer.succeed(Installation, Installation.at(root))
        )
      }).pipe(Effect.orDie)
    ).pipe(Layer.provide(NodeServices.layer))
}

const inMemory: World = {
  name: "a disk in memory",
  layer: (files) =>
    Layer.mergeAll(
      MemoryFiles.layer(
        Object.fromEntries(Object.entries(files).map(([path, text]) => [`/led/${path}`, text]))
      ),
      MemoryLock.layer,
      settings,
      Layer.succeed(Installation, Installation.at("/led"))
    )
}

export const worlds: ReadonlyArray<World> = [onDisk, inMemory]
