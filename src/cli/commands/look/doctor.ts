/** `doctor`: what surrounds the installation, and what to do about it. */
import { Effect } from "effect"
import { diagnose } from "../../../domain/surroundings/diagnose.ts"
import { NodeMachine } from "../../../node/NodeMachine.ts"
import { surroundings } from "../../../reconcile/look/surroundings.ts"
import { askingRegistry } from "../../layers/writing.ts"
import { doctorView, diagnosisStep } from "../../view/look/doctorView.ts"
import { settingsView } from "../../view/look/settingsView.ts"
import type { CommandHandler } from "../commandHandlers.ts"
import { ownSettings } from "./ownSettings.ts"

export const run: CommandHandler = ({ given }, settings) =>
  askingRegistry(
    settings,
    Effect.all([Effect.provide(surroundings(), NodeMachine.layer), ownSettings(given, process.env)])
  ).pipe(
    Effect.map(([around, { diagnosis, origins }]) => {
      const found = [...diagnose(around), diagnosis]
      return {
        exitCode: found.some(({ status }) => status === "todo") ? 2 : 0,
        document: {
          checks: found.map((one) => ({ ...one, step: diagnosisStep(one, around) ?? null })),
          settings: origins
        },
        lines: (style) => [...doctorView(found, around, style), "", ...settingsView(origins, style)]
      }
    })
  )
