/** What `doctor` is given to judge: the machine, the files, and LEDMatrix itself. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { KEPT_PREFIX, STAGING_PREFIX } from "../../../src/services/store/limits.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { MEMORY_ROOT } from "../../../src/testing/MemoryInstallation.ts"
import { place, put, spec } from "../../support/operating.ts"
import { NOW } from "../../support/snapshots.ts"
import { around, PI, sign, SPACE, withoutConfig } from "../../support/runs/surrounding.ts"

describe("the surroundings", () => {
  it.effect("are all that the machine and the installation say of themselves", () =>
    spec(
      sign,
      Effect.gen(function* () {
        yield* TestClock.setTime(NOW)
        yield* MemoryFiles.use((files) => files.setOwner(MEMORY_ROOT, 1000, 1000))
        yield* put("config/config.json", "{}")
        yield* MemoryFiles.use((files) => files.putDirectory(place("data/reconciler")))
        const { display, ownFilesMode, ...said } = yield* around()
        assert.strictEqual((ownFilesMode ?? 0) & 0o7777, 0o2775)
        assert.strictEqual(display?.status, "unknown")
        assert.deepStrictEqual(said, {
          root: MEMORY_ROOT,
          user: PI,
          owner: PI,
          refused: [],
          unreadable: [],
          hostVersion: "3.8.0",
          processes: [{ pid: 7, part: "display" }],
          space: SPACE,
          nowMs: NOW,
          configChangedMs: NOW,
          clockSet: true,
          timeZone: "Europe/Berlin",
          git: "git version 2.39.5",
          registry: { _tag: "Answered", entries: 1 },
          proxies: ["HTTPS_PROXY"],
          stagings: [],
          unreadableRuns: []
        })
      })
    )
  )

  it.effect("are null where nothing tells them", () =>
    spec(
      { plugins: {} },
      Effect.gen(function* () {
        yield* MemoryFiles.use((files) => files.remove(place("config/config.json")))
        const { configChangedMs, display, hostVersion, ownFilesMode } = yield* around()
        assert.deepStrictEqual(
          [configChangedMs, display, hostVersion, ownFilesMode],
          [null, null, null, null]
        )
      })
    )
  )

  it.effect("have no owner where the root cannot be looked at", () =>
    spec(
      sign,
      Effect.gen(function* () {
        yield* MemoryFiles.use((files) =>
          files.failWhen(({ name, path }) => name === "stat" && path === MEMORY_ROOT, "EACCES")
        )
        assert.isNull((yield* around()).owner)
      })
    )
  )

  it.effect("name each source that could not be read, and why", () =>
    spec(
      sign,
      Effect.gen(function* () {
        yield* withoutConfig
        const { unreadable } = yield* around()
        assert.lengthOf(unreadable, 2)
        for (const sentence of unreadable) assert.match(sentence, /^config\/config\.json: ./u)
      })
    )
  )
})

describe("the free space", () => {
  const spaceWhere = (at: string) =>
    Effect.map(
      around({ freeSpace: (path) => Effect.succeed(path === at ? SPACE : null) }),
      ({ space }) => space
    )

  it.effect("is that where the plugins lie", () =>
    spec(
      sign,
      Effect.map(spaceWhere(place("plugin-repos")), (space) => assert.deepStrictEqual(space, SPACE))
    )
  )

  it.effect("is the root's where there it cannot be told", () =>
    spec(
      sign,
      Effect.map(spaceWhere(MEMORY_ROOT), (space) => assert.deepStrictEqual(space, SPACE))
    )
  )

  it.effect("is not known where neither tells it", () =>
    spec(
      sign,
      Effect.map(spaceWhere("/elsewhere"), (space) => assert.isNull(space))
    )
  )
})

describe("what earlier runs left", () => {
  it.effect("is found in the plugins directory, by its name", () =>
    spec(
      sign,
      Effect.gen(function* () {
        yield* MemoryFiles.use((files) =>
          Effect.forEach(
            [`${STAGING_PREFIX}1`, `${KEPT_PREFIX}2`, "other"],
            (name) => files.putDirectory(place(`plugin-repos/${name}`)),
            { discard: true }
          )
        )
        assert.deepStrictEqual((yield* around()).stagings, [`${STAGING_PREFIX}1`])
      })
    )
  )

  it.effect("is nothing where the plugins directory is not there", () =>
    spec(
      {},
      Effect.map(around(), ({ stagings }) => assert.deepStrictEqual(stagings, []))
    )
  )

  it.effect("may be records that cannot be read", () =>
    spec(
      { ...sign, files: { "data/reconciler/journal/20260601T110000000-000001.json": "{" } },
      Effect.map(around(), ({ unreadableRuns }) =>
        assert.deepStrictEqual(unreadableRuns, ["20260601T110000000-000001.json"])
      )
    )
  )

  it.effect("is not known where the records' directory cannot be read", () =>
    spec(
      { ...sign, files: { "data/reconciler/journal/20260601T110000000-000001.json": "{" } },
      Effect.gen(function* () {
        yield* MemoryFiles.use((files) =>
          files.failWhen(({ name, path }) => name === "list" && path.endsWith("/journal"), "EACCES")
        )
        assert.deepStrictEqual((yield* around()).unreadableRuns, ["data/reconciler"])
      })
    )
  )
})
