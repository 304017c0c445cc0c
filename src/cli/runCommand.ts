/** Which command an invocation names, with the capabilities that command may have. */
import type { Effect } from "effect"
import type { Answer } from "./Answer.ts"
import type { CliFailure } from "./CliFailure.ts"
import { checkCommand } from "./commands/check.ts"
import { explainCommand } from "./commands/explain.ts"
import { installedCommand } from "./commands/installed.ts"
import { demo } from "./demo/demo.ts"
import { type Invocation, isOn } from "./Invocation.ts"
import { reading } from "./reading.ts"
import type { Settings } from "./Settings.ts"
import { writing } from "./writing.ts"

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
        : writing(settings, { force: isOn(given, "force"), replaceBroken })
    case "explain":
      return reading(settings, explainCommand(settings, argument ?? ""))
    case "installed":
      return reading(settings, installedCommand(settings))
    case "demo":
      return demo(settings, { keep: isOn(given, "keep") })
  }
}
