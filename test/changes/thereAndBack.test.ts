/**
 * What holds for repairs and operations alike, with everything that the four places may hold: the changes of a run, and then their
 * inverses as the journal tells them, leave every file as it was.
 */
import { assert, describe, it } from "@effect/vitest"
import { Arbitrary, Effect, Schema } from "effect"
import { TestClock } from "effect/testing"
import { FILE } from "../../src/domain/changes/Change.ts"
import { isJsonObject } from "../../src/json/JsonValue.ts"
import { install } from "../../src/operations/install/install.ts"
import { setEnabled } from "../../src/operations/setEnabled.ts"
import { undo } from "../../src/operations/undo/undo.ts"
import { uninstall } from "../../src/operations/uninstall.ts"
import { history } from "../../src/reconcile/look/history.ts"
import { MemoryFiles } from "../../src/testing/MemoryFiles.ts"
import { MEMORY_ROOT } from "../../src/testing/MemoryInstallation.ts"
import { type World, worlds } from "../support/judge/installationModel.ts"
import { patiently } from "../support/runs/patiently.ts"
import { type Described, installation, reconcile } from "../support/reconciling.ts"
import { Policy } from "../../src/services/Policy.ts"
import { policyOf } from "../support/snapshots.ts"

const MANIFEST = "manifest.json"

const described = (world: World): Described => {
  const files = new Map<string, string>()
  for (const directory of world.broken ?? []) files.set(`plugin-repos/${directory}/${MANIFEST}`, "{")
  for (const id of world.setAside ?? []) {
    files.set(`plugin-repos/${id}.standalone-backup-preinstall/${MANIFEST}`, JSON.stringify({ id }))
  }
  if ((world.marks ?? []).length > 0)
    files.set(FILE.marks, JSON.stringify(world.marks?.toSorted(), undefined, 2))
  const isName = (name: string): boolean => !name.includes("/")
  return {
    config: world.config,
    state: world.state,
    plugins: Object.fromEntries(Object.entries(world.disk).filter(([directory]) => isName(directory))),
    files: Object.fromEntries([...files].filter(([path]) => !path.includes(".."))),
    policy: { authority: "config" }
  }
}

/** Runs that may change something. */
const runs = [
  Effect.exit(reconcile()),
  Effect.exit(setEnabled("clock", true)),
  Effect.exit(setEnabled("clock", false)),
  Effect.exit(setEnabled("weather", true)),
  Effect.exit(uninstall("clock", { preserveConfig: false })),
  Effect.exit(uninstall("weather", { preserveConfig: true })),
  Effect.exit(Effect.provideService(install("clock"), Policy, policyOf({ storeAvailable: false })))
] as const

/** Without what every write of a record touches, and without a difference between no file and one of nothing. */
const comparable = (path: string, text: string): ReadonlyArray<readonly [string, string]> => {
  if (path.includes("/data/reconciler/")) return []
  if (!path.endsWith(FILE.state)) return text === "[]" ? [] : [[path, text]]
  const parsed: unknown = JSON.parse(text)
  const states = isJsonObject(parsed) && isJsonObject(parsed["states"]) ? parsed["states"] : {}
  const records = Object.entries(states).map(([id, record]): [string, unknown] => [
    id,
    isJsonObject(record) ? { ...record, last_updated: 0, config_version: 0 } : record
  ])
  // A record that comes back is the last one.
  return [[path, JSON.stringify(records.toSorted(([a], [b]) => (a < b ? -1 : 1)))]]
}

const everyFile = Effect.map(
  MemoryFiles.use((files) => files.snapshot),
  (all) =>
    Object.fromEntries(
      [...all].flatMap(([path, text]) =>
        text === undefined ? [] : comparable(path.slice(MEMORY_ROOT.length), text)
      )
    )
)

const chosen = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: runs.length - 1 }))

describe("a run, and then its undoing", () => {
  it.effect.prop(
    "leaves every file as it was",
    [worlds, Arbitrary.schema(chosen)],
    ([world, which]) =>
      Effect.gen(function* () {
        // No program is at work any more on a copy that is that old.
        yield* TestClock.adjust("1 hour")
        const before = yield* everyFile
        const ran = yield* runs[which] ?? runs[0]
        const { runs: told } = yield* history()
        if (ran._tag === "Failure" || told.length === 0) {
          assert.deepStrictEqual(yield* everyFile, before)
          return
        }
        const { left_alone } = yield* undo(undefined)
        assert.deepStrictEqual(left_alone, [])
        assert.deepStrictEqual(yield* everyFile, before)
      }).pipe(patiently, Effect.provide(installation(described(world)), { local: true })),
    { arbitrary: { runs: 300, size: 100 } }
  )
})
