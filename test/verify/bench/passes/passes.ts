/** Passes of the live reconciler in this process, and a count of what they write. */
import { Context, Effect, Exit, Layer, Scope } from "effect"
import { NodeHttp } from "../../../../src/node/NodeHttp.ts"
import { Duration } from "effect"
import { NodeFileReader } from "../../../../src/node/NodeFileReader.ts"
import { NodeFileWriter } from "../../../../src/node/NodeFileWriter.ts"
import { NodeGitProgram } from "../../../../src/node/NodeGitProgram.ts"
import { NodeProcessLock } from "../../../../src/node/NodeProcessLock.ts"
import { NodeZipReader } from "../../../../src/node/NodeZipReader.ts"
import { defaultPolicy } from "../../../../src/domain/Policy.ts"
import type { Report } from "../../../../src/domain/findings/Report.ts"
import { FileWriter } from "../../../../src/ports/Files.ts"
import { Reconciler } from "../../../../src/reconcile/Reconciler.ts"
import { Installation } from "../../../../src/services/installation/Installation.ts"
import { RootLock } from "../../../../src/services/installation/RootLock.ts"
import { StoreLive } from "../../../../src/services/store/StoreLive.ts"
import { StoreSettings } from "../../../../src/services/store/StoreSettings.ts"
import { readingServices } from "../../../../src/services/readingServices.ts"
import { Policy } from "../../../../src/services/Policy.ts"
import { writingServices } from "../../../../src/services/writing/writingServices.ts"

export class Written {
  bytes = 0
  /** Calls that change something: what is created, renamed, removed, or given another mode. */
  calls = 0
  /** Renames by the name of the file that was replaced. */
  replaced: Array<string> = []
  clear(): void {
    this.bytes = 0
    this.calls = 0
    this.replaced = []
  }
}

const counting = (written: Written) =>
  Layer.effect(
    FileWriter,
    Effect.map(FileWriter, (live) => {
      const counted =
        <Args extends ReadonlyArray<unknown>, A>(call: (...args: Args) => A) =>
        (...args: Args): A => {
          written.calls += 1
          return call(...args)
        }
      return {
        create: counted((path, options) =>
          Effect.map(live.create(path, options), (handle) => ({
            ...handle,
            write: (bytes) => {
              written.bytes += bytes.byteLength
              return handle.write(bytes)
            }
          }))
        ),
        rename: counted((from, to, over) => {
          written.replaced.push(to)
          return live.rename(from, to, over)
        }),
        makeDirectory: counted(live.makeDirectory),
        removeFile: counted(live.removeFile),
        removeTree: counted(live.removeTree),
        setMode: counted(live.setMode),
        setOwner: counted(live.setOwner),
        hold: live.hold,
        syncTree: live.syncTree,
        syncDirectory: live.syncDirectory
      } satisfies FileWriter["Service"]
    })
  ).pipe(Layer.provide(NodeFileWriter.layer))

export interface Process {
  readonly reconcile: () => Promise<Report>
  readonly check: () => Promise<Report>
  readonly written: Written
  readonly end: () => Promise<void>
}

/** A reconciler with empty caches, as a fresh process has one. */
export const freshProcess = async (root: string): Promise<Process> => {
  const written = new Written()
  const foundation = NodeZipReader.layer.pipe(
    Layer.provideMerge(
      Layer.mergeAll(
        NodeFileReader.layer,
        counting(written),
        NodeProcessLock.layer,
        NodeGitProgram.layer,
        NodeHttp.layer,
        Layer.succeed(Installation, Installation.at(root)),
        Layer.succeed(StoreSettings, { ...StoreSettings.defaults, offline: true })
      )
    )
  )
  const services = Layer.mergeAll(
    readingServices,
    writingServices,
    Layer.succeed(Policy, { ...defaultPolicy, authority: "state" }),
    RootLock.layer({ timeout: Duration.seconds(10) }),
    StoreLive
  ).pipe(Layer.provideMerge(foundation))
  const scope = Scope.makeUnsafe()
  const live = Reconciler.layer.pipe(Layer.provide(services))
  const context = await Effect.runPromise(Layer.buildWithScope(live, scope))
  const reconciler = Context.get(context, Reconciler)
  return {
    reconcile: () => Effect.runPromise(reconciler.reconcile({ force: false, replaceBroken: false })),
    check: () => Effect.runPromise(reconciler.check),
    written,
    end: () => Effect.runPromise(Scope.close(scope, Exit.void))
  }
}
