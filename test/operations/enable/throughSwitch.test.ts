/** `enable` and `disable` beside a program that keeps `enabled` in memory: what it is asked for, and for taking back. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { setEnabled } from "../../../src/operations/setEnabled.ts"
import { EnabledSwitch } from "../../../src/services/writing/EnabledSwitch.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { refused, spec } from "../../support/operating.ts"
import { type Described, readJson } from "../../support/reconciling.ts"

const CONFIG = "config/config.json"
const disable = setEnabled("clock", false)

/** Its record is made as a whole. */
const UNRECORDED: Described = {
  config: { clock: { enabled: true } },
  state: {},
  plugins: { clock: { version: "1.0.0" } }
}

/** What somebody is asked for who leaves it to the files. */
const asked = <A, E, R>(program: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const all: Array<readonly [plugin: string, enabled: boolean]> = []
    yield* Effect.provideService(program, EnabledSwitch, {
      set: (plugin, enabled) => Effect.sync(() => all.push([plugin, enabled]) === 0)
    })
    return all
  })

describe("a plugin whose record has to be made", () => {
  it.effect("is LEDMatrix's to switch all the same", () =>
    spec(
      UNRECORDED,
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* asked(disable), [["clock", false]])
      })
    )
  )

  it.effect("is LEDMatrix's to switch back, where the record cannot be written", () =>
    spec(
      UNRECORDED,
      Effect.gen(function* () {
        yield* MemoryFiles.use((files) =>
          files.failWhen(({ name, path }) => name === "rename" && path.endsWith("plugin_state.json"), "EIO")
        )
        assert.deepStrictEqual(yield* asked(refused(disable)), [
          ["clock", false],
          ["clock", true]
        ])
        assert.deepStrictEqual(yield* readJson(CONFIG), UNRECORDED.config)
      })
    )
  )
})
