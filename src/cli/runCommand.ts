/** Which command an invocation names, with the capabilities that command may have. */
import { Effect } from "effect"
import type { Answer } from "./Answer.ts"
import type { CliFailure } from "./CliFailure.ts"
import { checkCommand } from "./commands/check.ts"
import { type Invocation, isOn } from "./Invocation.ts"
import { reading } from "./reading.ts"
import type { Settings } from "./Settings.ts"

/** Runs a command that is loaded only when it is needed. */
const loaded = <Module, A, E>(
  load: () => Promise<Module>,
  run: (module: Module) => Effect.Effect<A, E>
): Effect.Effect<A, E> => Effect.flatMap(Effect.promise(load), run)

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
        : loaded(
            () => import("./writing.ts"),
            ({ writing }) => writing(settings, { force: isOn(given, "force"), replaceBroken })
          )
    case "explain":
      return loaded(
        () => import("./commands/explain.ts"),
        ({ explainCommand }) => reading(settings, explainCommand(settings, argument ?? ""))
      )
    case "installed":
      return loaded(
        () => import("./commands/installed.ts"),
        ({ installedCommand }) => reading(settings, installedCommand(settings))
      )
    case "demo":
      return loaded(
        () => import("./demo/demo.ts"),
        ({ demo }) => demo(settings, { keep: isOn(given, "keep") })
      )
  }
}
