/** The settings of a controller, and the services that it needs. */
import { Duration } from "effect"
import type { FileReader } from "../ports/Files.ts"
import type { FileWatcher } from "../ports/FileWatcher.ts"
import type { OperationServices } from "../operations/OperationServices.ts"
import type { Reconciler } from "../reconcile/Reconciler.ts"
import type { Suspensions } from "../services/ownFiles/Suspensions.ts"

/** How a controller works. `Controller.defaults` has all but `version`. */
export interface ControllerOptions {
  /** Of the program, for people. */
  readonly version: string
  /** How long files have to be quiet before they are looked at. */
  readonly debounce: Duration.Duration
  /** How often everything is looked at unasked, give or take a tenth. */
  readonly resync: Duration.Duration
  /** Between attempts to repair what failed: the first pause, doubled each time up to the second. */
  readonly backOff: { readonly base: Duration.Duration; readonly cap: Duration.Duration }
}

/** Apart from the controller itself, for modules that only show them. */
export const controllerDefaults: Omit<ControllerOptions, "version"> = {
  debounce: Duration.millis(250),
  resync: Duration.minutes(5),
  backOff: { base: Duration.seconds(5), cap: Duration.minutes(15) }
}

/** Everything that may be asked to be done to one plugin. */
export type PluginOperation =
  | { readonly type: "install" | "update" | "enable" | "disable"; readonly plugin: string }
  | { readonly type: "uninstall"; readonly plugin: string; readonly preserveConfig: boolean }

/** What a controller needs: the services of a run, those of its operations, and a watcher. */
export type ControllerServices = Reconciler | OperationServices | Suspensions | FileWatcher | FileReader
