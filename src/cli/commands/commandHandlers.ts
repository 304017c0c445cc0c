/** What each command runs. Only what a timer runs is loaded with the program, the others when they are asked for. */
import { Effect } from "effect"
import type { CommandResult } from "../run/CommandResult.ts"
import type { CliFailure } from "../run/CliFailure.ts"
import type { CommandName } from "../arguments/commandTable.ts"
import * as check from "./look/check.ts"
import * as reconcile from "./change/reconcile.ts"
import type { Invocation } from "../arguments/Invocation.ts"
import type { Settings } from "../settings/Settings.ts"

/** The controller is none: it has no answer. */
export type OneShotCommand = Exclude<CommandName, "controller">

export type CommandHandler = (
  invocation: Invocation,
  settings: Settings
) => Effect.Effect<CommandResult, CliFailure>

const loaded =
  (load: () => Promise<{ readonly run: CommandHandler }>): CommandHandler =>
  (invocation, settings) =>
    Effect.flatMap(Effect.promise(load), ({ run }) => run(invocation, settings))

export const commandHandlers: { readonly [name in OneShotCommand]: CommandHandler } = {
  check: check.run,
  reconcile: reconcile.run,
  explain: loaded(() => import("./look/explain.ts")),
  installed: loaded(() => import("./look/installed.ts")),
  store: loaded(() => import("./look/store.ts")),
  doctor: loaded(() => import("./look/doctor.ts")),
  install: loaded(() => import("./change/install.ts")),
  update: loaded(() => import("./change/update.ts")),
  uninstall: loaded(() => import("./change/uninstall.ts")),
  enable: loaded(() => import("./change/enable.ts")),
  disable: loaded(() => import("./change/enable.ts")),
  resolve: loaded(() => import("./change/resolve.ts")),
  history: loaded(() => import("./look/history.ts")),
  undo: loaded(() => import("./change/undo.ts")),
  "service-unit": loaded(() => import("./unit/serviceUnit.ts")),
  fleet: loaded(() => import("./desired/fleet.ts")),
  export: loaded(() => import("./desired/export.ts")),
  apply: loaded(() => import("./desired/apply.ts")),
  desired: loaded(() => import("./desired/desired.ts")),
  demo: loaded(() => import("./demo/demo.ts"))
}
