import { Layer } from "effect"
import { Controller as Service } from "../controller/Controller.ts"
import type { ControllerOptions } from "../controller/ControllerOptions.ts"
import type { NoInstallation } from "../domain/errors/NoInstallation.ts"
import { NodeFileWatcher } from "../node/NodeFileWatcher.ts"
import { Suspensions } from "../services/ownFiles/Suspensions.ts"
import type { LiveOptions, LiveServices } from "./liveServices.ts"
import { madeAnew } from "./madeAnew.ts"
import { Reconciler } from "./Reconciler.ts"
import type { Reconciler as ReconcilerService } from "../reconcile/Reconciler.ts"

/** `LiveOptions`, and how the controller works where it is to be otherwise than by default. */
export interface LiveControllerOptions extends LiveOptions, Partial<Omit<ControllerOptions, "version">> {
  /** Of your program, for people. */
  readonly version: string
}

/** Watches one installation and keeps it right. It begins when its layer is built, and ends with its scope. */
export class Controller extends Service {
  /**
   * The controller of a real directory with every service under it, from Node alone. Fails with `NoInstallation` where
   * `root` is none.
   */
  static readonly live = (
    options: LiveControllerOptions
  ): Layer.Layer<Service | ReconcilerService | LiveServices, NoInstallation> =>
    madeAnew(
      Service.layer({ ...Service.defaults, ...options }).pipe(
        Layer.provide(Layer.merge(Suspensions.layer, NodeFileWatcher.layer)),
        Layer.provideMerge(Reconciler.live(options))
      )
    )
}
