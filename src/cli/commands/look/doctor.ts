/** `doctor`: what surrounds the installation, and what to do about it. */
import { Effect } from "effect"
import { diagnose } from "../../../domain/surroundings/diagnose.ts"
import { NodeMachine } from "../../../node/NodeMachine.ts"
import { surroundings } from "../../../reconcile/look/surroundings.ts"
import { askingRegistry } from "../../layers/writing.ts"
import { doctorView, stepFor } from "../../view/look/doctorView.ts"
import { controllerOptions } from "../../arguments/commandTable.ts"
import type { Invocation } from "../../arguments/Invocation.ts"
import { sharedOptions } from "../../arguments/optionTable.ts"
import { settingsFile } from "../../settings/settingsFile.ts"
import { settingOrigins } from "../../settings/settingsInFile.ts"
import { type Environment, valuesOf } from "../../settings/settingValues.ts"
import { settingsView } from "../../view/look/settingsView.ts"
import type { RunCommand } from "../runCommand.ts"

const originsOf = Effect.fnUntraced(function* ({ given }: Invocation, env: Environment) {
  const file = yield* settingsFile(given, env)
  const specs = new Map([...sharedOptions, ...controllerOptions].map((spec) => [spec.name, spec]))
  return settingOrigins((name) => {
    const spec = specs.get(name)
    return spec === undefined ? [] : valuesOf(spec, given, env, file)
  })
})

export const run: RunCommand = (invocation, settings) =>
  askingRegistry(
    settings,
    Effect.all([Effect.provide(surroundings(), NodeMachine.layer), originsOf(invocation, process.env)])
  ).pipe(
    Effect.map(([around, origins]) => {
      const found = diagnose(around)
      return {
        exitCode: found.some(({ status }) => status === "todo") ? 2 : 0,
        document: {
          checks: found.map((one) => ({ ...one, step: stepFor(one, around) ?? null })),
          settings: origins
        },
        lines: (style) => [...doctorView(found, around, style), "", ...settingsView(origins, style)]
      }
    })
  )
