/** What operations note of the plugins that are there, so that the next process can tell what has gone since. */
import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { install } from "../../../src/operations/install/install.ts"
import type { OperationError } from "../../../src/operations/operationProblem.ts"
import type { OperationServices } from "../../../src/operations/OperationServices.ts"
import { setEnabled } from "../../../src/operations/setEnabled.ts"
import { uninstall } from "../../../src/operations/uninstall.ts"
import { update } from "../../../src/operations/update/update.ts"
import { MEMORY_ROOT } from "../../../src/testing/MemoryInstallation.ts"
import { spec } from "../../support/operating.ts"
import { type Described, readJson } from "../../support/reconciling.ts"

const SEEN = "data/reconciler/plugins.json"
const plugins_directory = `${MEMORY_ROOT}/plugin-repos`

const THREE: Described = {
  config: { clock: {}, maps: {}, news: {} },
  plugins: { clock: { version: "1.0.0" }, maps: {}, news: {} },
  offers: { clock: { manifestId: "clock", version: "2.0.0" } }
}
const TWO: Described = { ...THREE, plugins: { maps: {}, news: {} } }
/** The third one is there, without an entry. */
const UNLISTED: Described = { ...THREE, config: { maps: {}, news: {} } }

const all = { plugins_directory, entries: ["clock", "maps", "news"] }

it.effect.each<[string, Described, Effect.Effect<unknown, OperationError, OperationServices>, unknown]>([
  ["that one was placed, beside the others", TWO, install("clock"), all],
  ["that one which was there has an entry by now", UNLISTED, install("clock"), all],
  [
    "that one was removed, so that they are several no more",
    THREE,
    uninstall("clock", { preserveConfig: false }),
    { plugins_directory: null, entries: ["maps", "news"] }
  ],
  ["those that an update leaves there", THREE, update("clock"), all],
  ["those that are there when one is disabled", THREE, setEnabled("news", false), all]
])("%s", ([_title, described, run, expected]) =>
  spec(
    described,
    Effect.gen(function* () {
      yield* run
      assert.deepStrictEqual(yield* readJson(SEEN), expected)
    })
  )
)
