/** Every service of a run on a real directory, from Node alone. */
import { type Duration, Effect, Layer } from "effect"
import { defaultPolicy, type PolicyValues } from "../domain/Policy.ts"
import type { NoInstallation } from "../domain/errors/NoInstallation.ts"
import { madeAnew } from "./madeAnew.ts"
import { NodeFileReader } from "../node/NodeFileReader.ts"
import { NodeFileWriter } from "../node/NodeFileWriter.ts"
import { NodeGitProgram } from "../node/NodeGitProgram.ts"
import { NodeHttp } from "../node/NodeHttp.ts"
import { NodeProcessLock } from "../node/NodeProcessLock.ts"
import { NodeZipReader } from "../node/NodeZipReader.ts"
import type { FileReader, FileWriter } from "../ports/Files.ts"
import type { OperationServices } from "../operations/OperationServices.ts"
import { Checkouts } from "../services/disk/checkouts/Checkouts.ts"
import { ledmatrixCaches } from "../node/machine/ledmatrixCaches.ts"
import { CachePlaces, type HostSaid, HostSettings } from "../services/installation/Host.ts"
import { Installation } from "../services/installation/Installation.ts"
import { openInstallation } from "../services/installation/openInstallation.ts"
import { PluginStore } from "../services/PluginStore.ts"
import { Policy } from "../services/Policy.ts"
import { RootLock } from "../services/installation/RootLock.ts"
import { readingServices } from "../services/readingServices.ts"
import { StoreLive } from "../services/store/StoreLive.ts"
import { StoreSettings } from "../services/store/StoreSettings.ts"
import { writingServices } from "../services/writing/writingServices.ts"

/** Where the installation is, and what is to be otherwise than by default. */
export interface LiveOptions {
  /** Directory of the LEDMatrix installation. */
  readonly root: string
  /** The store: another registry, other addresses of GitHub, no network. */
  readonly store?: Partial<typeof StoreSettings.Service>
  /** How long a run waits while another one holds the root lock: 10 seconds by default. */
  readonly lockTimeout?: Duration.Duration
  /** What the operator decides: `defaultPolicy` where it is not given. Whether there is a store is asked of the store. */
  readonly policy?: PolicyValues
  /** What LEDMatrix beside this program is, in place of what its files say. */
  readonly host?: HostSaid
}

/** What `liveServices` gives: all that runs and operations need. */
export type LiveServices = OperationServices | FileReader | FileWriter

/**
 * Every service of a run. Fails with `NoInstallation` where the root is none; then nothing has been created. It
 * changes nothing of the process: no signal handlers, no flags, no environment.
 */
export const liveServices = ({
  host = {},
  lockTimeout = StoreSettings.defaults.lockTimeout,
  policy = defaultPolicy,
  root,
  store = {}
}: LiveOptions): Layer.Layer<LiveServices, NoInstallation> => {
  const files = Layer.mergeAll(NodeFileReader.layer, NodeFileWriter.layer, NodeProcessLock.layer)
  const outside = Layer.mergeAll(NodeZipReader.layer, NodeGitProgram.layer, NodeHttp.layer).pipe(
    Layer.provideMerge(files)
  )
  const foundation = Layer.mergeAll(
    Layer.effect(Installation, openInstallation(root)),
    Layer.succeed(StoreSettings, { ...StoreSettings.defaults, lockTimeout, ...store }),
    Layer.succeed(HostSettings, host),
    Layer.sync(CachePlaces, ledmatrixCaches)
  ).pipe(Layer.provideMerge(outside))
  const decided = Layer.effect(
    Policy,
    Effect.map(PluginStore, ({ available }) => ({
      ...policy,
      storeAvailable: policy.storeAvailable && available
    }))
  )
  return madeAnew(
    Layer.mergeAll(
      decided.pipe(Layer.provideMerge(readingServices)),
      writingServices,
      Checkouts.layer,
      RootLock.layer({ timeout: lockTimeout }),
      StoreLive
    ).pipe(Layer.provideMerge(foundation))
  )
}
