/** What is not resolved, because nothing was found, or because a person has to choose. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { resolve } from "../../../src/operations/resolve/resolve.ts"
import { refused, spec } from "../../support/operating.ts"
import { type Described } from "../../support/reconciling.ts"

it.effect("of a plugin that is not known nothing is resolved, whichever others there are", () =>
  spec(
    { config: { news: { enabled: true } }, plugins: { news: {} } },
    Effect.map(refused(resolve("clok", undefined)), ({ code }) => assert.strictEqual(code, "unknown_plugin"))
  )
)

it.effect.each([
  ["in a directory", { plugins: { clock: {}, news: {} } }],
  ["of an entry", { config: { clock: { enabled: true } } }]
] as const)("nothing is resolved of a plugin that is in order: one %s", ([_title, described]) =>
  spec(
    described,
    Effect.map(refused(resolve("clock", undefined)), ({ code }) =>
      assert.strictEqual(code, "nothing_to_resolve")
    )
  )
)

describe("a refusal for want of a choice", () => {
  const twice: Described = { plugins: { a: { id: "clock" }, b: { id: "clock" } } }

  it.effect.each([
    ["that there is more than one way, where none was named", undefined, "there is more than one way"],
    ["which name is none of them", "c", '"c" is none of the ways']
  ] as const)("says %s", ([_title, choice, words]) =>
    spec(
      twice,
      Effect.map(refused(resolve("clock", choice)), ({ message }) => assert.include(message, words))
    )
  )
})

it.effect("a name that is not the only way is refused", () =>
  spec(
    {
      config: { clock: { enabled: true } },
      plugins: { clock: {} },
      files: { "config/uninstalled_plugins.json": `["clock"]` }
    },
    Effect.map(refused(resolve("clock", "clock")), ({ code }) => assert.strictEqual(code, "choice_needed"))
  )
)
