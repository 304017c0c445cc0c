/** Every operation is whole: where another program changes what it is about to change, all of it is taken back. */
import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import type { OperationError } from "../../../src/operations/operationProblem.ts"
import type { OperationServices } from "../../../src/operations/OperationServices.ts"
import { install } from "../../../src/operations/install/install.ts"
import { setEnabled } from "../../../src/operations/setEnabled.ts"
import { uninstall } from "../../../src/operations/uninstall.ts"
import { update } from "../../../src/operations/update/update.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { place, refused, spec, text } from "../../support/operating.ts"
import type { Described } from "../../support/reconciling.ts"
import { record } from "../../support/snapshots.ts"

const CONFIG = "config/config.json"
const STATE = "data/plugin_state.json"
const MANIFEST = "plugin-repos/clock/manifest.json"
const MARKS = "config/uninstalled_plugins.json"

const OTHER_CONFIG = `{"clock": {"enabled": "never"}}`
const OTHER_STATE = JSON.stringify({ version: 1, states: { clock: record("clock", true, { version: "9" }) } })

const offers = { clock: { manifestId: "clock", version: "2.0.0" } }
const THERE: Described = {
  config: { clock: { enabled: true } },
  state: { clock: record("clock", true, { version: "1.0.0" }) },
  plugins: { clock: { version: "1.0.0" } },
  offers
}

/** Somebody writes `content` as soon as the intention is journalled. */
const onceIntended = (path: string, content: string) =>
  MemoryFiles.use((files) =>
    files.before(({ name, path: target }) =>
      name === "rename" && target.endsWith(".intended.json")
        ? Effect.as(files.put(place(path), content), undefined)
        : Effect.undefined
    )
  )

it.effect.each<
  [string, Described, Effect.Effect<unknown, OperationError, OperationServices>, string, string]
>([
  ["disable", THERE, setEnabled("clock", false), CONFIG, OTHER_CONFIG],
  ["uninstall", THERE, uninstall("clock", { preserveConfig: false }), CONFIG, OTHER_CONFIG],
  ["update", THERE, update("clock"), STATE, OTHER_STATE],
  ["install", { offers }, install("clock"), CONFIG, OTHER_CONFIG],
  ["install of what is there", { plugins: { clock: {} } }, install("clock"), CONFIG, OTHER_CONFIG]
])("%s is refused, and leaves all as the other program wants it", ([_title, described, run, path, content]) =>
  spec(
    { ...described, files: { [MARKS]: "[]" } },
    Effect.gen(function* () {
      const before = [yield* text(MANIFEST), yield* text(MARKS)]
      yield* onceIntended(path, content)
      const { code, message } = yield* refused(run)
      assert.deepStrictEqual(
        { code, message, content: yield* text(path), others: [yield* text(MANIFEST), yield* text(MARKS)] },
        {
          code: "changed_meanwhile",
          message: `${path} was changed by another program at the same moment`,
          content,
          others: before
        }
      )
    })
  )
)
