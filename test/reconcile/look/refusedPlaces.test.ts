/** What `doctor` is given to judge of the places that this program writes, and the user may not. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { place, spec } from "../../support/operating.ts"
import { around, PI, sign, withoutConfig } from "../../support/runs/surrounding.ts"

const owned = (paths: ReadonlyArray<string>, uid: number) =>
  MemoryFiles.use((files) =>
    Effect.forEach(paths, (path) => files.setOwner(path, uid, uid), { discard: true })
  )

describe("the places that the user may not write", () => {
  const refusing = (refused: (path: string) => boolean) =>
    Effect.map(around({ mayWrite: (path) => Effect.succeed(!refused(path)) }), (said) => said.refused)

  it.effect("are told with their owners, those that are there", () =>
    spec(
      { ...sign, files: { "config/uninstalled_plugins.json": "[]" } },
      Effect.gen(function* () {
        const paths = ["config", "config/config.json", "config/uninstalled_plugins.json"]
        yield* owned(paths.map(place), 0)
        yield* owned([place("plugin-repos")], 1000)
        const root = { uid: 0, name: "root" }
        assert.deepStrictEqual(yield* refusing(() => true), [
          ...paths.map((path) => ({ path, owner: root })),
          { path: "plugin-repos", owner: PI }
        ])
      })
    )
  )

  it.effect("are all of the files that this program writes", () =>
    spec(
      {
        ...sign,
        state: {},
        files: {
          "config/config_secrets.json": "{}",
          "config/uninstalled_plugins.json": "[]",
          "data/reconciler/agreements.json": "{}"
        }
      },
      Effect.map(
        refusing(() => true),
        (refused) =>
          assert.deepStrictEqual(
            refused.map(({ path }) => path),
            [
              "config",
              "data",
              "config/config.json",
              "config/config_secrets.json",
              "config/uninstalled_plugins.json",
              "data/plugin_state.json",
              "data/reconciler",
              "plugin-repos"
            ]
          )
      )
    )
  )

  it.effect("are only those that are refused", () =>
    spec(
      sign,
      Effect.map(
        refusing((path) => path === place("config/config.json")),
        (refused) =>
          assert.deepStrictEqual(
            refused.map(({ path }) => path),
            ["config/config.json"]
          )
      )
    )
  )

  it.effect("are without the plugins directory where that is not known", () =>
    spec(
      sign,
      Effect.gen(function* () {
        yield* withoutConfig
        assert.deepStrictEqual(
          (yield* refusing(() => true)).map(({ path }) => path),
          ["config", "config/config.json"]
        )
      })
    )
  )
})
