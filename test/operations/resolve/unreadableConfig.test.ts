/** A config that cannot be read: its newest good backup is put in its place. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { openChoices } from "../../../src/operations/resolve/openChoices.ts"
import { resolve } from "../../../src/operations/resolve/resolve.ts"
import { undo } from "../../../src/operations/undo/undo.ts"
import { history } from "../../../src/reconcile/look/history.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { MEMORY_ROOT } from "../../../src/testing/MemoryInstallation.ts"
import { onTheCommandLine, place, put, refused, spec, text } from "../../support/operating.ts"
import { patiently } from "../../support/runs/patiently.ts"
import { type Described, reconcile } from "../../support/reconciling.ts"

const CONFIG = "config/config.json"

const slowly = <A, E, R>(described: Described, program: Effect.Effect<A, E, R>) =>
  spec(described, patiently(program))

describe("a config that cannot be read", () => {
  const GOOD = `{\n  "timezone": "UTC",\n  "clock": {\n    "enabled": true,\n    "api_key": "s3cret"\n  }\n}\n`
  const BROKEN = GOOD.replace(`"UTC",`, `"UTC"`).replace("s3cret", "n3wsecret")
  const BACKUP = "config/backups/config.json.backup.20260101_000000"
  const broken: Described = { config: BROKEN, files: { [BACKUP]: GOOD }, plugins: { clock: {} } }
  const kept = Effect.map(
    MemoryFiles.use((files) => files.snapshot),
    (all) => [...all.keys()].filter((path) => path.startsWith(`${MEMORY_ROOT}/${CONFIG}.corrupt-`))
  )

  it.effect("is shown beside its newest good backup, without any value", () =>
    slowly(
      broken,
      Effect.gen(function* () {
        const [open] = (yield* openChoices()).open
        assert.strictEqual(open?.target, CONFIG)
        assert.strictEqual(open?.choices[0]?.choice, BACKUP)
        const shown = (open?.lines ?? []).map(({ change, text: line }) => `${change} ${line}`)
        assert.include(shown, 'removed   "timezone": ‹set›')
        assert.include(shown, 'added   "timezone": ‹set›,')
        assert.notMatch(JSON.stringify(open), /UTC|s3cret|n3wsecret/u)
      })
    )
  )

  it.effect("is the backup afterwards, and is kept beside it", () =>
    slowly(
      broken,
      Effect.gen(function* () {
        const done = yield* resolve(CONFIG, undefined)
        assert.strictEqual(yield* text(CONFIG), GOOD)
        const [copy = ""] = yield* kept
        assert.strictEqual(yield* MemoryFiles.use((files) => files.text(copy)), BROKEN)
        assert.include(done.notes.map(onTheCommandLine).join(), copy.slice(MEMORY_ROOT.length + 1))
        assert.deepStrictEqual((yield* reconcile()).source_errors, [])
      })
    )
  )

  it.effect("is as it was after undo", () =>
    slowly(
      broken,
      Effect.gen(function* () {
        yield* resolve(CONFIG, BACKUP)
        yield* undo(undefined)
        assert.strictEqual(yield* text(CONFIG), BROKEN)
      })
    )
  )

  it.effect("is the backup again where that undoing is undone", () =>
    slowly(
      broken,
      Effect.gen(function* () {
        yield* resolve(CONFIG, BACKUP)
        const { run_id } = yield* undo(undefined)
        yield* undo(run_id)
        assert.strictEqual(yield* text(CONFIG), GOOD)
      })
    )
  )

  it.effect("is not put back once somebody has changed what was restored", () =>
    slowly(
      broken,
      Effect.gen(function* () {
        yield* resolve(CONFIG, undefined)
        yield* put(CONFIG, GOOD.replace("UTC", "CET"))
        assert.strictEqual((yield* refused(undo(undefined))).code, "nothing_to_undo")
        assert.include(yield* text(CONFIG), "CET")
      })
    )
  )

  it.effect("stays where another backup was seen than is the newest now", () =>
    slowly(
      broken,
      Effect.gen(function* () {
        assert.strictEqual((yield* refused(resolve(CONFIG, "config/old"))).code, "choice_needed")
        assert.strictEqual(yield* text(CONFIG), BROKEN)
      })
    )
  )

  it.effect("stays where another program has changed it meanwhile", () =>
    slowly(
      broken,
      Effect.gen(function* () {
        const files = yield* MemoryFiles
        yield* files.before(({ name, path }) =>
          name === "rename" && path.endsWith(".intended.json")
            ? Effect.as(files.put(place(CONFIG), "{"), undefined)
            : Effect.undefined
        )
        assert.strictEqual((yield* refused(resolve(CONFIG, undefined))).code, "changed_meanwhile")
        assert.strictEqual(yield* text(CONFIG), "{")
      })
    )
  )

  it.effect("stays where no backup can be read", () =>
    slowly(
      { config: BROKEN },
      Effect.map(refused(resolve(CONFIG, undefined)), ({ code }) => assert.strictEqual(code, "no_backup"))
    )
  )

  it.effect("is listed in the history by the names of the two files alone", () =>
    slowly(
      broken,
      Effect.gen(function* () {
        yield* resolve(CONFIG, undefined)
        const [run] = (yield* history()).runs
        assert.strictEqual(run?.command, "resolve")
        assert.strictEqual(run?.changes[0]?.replaced?.by, BACKUP)
        assert.notMatch(JSON.stringify(run), /s3cret/u)
      })
    )
  )
})

it.effect("a config that can be read is never replaced", () =>
  spec(
    { config: {}, files: { "config/config.json.backup": "{}" } },
    Effect.map(refused(resolve(CONFIG, undefined)), ({ code }) =>
      assert.strictEqual(code, "nothing_to_resolve")
    )
  )
)
