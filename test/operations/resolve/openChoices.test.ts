/** What waits for a person: findings with a choice, and a config that cannot be read where a backup can be put back. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { openChoices } from "../../../src/operations/resolve/openChoices.ts"
import { spec } from "../../support/operating.ts"
import { patiently } from "../../support/runs/patiently.ts"
import type { Described } from "../../support/reconciling.ts"

/** What is open, by what it is about and why, and which sources could not be read. */
const found = (described: Described) =>
  spec(
    described,
    Effect.map(patiently(openChoices()), ({ open, source_errors }) => ({
      open: open.map(({ choices, reason, target }) => [
        target,
        reason,
        ...choices.map(({ choice }) => choice)
      ]),
      unread: source_errors.map(({ source }) => source)
    }))
  )

const twice = { plugins: { a: { id: "clock" }, b: { id: "clock" } } }
const backup = { "config/config.json.backup": "{}" }

describe("what is open", () => {
  it.effect.each<readonly [string, Described, Effect.Success<ReturnType<typeof found>>]>([
    ["is nothing of an installation in order", { config: {} }, { open: [], unread: [] }],
    [
      "is nothing that a run repairs by itself",
      { config: {}, plugins: { clock: {} } },
      { open: [], unread: [] }
    ],
    ["is what has a choice", twice, { open: [["clock", "duplicate_id", "a", "b"]], unread: [] }],
    [
      "is a config that cannot be read, with its backup",
      { config: "{", files: backup },
      {
        open: [["config/config.json", "not_json", "config/config.json.backup"]],
        unread: ["config", "disk"]
      }
    ],
    ["is no config that has no backup", { config: "{" }, { open: [], unread: ["config", "disk"] }],
    ["is no backup of a config that can be read", { config: {}, files: backup }, { open: [], unread: [] }]
  ])("%s", ([_title, described, expected]) =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* found(described), expected)
    })
  )
})
