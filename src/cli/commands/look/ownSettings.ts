/** What the settings come to: where each value comes from, and the first that does not hold, the controller's too. */
import type { Environment } from "../../../node/Environment.ts"
import { Effect } from "effect"
import type { Diagnosis } from "../../../domain/surroundings/diagnose.ts"
import { controllerOptions } from "../../arguments/commandTable.ts"
import type { OptionValues } from "../../arguments/Invocation.ts"
import { sharedOptions } from "../../arguments/optionTable.ts"
import { parseControllerSettings } from "../../settings/ControllerSettings.ts"
import { settings } from "../../settings/Settings.ts"
import { settingsFile } from "../../settings/settingsFile.ts"
import { settingOrigins } from "../../settings/settingsInFile.ts"
import { type FileSettings, noFile, valuesOf } from "../../settings/settingValues.ts"
import { withTokens } from "../../settings/tokenFiles.ts"

const SPECS = new Map([...sharedOptions, ...controllerOptions].map((spec) => [spec.name, spec]))

const originsOf = (given: OptionValues, env: Environment, file: FileSettings) =>
  settingOrigins((name) => {
    const spec = SPECS.get(name)
    return spec === undefined ? [] : valuesOf(spec, given, env, file)
  })

/** All that reads settings does so here, up to the files of the tokens. */
const readThrough = Effect.fnUntraced(function* (given: OptionValues, env: Environment, file: FileSettings) {
  yield* settings(given, env, file)
  yield* withTokens(yield* parseControllerSettings(given, env, file))
})

/** A file that cannot be read is what does not hold, and then counts as absent. */
export const ownSettings = Effect.fnUntraced(function* (given: OptionValues, env: Environment) {
  const file = yield* Effect.result(settingsFile(given, env))
  const usable = file._tag === "Success" ? file.success : noFile
  const read = file._tag === "Success" ? yield* Effect.result(readThrough(given, env, usable)) : file
  const diagnosis: Diagnosis =
    read._tag === "Success"
      ? { topic: "settings", status: "ok", found: "each value can be used, by the controller too" }
      : { topic: "settings", status: "todo", found: read.failure.message, step: read.failure.hint }
  return { origins: originsOf(given, env, usable), diagnosis }
})
