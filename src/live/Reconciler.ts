import { Layer } from "effect"
import type { NoInstallation } from "../domain/errors/NoInstallation.ts"
import { Reconciler as Service } from "../reconcile/Reconciler.ts"
import { type LiveOptions, liveServices, type LiveServices } from "./liveServices.ts"
import { madeAnew } from "./madeAnew.ts"

/**
 * Runs on one installation, and remembers between them what was read, and which plugins are unrecoverable.
 * Keep one for the life of the process.
 */
export class Reconciler extends Service {
  /**
   * The reconciler of a real directory with every service that runs and operations need, from Node alone. Fails with
   * `NoInstallation` where `root` is none.
   */
  static readonly live = (options: LiveOptions): Layer.Layer<Service | LiveServices, NoInstallation> =>
    madeAnew(Service.layer.pipe(Layer.provideMerge(liveServices(options))))
}
