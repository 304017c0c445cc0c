/** What each command runs. Only what a timer runs is loaded with the program, the others when they are asked for. */
import { Effect } from "effect"
import type { CommandResult } from "../run/CommandResult.ts"
import type { CliFailure } from "../run/CliFailure.ts"
import type { CommandName } from "../arguments/commandTable.ts"
import * as check from "./check.ts"
import * as reconcile from "./reconcile.ts"
import type { Invocation } from "../arguments/Invocation.ts"
import type { Settings } from "../settings/Settings.ts"

/** The controller is none: it has no answer. */
export type OneShotCommand = Exclude<CommandName, "controller">

export type RunCommand = (
  invocation: Invocation,
  settings: Settings
) => Effect.Effect<CommandResult, CliFailure>

const loaded =
  (load: () => Promise<{ readonly run: RunCommand }>): RunCommand =>
  (invocation, settings) =>
    Effect.flatMap(Effect.promise(load), ({ run }) => run(invocation, settings))

export const runCommand: { readonly [name in OneShotCommand]: RunCommand } = {
  check: check.run,
  reconcile: reconcile.run,
  explain: loaded(() => import("./explain.ts")),
  installed: loaded(() => import("./installed.ts")),
  store: loaded(() => import("./store.ts")),
  doctor: loaded(() => import("./doctor.ts")),
  install: loaded(() => import("./install.ts")),
  update: loaded(() => import("./update.ts")),
  uninstall: loaded(() => import("./uninstall.ts")),
  enable: loaded(() => import("./enable.ts")),
  disable: loaded(() => import("./enable.ts")),
  history: loaded(() => import("./history.ts")),
  undo: loaded(() => import("./undo.ts")),
  "service-unit": loaded(() => import("./serviceUnit.ts")),
  fleet: loaded(() => import("./fleet.ts")),
  export: loaded(() => import("./export.ts")),
  apply: loaded(() => import("./apply.ts")),
  desired: loaded(() => import("./desired.ts")),
  demo: loaded(() => import("./demo.ts"))
}
