/** One plugin is fetched, as a run calls for it: what comes of it, and what the run notes. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { BadArchive } from "../../../src/domain/errors/FetchReason.ts"
import { Outcome } from "../../../src/domain/findings/Outcome.ts"
import { fetchPlugin } from "../../../src/reconcile/repair/fetchPlugin.ts"
import { Journal } from "../../../src/services/ownFiles/Journal.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { aRun, fetching, type Fetching } from "../../support/runs/fetching.ts"
import { place, put, spec } from "../../support/operating.ts"
import { type Described, readJson } from "../../support/reconciling.ts"

const on = { enabled: true }
const FILE = "plugin-repos/clock"
const offers = { clock: { manifestId: "clock", version: "2.0.0" } }
const refused = new BadArchive({ code: "not_a_zip", problem: "it is no zip archive" })

const MISSING: Described = { config: { clock: on }, offers }
const BROKEN: Described = { files: { [`${FILE}/manifest.json`]: "{,", [`${FILE}/mine.txt`]: "x" }, offers }
const OLD: Described = { config: { clock: on }, plugins: { clock: { version: "1.0.0" } }, offers }
const replaceBroken: Fetching = { replaceBroken: true }
const wanted = (clock: object): Fetching => ({ desired: { clock } })

const versionOf = Effect.map(readJson(`${FILE}/manifest.json`), (manifest) => Object(manifest).version)
const journalled = Effect.map(
  Journal.use(({ view }) => view),
  ({ records }) => records.flatMap(({ changes }) => changes)
)

describe("a plugin that is fetched", () => {
  it.effect("onto a free name is fixed, and taken for unrecoverable no more", () =>
    spec(
      MISSING,
      Effect.gen(function* () {
        const { id: _, ...noted } = yield* fetching({ unrecoverable: ["clock", "other"] })
        assert.deepStrictEqual(noted, {
          findings: [["not_installed", "Auto"]],
          outcomes: [Outcome.Fixed()],
          brought: [],
          changedFiles: [FILE],
          unrecoverable: ["other"]
        })
        assert.strictEqual(yield* versionOf, "2.0.0")
      })
    )
  )

  it.effect("leaves the mark of another plugin that has its name in the store", () =>
    spec(
      {
        config: { "ledmatrix-x": on },
        offers: { x: { manifestId: "ledmatrix-x", version: "1" } },
        files: { "config/uninstalled_plugins.json": '["x"]' }
      },
      Effect.gen(function* () {
        assert.deepStrictEqual((yield* fetching()).outcomes, [Outcome.Fixed()])
        assert.deepStrictEqual(yield* readJson("config/uninstalled_plugins.json"), ["x"])
      })
    )
  )

  it.effect(
    "where neither entry nor directory was is brought, for the reason that is found, and marked no more",
    () =>
      spec(
        { offers, files: { "config/uninstalled_plugins.json": '["clock"]' } },
        Effect.gen(function* () {
          assert.deepStrictEqual((yield* fetching(wanted({}))).brought, ["clock"])
          assert.deepStrictEqual(
            (yield* journalled).map(({ file, reason }) => [file, reason]),
            [
              ["config/uninstalled_plugins.json", "desired_missing"],
              [FILE, "desired_missing"]
            ]
          )
          assert.deepStrictEqual(yield* readJson("config/uninstalled_plugins.json"), [])
        })
      )
  )

  it.effect("instead of a broken directory has that set aside for good, and is not brought", () =>
    spec(
      BROKEN,
      Effect.gen(function* () {
        const { brought, changedFiles, outcomes } = yield* fetching(replaceBroken)
        const [, kept = ""] = changedFiles
        assert.match(kept, /^plugin-repos\/clock\.standalone-backup-\d+_\d+$/u)
        assert.deepStrictEqual(outcomes, [
          Outcome.Replaced({
            localFiles: { carried_over: [], left_in_kept_copy: ["mine.txt"], kept_copy: kept }
          })
        ])
        assert.deepStrictEqual(brought, [])
      })
    )
  )

  it.effect("instead of another version has that kept for the way back", () =>
    spec(
      OLD,
      Effect.gen(function* () {
        const { changedFiles, id } = yield* fetching(wanted({ version: "2.0.0" }))
        const kept = `plugin-repos/.ledmatrix-reconciler.standalone-backup-kept.${id}.clock`
        assert.deepStrictEqual(changedFiles, [FILE, kept])
        assert.strictEqual(yield* versionOf, "2.0.0")
      })
    )
  )
})

describe("a plugin that cannot be had", () => {
  it.effect.each<[string, Described, Fetching, string]>([
    ["has failed where the store does not have it", { config: { clock: on } }, {}, "Auto Failed"],
    [
      "is a person's work where its broken directory would only be deleted",
      { ...BROKEN, offers: {} },
      replaceBroken,
      "Manual Manual"
    ],
    [
      "has failed where the store delivers nothing instead of a broken directory",
      { ...BROKEN, offers: { clock: { fails: refused } } },
      replaceBroken,
      "Auto Failed"
    ],
    [
      "is a person's work where the store delivers another version",
      OLD,
      wanted({ version: "3.0.0" }),
      "Manual Manual"
    ]
  ])("%s", ([_title, described, asked, expected]) =>
    spec(
      described,
      Effect.gen(function* () {
        const { findings, outcomes } = yield* fetching(asked)
        assert.deepStrictEqual(
          findings.map(([, fix], at) => [fix, outcomes[at]?._tag].join(" ")),
          [expected]
        )
      })
    )
  )

  it.effect("has failed for good where its directory is its owner's own work", () =>
    spec(
      { config: { clock: on }, offers },
      Effect.gen(function* () {
        const files = yield* MemoryFiles
        yield* files.put("/home/pi/clock/manifest.json", `{"id": "clock", "version": "1.0.0"}`)
        yield* files.putDirectory(place("plugin-repos"))
        yield* files.putSymlink(place(FILE), "/home/pi/clock")
        const [outcome] = (yield* fetching(wanted({ version: "2.0.0" }))).outcomes
        assert.strictEqual(outcome?._tag === "Failed" && outcome.error.code, "symlinked_plugin")
        assert.strictEqual(yield* versionOf, "1.0.0")
      })
    )
  )
})

describe("a plugin that need not be fetched", () => {
  it.effect("has nothing noted of it where it has come meanwhile", () =>
    spec(
      MISSING,
      Effect.gen(function* () {
        const comes = put(`${FILE}/manifest.json`, `{"id": "clock", "version": "mine"}`)
        const { id: _, ...noted } = yield* fetching({ unrecoverable: ["clock"] }, comes)
        assert.deepStrictEqual(noted, {
          findings: [["not_installed", "Auto"]],
          outcomes: [undefined],
          brought: [],
          changedFiles: [],
          unrecoverable: ["clock"]
        })
      })
    )
  )

  it.effect("is not asked for before the first look", () =>
    spec(
      MISSING,
      Effect.gen(function* () {
        yield* fetchPlugin(yield* aRun, { repair: "clock", findings: [] }, false)
        assert.isUndefined(yield* versionOf)
      })
    )
  )
})
