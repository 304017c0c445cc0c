/** What a command that writes or asks the registry runs with, beside what reading gives. Loaded when it is needed. */
import { Effect } from "effect"
import { rounds } from "../../reconcile/reconcile.ts"
import type { ReconcileOptions, Repairs } from "../../reconcile/oneRun.ts"
import type { OperationServices } from "../../operations/OperationServices.ts"
import type { Readers } from "../../reconcile/look/snapshot.ts"
import type { PluginRegistry } from "../../services/PluginStore.ts"
import type { CliFailure } from "../run/CliFailure.ts"
import type { Foundation } from "./foundation.ts"
import { reading } from "./reading.ts"
import type { Settings } from "../settings/Settings.ts"
import { withProgress } from "../logs/showProgress.ts"
import { registryLive, writersLive } from "./writersLive.ts"

const withWriters = <A, E, R>(settings: Settings, work: Effect.Effect<A, E, R>) =>
  withProgress(Effect.provide(work, writersLive(settings)))

/** Runs a command that writes, on the installation that the settings name. */
export const writing = <A, E>(
  settings: Settings,
  command: Effect.Effect<A, E, OperationServices>
): Effect.Effect<A, E | CliFailure> => reading(settings, withWriters(settings, command))

/** Runs a command that only looks, and asks the registry. */
export const askingRegistry = <A, E>(
  settings: Settings,
  command: Effect.Effect<A, E, Readers | Foundation | PluginRegistry>
): Effect.Effect<A, E | CliFailure> => reading(settings, withProgress(Effect.provide(command, registryLive)))

/** What `reconcile` does after its first look. */
export const repairing =
  (
    settings: Settings,
    options: ReconcileOptions
  ): Repairs<Effect.Error<ReturnType<typeof rounds>>, Readers | Foundation> =>
  (run, looked) =>
    withWriters(settings, rounds(run, options, looked))
