/** Which command an invocation names, with the capabilities that command may have. */
import { Effect } from "effect"
import type { Answer } from "./Answer.ts"
import { cliFailure, type CliFailure } from "./CliFailure.ts"
import { checkCommand } from "./commands/check.ts"
import { explainCommand } from "./commands/explain.ts"
import { historyCommand, undoCommand } from "./commands/history.ts"
import { installedCommand } from "./commands/installed.ts"
import { enableCommand, installCommand, uninstallCommand, updateCommand } from "./commands/operations.ts"
import { outdatedCommand } from "./commands/outdated.ts"
import { reconcileCommand } from "./commands/reconcile.ts"
import { serviceUnitCommand } from "./commands/serviceUnit.ts"
import { demo } from "./demo/demo.ts"
import { type Invocation, isOn } from "./Invocation.ts"
import { reading } from "./reading.ts"
import type { Settings } from "./Settings.ts"
import type { Running } from "./unit/controllerCommand.ts"
import { writing } from "./writing.ts"

/** The launcher of the package names itself, by the path that it was called by. */
const runningProgram = (): Running => ({
  launcher: process.env["LEDMATRIX_RECONCILER_LAUNCHER"],
  node: process.execPath,
  program: process.argv[1] ?? ""
})

export const runCommand = (
  { argument, command, given }: Invocation,
  settings: Settings
): Effect.Effect<Answer, CliFailure> => {
  const replaceBroken = isOn(given, "replace-broken")
  switch (command) {
    case "check":
      return reading(settings, checkCommand(settings, { replaceBroken }))
    case "reconcile":
      return isOn(given, "dry-run")
        ? reading(settings, checkCommand(settings, { replaceBroken }))
        : writing(settings, reconcileCommand(settings, { force: isOn(given, "force"), replaceBroken }))
    case "explain":
      return reading(settings, explainCommand(settings, argument ?? ""))
    case "installed":
      return isOn(given, "outdated")
        ? writing(settings, outdatedCommand(settings))
        : reading(settings, installedCommand(settings))
    case "install":
      return writing(settings, installCommand(settings, argument ?? ""))
    case "update":
      return writing(settings, updateCommand(settings, argument, isOn(given, "all")))
    case "uninstall":
      return writing(
        settings,
        uninstallCommand(settings, argument ?? "", { preserveConfig: isOn(given, "preserve-config") })
      )
    case "enable":
    case "disable":
      return writing(settings, enableCommand(settings, argument ?? "", command === "enable"))
    case "history":
      return writing(settings, historyCommand)
    case "undo":
      return writing(settings, undoCommand(settings, argument))
    case "controller":
      return Effect.fail(cliFailure("usage", "the controller is a program of its own"))
    case "service-unit":
      return reading(settings, serviceUnitCommand(given, process.env, runningProgram()))
    case "demo":
      return demo(settings, { keep: isOn(given, "keep") })
  }
}
