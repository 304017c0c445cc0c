import { Effect, Layer } from "effect"
import { defaultPolicy, type Policy } from "../domain/Policy.ts"
import type { NoInstallation } from "../domain/errors/NoInstallation.ts"
import { Reconciler as Service } from "../reconcile/Reconciler.ts"
import { PluginStore } from "../services/PluginStore.ts"
import { type LiveOptions, liveServices, type LiveServices } from "./liveServices.ts"

/** `LiveOptions`, and what the operator decides. */
export interface LiveReconcilerOptions extends LiveOptions {
  /** `defaultPolicy` where it is not given. Whether there is a store is asked of the store. */
  readonly policy?: Policy
}

/**
 * Runs on one installation, and remembers between them what was read, and which plugins are unrecoverable.
 * Keep one for the life of the process.
 */
export class Reconciler extends Service {
  /**
   * The reconciler of a real directory with every service that runs and operations need, from Node alone. Fails with
   * `NoInstallation` where `root` is none.
   */
  static readonly live = ({
    policy = defaultPolicy,
    ...options
  }: LiveReconcilerOptions): Layer.Layer<Service | LiveServices, NoInstallation> =>
    Layer.unwrap(
      Effect.gen(function* () {
        const { available } = yield* PluginStore
        return Service.layer({ ...policy, storeAvailable: policy.storeAvailable && available })
      })
    ).pipe(Layer.provideMerge(liveServices(options)))
}
