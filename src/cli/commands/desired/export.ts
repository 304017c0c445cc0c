/** `export`: the document of this installation as it is. */
import { Effect, Result } from "effect"
import { exported, tellable } from "../../../domain/desired/exported.ts"
import type { JsonValue } from "../../../json/JsonValue.ts"
import { numberOf } from "../../../json/spelledNumber.ts"
import { pluginFacts, snapshotFacts } from "../../../reconcile/judge/facts/PluginFacts.ts"
import { snapshot } from "../../../reconcile/look/snapshot.ts"
import { Config } from "../../../services/Config.ts"
import { Policy } from "../../../services/Policy.ts"
import { Installation } from "../../../services/installation/Installation.ts"
import { readSecretNames } from "../../../services/ownFiles/formats/redact.ts"
import { holdsSecret, soundsSecret } from "../../../services/ownFiles/formats/secretText.ts"
import type { CommandResult } from "../../run/CommandResult.ts"
import { cliFailure } from "../../run/CliFailure.ts"
import { type Invocation, isOn } from "../../arguments/Invocation.ts"
import { reading } from "../../layers/reading.ts"
import { printedJson } from "../../view/text/printedJson.ts"
import type { Settings } from "../../settings/Settings.ts"

/** A switch that is named like a secret is none. */
const isSwitch = (value: JsonValue): boolean => typeof value === "boolean"

const settingsTold = Effect.fnUntraced(function* (ids: Iterable<string>) {
  const { secretsFile } = yield* Installation
  const secrets = yield* readSecretNames(secretsFile)
  const settings = yield* (yield* Config).settings(ids)
  if (secrets === undefined || settings === undefined) {
    return yield* cliFailure("source_unreadable", "it is not known which of the settings are secret", {
      path: secretsFile,
      hint: "make config.json and config_secrets.json readable, or export without --settings"
    })
  }
  const isSecret = (name: string, value: JsonValue): boolean =>
    !isSwitch(value) &&
    (secrets.names.has(name) ||
      soundsSecret(name) ||
      (typeof value === "string" && holdsSecret(value, secrets.values)) ||
      secrets.values.has(String(numberOf(value) ?? "")))
  const all = [...settings].map(([id, one]) => [id, tellable(one, isSecret)] as const)
  const leftOut = all.flatMap(([id, told]) => told.leftOut.map((path) => `${id}.${path}`))
  if (leftOut.length > 0)
    yield* Effect.logWarning("settings were left out: they may be secret, or are null", {
      settings: leftOut.join(", ")
    })
  return new Map(all.map(([id, told]) => [id, told.settings]))
})

const exportCommand = Effect.fnUntraced(function* (given: Invocation["given"]) {
  const seen = yield* snapshot(new Set())
  if (Result.isFailure(seen.config)) return yield* unreadable(seen.config.failure)
  if (Result.isFailure(seen.disk)) return yield* unreadable(seen.disk.failure)
  const around = snapshotFacts(seen, yield* Policy)
  const ids = seen.disk.success.plugins.map(({ id }) => id)
  const entries = ids.filter((id) => pluginFacts(id, around).key === "entry")
  const told = isOn(given, "settings") ? yield* settingsTold(entries) : undefined
  const document = exported({ config: seen.config.success, disk: seen.disk.success }, seen.host, {
    pin: isOn(given, "pin"),
    settings: told,
    systemKeys: around.systemKeys
  })
  return {
    exitCode: 0,
    document,
    lines: () => printedJson(document).split("\n")
  } satisfies CommandResult
})

const unreadable = ({ message, path }: { readonly message: string; readonly path: string }) =>
  cliFailure("source_unreadable", message, { path, hint: "`check` says what cannot be read" })

export const run = ({ given }: Invocation, settings: Settings) => reading(settings, exportCommand(given))
