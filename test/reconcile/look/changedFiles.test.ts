/** What `installed` and `explain` say of files that were changed since this program installed a plugin. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Option } from "effect"
import { install } from "../../../src/operations/install/install.ts"
import { explain } from "../../../src/reconcile/look/explain.ts"
import { installed } from "../../../src/reconcile/look/installed.ts"
import { put, remove, spec, text } from "../../support/operating.ts"
import type { Described } from "../../support/reconciling.ts"

const HOME = "plugin-repos/clock"
const CLOCK: Described = { offers: { clock: { manifestId: "clock", version: "1.1.0" } } }

const said = Effect.gen(function* () {
  const { plugins } = yield* installed()
  const explained = yield* explain("clock")
  return [plugins[0]?.changed_files, Option.getOrUndefined(explained)?.changed_files]
})

const afterwards = <E, R>(changes: Effect.Effect<unknown, E, R>) =>
  spec(CLOCK, Effect.andThen(install("clock"), Effect.andThen(changes, said)))

const manifest = Effect.map(text(`${HOME}/manifest.json`), (content) => content ?? "")

describe("a plugin that this program installed", () => {
  it.effect("has no changed files at first", () =>
    Effect.map(afterwards(Effect.void), (found) => assert.deepStrictEqual(found, [[], []]))
  )

  it.effect("has those whose content is another", () =>
    Effect.map(
      afterwards(Effect.flatMap(manifest, (content) => put(`${HOME}/manifest.json`, `${content} `))),
      (found) => assert.deepStrictEqual(found, [["manifest.json"], ["manifest.json"]])
    )
  )

  it.effect("has not those that were written anew with the same content", () =>
    Effect.map(
      afterwards(Effect.flatMap(manifest, (content) => put(`${HOME}/manifest.json`, content))),
      (found) => assert.deepStrictEqual(found, [[], []])
    )
  )

  it.effect("has not those that came later: its cache, its login", () =>
    Effect.map(afterwards(put(`${HOME}/token.pickle`, "mine")), (found) =>
      assert.deepStrictEqual(found, [[], []])
    )
  )

  it.effect("says nothing where it is a checkout, of which git tells", () =>
    Effect.map(afterwards(put(`${HOME}/.git/HEAD`, "ref: refs/heads/main\n")), (found) =>
      assert.deepStrictEqual(found, [null, undefined])
    )
  )

  it.effect("says nothing where what it placed is not remembered", () =>
    Effect.map(afterwards(remove("data/reconciler/installs/clock.json")), (found) =>
      assert.deepStrictEqual(found, [null, undefined])
    )
  )
})
