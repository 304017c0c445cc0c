/**
 * The commands that a timer runs every few minutes, as far as reading alone answers them. Everything else is
 * for the whole program, which takes twice as long to load.
 */
import { Effect, Option } from "effect"
import { exitCode } from "../reconcile/tell/exitCode.ts"
import { quietReconcile } from "../reconcile/look/quietReconcile.ts"
import { PluginStore } from "../services/PluginStore.ts"
import type { Answer } from "./Answer.ts"
import type { CliFailure } from "./CliFailure.ts"
import { checkCommand } from "./commands/check.ts"
import { type Invocation, isOn } from "./Invocation.ts"
import { policyOf } from "./policyOf.ts"
import { reading } from "./reading.ts"
import type { Settings } from "./Settings.ts"
import { reportView } from "./view/reportView.ts"
import { warnAbout } from "./warnAbout.ts"

/** Whether reading may be enough for an invocation. */
export const mayBeQuick = ({ command, given }: Invocation): boolean =>
  command === "check" ||
  (command === "reconcile" &&
    (isOn(given, "dry-run") || !(isOn(given, "force") || isOn(given, "replace-broken"))))

/** `None` where more than reading is needed after all. */
export const quickCommand = (
  { command, given }: Invocation,
  settings: Settings
): Effect.Effect<Option.Option<Answer>, CliFailure> => {
  if (command === "check" || isOn(given, "dry-run")) {
    const options = { replaceBroken: isOn(given, "replace-broken") }
    return Effect.asSome(reading(settings, checkCommand(settings, options)))
  }
  return reading(settings, quietCommand(settings))
}

const quietCommand = Effect.fnUntraced(function* (settings: Settings) {
  const { available } = yield* PluginStore
  const report = yield* quietReconcile(
    policyOf(settings, { replaceBroken: false, storeAvailable: available })
  )
  if (Option.isSome(report)) yield* warnAbout
  return Option.map(report, (document): Answer => ({
    exitCode: exitCode(document),
    document,
    lines: (style) => reportView(document, style)
  }))
})
