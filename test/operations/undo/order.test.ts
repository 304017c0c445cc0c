/** In which order an undoing goes: LEDMatrix deletes the directory of a marked plugin when it starts. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { undo } from "../../../src/operations/undo.ts"
import { uninstall } from "../../../src/operations/uninstall.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { place, spec, text } from "../../support/operating.ts"
import type { Described } from "../../support/reconciling.ts"
import { policyOf } from "../../support/snapshots.ts"

const policy = policyOf()
const FILE = "plugin-repos/clock"
const MARKS = "config/uninstalled_plugins.json"
const TOMBSTONES = "data/reconciler/tombstones.json"
const CLOCK: Described = { config: { clock: { enabled: true } }, plugins: { clock: { version: "1.0.0" } } }

describe("a plugin that comes back", () => {
  it.effect.each([
    ["mark", MARKS, []],
    ["tombstone", TOMBSTONES, {}]
  ] as const)("has no %s any more by then", ([_title, path, cleared]) =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* uninstall("clock", { preserveConfig: false }, policy)
        const seen: Array<string | undefined> = []
        const files = yield* MemoryFiles
        yield* files.before((operation) =>
          operation.name === "rename" && operation.path === place(FILE)
            ? Effect.map(files.text(place(path)), (content) => {
                seen.push(content)
                return undefined
              })
            : Effect.undefined
        )
        yield* undo(undefined, policy)
        assert.isDefined(yield* text(`${FILE}/manifest.json`))
        assert.deepStrictEqual(
          seen.map((content): unknown => (content === undefined ? undefined : JSON.parse(content))),
          [cleared]
        )
      })
    )
  )
})
