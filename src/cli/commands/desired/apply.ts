/** `apply`: one reconcile with the desired state of a document. */
import { Effect } from "effect"
import type { DesiredSign } from "../../../domain/desired/DesiredDocument.ts"
import { DesiredState } from "../../../services/desired/DesiredState.ts"
import { PluginRegistry, PluginStore } from "../../../services/PluginStore.ts"
import type { CommandResult } from "../../run/CommandResult.ts"
import { cliFailure, type CliFailure } from "../../run/CliFailure.ts"
import { ownOptions } from "../../arguments/optionTable.ts"
import { type OptionValues, type Invocation, isOn } from "../../arguments/Invocation.ts"
import { readDocument } from "./readDocument.ts"
import { reading } from "../../layers/reading.ts"
import { registryLive } from "../../layers/writersLive.ts"
import { documentPlace } from "../../settings/desiredSettings.ts"
import { diffView } from "../../view/look/diffView.ts"
import { isJsonObject } from "../../../json/JsonValue.ts"
import { pendingDiff } from "../../../reconcile/look/pendingDiff.ts"
import { withoutCredentials } from "../../../domain/text/withoutCredentials.ts"
import { quoted } from "../../view/text/ownCommand.ts"
import { settingsReader, nonEmptyText } from "../../settings/settingValues.ts"
import type { Settings } from "../../settings/Settings.ts"
import { checkCommand } from "../look/check.ts"
import { reconcileCommand } from "../change/reconcile.ts"

/** Which versions the store offers is judged by a registry as fresh as it can be had. */
const askRegistry = Effect.fnUntraced(function* (state: DesiredSign) {
  const { available } = yield* PluginStore
  const isNeeded = [...state.plugins.values()].some(({ version }) => version !== undefined)
  if (!available || !isNeeded) return
  yield* Effect.ignore(Effect.flatMap(PluginRegistry, ({ get }) => get).pipe(Effect.provide(registryLive)))
})

/** The same without `--dry-run`. */
const again = (document: string, given: OptionValues): string =>
  [
    `apply ${quoted(withoutCredentials(document))}`,
    ...[ownOptions.desiredKey, ownOptions.sign].flatMap(({ name }) =>
      (given[name] ?? []).map((value) => `--${name} ${quoted(value)}`)
    )
  ].join(" ")

const applyCommand = Effect.fnUntraced(function* ({ argument, given }: Invocation, settings: Settings) {
  if (argument === undefined)
    return yield* cliFailure("usage", "apply: the document is missing", {
      hint: "name its file or address; `export` prints the one of this installation"
    })
  const { one } = settingsReader([ownOptions.desiredKey, ownOptions.sign], given, process.env)
  const state = yield* readDocument(
    {
      document: yield* documentPlace({ origin: "apply", value: argument }),
      keyFile: yield* one("desired-key", nonEmptyText, undefined),
      sign: yield* one("sign", nonEmptyText, undefined)
    },
    settings
  )
  const isDry = isOn(given, "dry-run")
  if (!isDry) yield* askRegistry(state)
  const run: Effect.Effect<CommandResult, CliFailure, RunServices> = isDry
    ? checkCommand(again(argument, given))
    : reconcileCommand(settings, { force: false, replaceBroken: false })
  const work = isOn(given, "diff") ? diffBefore(run) : run
  return yield* Effect.provideService(work, DesiredState, { current: Effect.succeed(state) })
})

/** What is to change is looked up before it is changed. */
const diffBefore = Effect.fnUntraced(function* (run: Effect.Effect<CommandResult, CliFailure, RunServices>) {
  const diff = yield* pendingDiff()
  const answer = yield* run
  return {
    exitCode: answer.exitCode,
    document: isJsonObject(answer.document) ? { ...answer.document, diff } : answer.document,
    lines: (style) => [...answer.lines(style), "", ...diffView(diff, style)]
  } satisfies CommandResult
})

type RunServices = Effect.Services<ReturnType<typeof reconcileCommand>>

export const run = (invocation: Invocation, settings: Settings) =>
  reading(settings, applyCommand(invocation, settings))
