/** What an operation begins with: it needs all sources, and says of one that it cannot read what helps. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import { type Advice, advice } from "../../src/domain/advice/Advice.ts"
import { NextStep } from "../../src/domain/advice/NextStep.ts"
import type { Unreadable } from "../../src/domain/errors/FileUnreadable.ts"
import { SourceError } from "../../src/domain/sources/Source.ts"
import { allSourcesAhead } from "../../src/operations/allSources.ts"
import { operationProblem } from "../../src/operations/operationProblem.ts"
import { Config } from "../../src/services/Config.ts"
import { spec } from "../support/operating.ts"

const look = allSourcesAhead("clock")

/** The config cannot be read, for this reason. */
const unreadable = (why: Partial<Unreadable>) =>
  new SourceError({
    source: "config",
    path: "config/config.json",
    code: "not_parseable",
    error: "it ends too early",
    transient: true,
    ...why
  })

const withConfig = (error: SourceError) =>
  Effect.flatMap(Config, (config) =>
    Effect.provideService(look, Config, { ...config, read: Effect.succeed(Result.fail(error)) })
  )

describe("a source that cannot be read", () => {
  it.effect.each<[string, Partial<Unreadable>, Advice]>([
    ["is to be repaired", {}, advice`repair it and run again; ${NextStep.ShowFindings()} says what is wrong`],
    [
      "may give way to its newest copy",
      { backup: "config/config.json.bak" },
      "repair it, or put config/config.json.bak in its place, and run again"
    ],
    [
      "is its owner's",
      { code: "EACCES", owner: "pi", backup: "config/config.json.bak" },
      "run it as pi, or give the file to the user who runs this"
    ],
    [
      "may have its byte-order mark taken off",
      { code: "byte_order_mark", owner: "pi" },
      advice`${NextStep.ReplaceBroken()} takes it off; then run this again`
    ]
  ])("%s", ([_title, why, hint]) =>
    spec(
      {},
      Effect.gen(function* () {
        assert.deepStrictEqual(operationProblem(yield* Effect.flip(withConfig(unreadable(why)))), {
          code: "source_unreadable",
          message: "config/config.json: it ends too early; nothing was changed",
          path: "config/config.json",
          hint
        })
      })
    )
  )
})
