/** `doctor`: what surrounds the installation, and what to do about it. */
import { Effect } from "effect"
import { diagnose } from "../../domain/surroundings/diagnose.ts"
import { NodeMachine } from "../../node/NodeMachine.ts"
import { surroundings } from "../../reconcile/look/surroundings.ts"
import { askingRegistry } from "../layers/writing.ts"
import { doctorView, stepFor } from "../view/doctorView.ts"
import type { RunCommand } from "./runCommand.ts"

export const run: RunCommand = (_invocation, settings) =>
  askingRegistry(settings, Effect.provide(surroundings(), NodeMachine.layer)).pipe(
    Effect.map((around) => {
      const found = diagnose(around)
      return {
        exitCode: found.some(({ status }) => status === "todo") ? 2 : 0,
        document: { checks: found.map((one) => ({ ...one, step: stepFor(one, around) ?? null })) },
        lines: (style) => doctorView(found, around, style)
      }
    })
  )
