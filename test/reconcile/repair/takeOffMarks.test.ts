/** Whether a run takes byte-order marks off LEDMatrix's files, called as a round calls it. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Ref } from "effect"
import { NotParseable } from "../../../src/domain/errors/FileReason.ts"
import { ConfigError } from "../../../src/domain/errors/ServiceError.ts"
import { takeOffMarks } from "../../../src/reconcile/repair/takeOffMarks.ts"
import { beginRun, observeRound } from "../../../src/reconcile/Run.ts"
import { RootLock } from "../../../src/services/installation/RootLock.ts"
import { Journal } from "../../../src/services/ownFiles/Journal.ts"
import { ByteOrderMarks } from "../../../src/services/writing/ByteOrderMarks.ts"
import { replacingBroken } from "../../../src/services/Policy.ts"
import { spec } from "../../support/operating.ts"
import type { Described } from "../../support/reconciling.ts"
import { withWarnings } from "../../support/runs/warnings.ts"

const CONFIG = "config/config.json"
const SECRETS = "config/config_secrets.json"
const STATE = "data/plugin_state.json"

interface Asked {
  readonly replaceBroken?: boolean
  readonly looks?: boolean
  readonly described?: Described
  /** Files with a mark, each time they are looked for. */
  readonly found?: ReadonlyArray<ReadonlyArray<string>>
  readonly set?: (file: string) => Effect.Effect<boolean, ConfigError>
}

/** What the run answers, what was taken off, which files it has changed and journalled, and how often it held the lock. */
const taking = ({
  described = {},
  found = [[CONFIG], [CONFIG]],
  looks = true,
  replaceBroken = true,
  set = () => Effect.succeed(true)
}: Asked) =>
  spec(
    described,
    Effect.gen(function* () {
      let [looked, held] = [0, 0]
      const off: Array<string> = []
      const unrecoverable = yield* Ref.make<ReadonlySet<string>>(new Set())
      const run = yield* beginRun({ unrecoverable })
      if (looks) yield* observeRound(run)
      const { result, warnings } = yield* withWarnings(takeOffMarks(run)).pipe(
        Effect.provide(
          Layer.mergeAll(
            Layer.succeed(RootLock, { hold: (effect) => Effect.suspend(() => (held++, effect)) }),
            Layer.succeed(ByteOrderMarks, {
              found: Effect.sync(() => found[looked++] ?? []),
              set: (file, present) =>
                Effect.tap(set(file), () => Effect.sync(() => void (present || off.push(file))))
            })
          )
        )
      )
      const { changedFiles } = yield* Ref.get(run.progress)
      const { records } = yield* (yield* Journal).view
      const journalled = records.flatMap(({ changes }) => changes.map(({ file }) => file))
      return { answer: result, off, changed: [...changedFiles], journalled, held, warnings }
    }).pipe(replacingBroken(replaceBroken))
  )
const NOTHING = { answer: false, off: [], changed: [], journalled: [], warnings: [] }

describe("a run that may replace what is broken", () => {
  it.effect("takes marks off, holding the lock, and names and journals the files", () =>
    Effect.gen(function* () {
      const both = [CONFIG, SECRETS]
      assert.deepStrictEqual(yield* taking({ found: [[CONFIG], both] }), {
        answer: true,
        off: both,
        changed: both,
        journalled: both,
        held: 1,
        warnings: []
      })
    })
  )

  it.effect("takes no lock where there is no mark", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* taking({ found: [[], [CONFIG]] }), { ...NOTHING, held: 0 })
    })
  )

  it.effect("does nothing where they have been taken off meanwhile", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* taking({ found: [[CONFIG], []] }), { ...NOTHING, held: 1 })
    })
  )

  it.effect("warns of one that cannot be taken off, and takes off the others", () =>
    Effect.gen(function* () {
      const reason = new NotParseable({ path: CONFIG, problem: "it keeps changing" })
      const set = (file: string) =>
        file === CONFIG ? Effect.fail(new ConfigError({ reason })) : Effect.succeed(true)
      const both = [CONFIG, SECRETS]
      assert.deepStrictEqual(yield* taking({ found: [both, both], set }), {
        answer: true,
        off: [SECRETS],
        changed: [SECRETS],
        journalled: [SECRETS],
        held: 1,
        warnings: [["a byte-order mark could not be taken off", { problem: reason.message }]]
      })
    })
  )

  it.effect("names none of a file that is gone", () =>
    Effect.gen(function* () {
      const { changed, journalled } = yield* taking({ set: () => Effect.succeed(false) })
      assert.deepStrictEqual([changed, journalled], [[], []])
    })
  )

  const retired: Asked = { described: { ledmatrixVersion: "3.8.0" } }

  it.effect.each<[string, string, Asked, boolean]>([
    ["takes it off the saved state", STATE, {}, true],
    ["leaves it on a saved state that LEDMatrix no longer keeps", STATE, retired, false],
    [
      "leaves it on the saved state before the first look, which tells whether that is kept",
      STATE,
      { looks: false },
      false
    ],
    ["takes it off the secrets of a LEDMatrix that keeps no saved state", SECRETS, retired, true]
  ])("%s", ([_title, file, asked, isTaken]) =>
    Effect.gen(function* () {
      assert.deepStrictEqual(
        (yield* taking({ ...asked, found: [[file], [file]] })).off,
        isTaken ? [file] : []
      )
    })
  )
})

describe("a run that may not replace what is broken", () => {
  it.effect("takes off none", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* taking({ replaceBroken: false }), { ...NOTHING, held: 0 })
    })
  )
})
