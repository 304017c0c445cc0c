/** What a look at one plugin adds to its explanation: the files of it that were changed. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Option } from "effect"
import { install } from "../../../src/operations/install/install.ts"
import { explain } from "../../../src/reconcile/look/explain.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { put, spec, text } from "../../support/operating.ts"

const explained = Effect.map(explain("clock"), Option.getOrThrow)

describe("an explanation", () => {
  it.effect("names changed files of this plugin, also where another stands before it", () =>
    spec(
      {
        plugins: { alarm: {} },
        offers: { clock: { manifestId: "clock", version: "1.1.0" } }
      },
      Effect.gen(function* () {
        yield* install("clock")
        const manifest = "plugin-repos/clock/manifest.json"
        yield* put(manifest, `${yield* text(manifest)} `)
        assert.deepStrictEqual((yield* explained).changed_files, ["manifest.json"])
      })
    )
  )

  it.effect("has no such list where no install is remembered", () =>
    spec(
      { plugins: { clock: {} } },
      Effect.map(explained, (said) => assert.isFalse("changed_files" in said))
    )
  )

  it.effect("has none either while the plugins directory cannot be read", () =>
    spec(
      { config: { clock: { enabled: true } }, plugins: { clock: {} } },
      Effect.gen(function* () {
        yield* MemoryFiles.use((files) => files.failWhen(({ name }) => name === "list", "EACCES"))
        const said = yield* explained
        assert.isFalse(said.disk.known)
        assert.isFalse("changed_files" in said)
      })
    )
  )
})
