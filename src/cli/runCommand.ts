/** What each command runs. Only what a timer runs is loaded with the program, the others when they are asked for. */
import { Effect } from "effect"
import type { Answer } from "./Answer.ts"
import type { CliFailure } from "./CliFailure.ts"
import type { CommandName } from "./commandTable.ts"
import * as check from "./commands/check.ts"
import * as reconcile from "./commands/reconcile.ts"
import type { Invocation } from "./Invocation.ts"
import type { Settings } from "./Settings.ts"

/** The controller is none: it has no answer. */
export type OneShotCommand = Exclude<CommandName, "controller">

export type RunCommand = (invocation: Invocation, settings: Settings) => Effect.Effect<Answer, CliFailure>

const loaded =
  (load: () => Promise<{ readonly run: RunCommand }>): RunCommand =>
  (invocation, settings) =>
    Effect.flatMap(Effect.promise(load), ({ run }) => run(invocation, settings))

export const runCommand: { readonly [name in OneShotCommand]: RunCommand } = {
  check: check.run,
  reconcile: reconcile.run,
  explain: loaded(() => import("./commands/explain.ts")),
  installed: loaded(() => import("./commands/installed.ts")),
  install: loaded(() => import("./commands/install.ts")),
  update: loaded(() => import("./commands/update.ts")),
  uninstall: loaded(() => import("./commands/uninstall.ts")),
  enable: loaded(() => import("./commands/enable.ts")),
  disable: loaded(() => import("./commands/enable.ts")),
  history: loaded(() => import("./commands/history.ts")),
  undo: loaded(() => import("./commands/undo.ts")),
  "service-unit": loaded(() => import("./commands/serviceUnit.ts")),
  demo: loaded(() => import("./commands/demo.ts"))
}
