/** The signs of a list for the page of signs, loaded with the network only where a list is named. */
import { Effect, Layer } from "effect"
import { NodeHttp } from "../../node/NodeHttp.ts"
import { readFleet } from "../../services/fleet/askFleet.ts"
import { makeSigns, Signs } from "../../services/fleet/Signs.ts"
import { cliFailure } from "../run/CliFailure.ts"
import { signsHint } from "../settings/fleetSettings.ts"

/** A list that is wrong at the start is not begun with. */
export const signsLive = (path: string) =>
  Layer.effect(
    Signs,
    Effect.gen(function* () {
      yield* Effect.mapError(readFleet(path), (problem) =>
        cliFailure("invalid_value", `--signs ${path}: ${problem}`, { path, hint: signsHint })
      )
      return yield* makeSigns(path)
    })
  ).pipe(Layer.provide(NodeHttp.layer))
