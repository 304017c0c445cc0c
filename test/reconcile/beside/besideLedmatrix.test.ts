/**
 * Runs and operations beside a LEDMatrix that keeps `enabled` in memory: LEDMatrix is asked to make the change,
 * so that what was repaired stays repaired. What it cannot change is written into the files, or waits.
 */
import { assert, describe, it } from "@effect/vitest"
import { Effect, type Layer, Option, Result, type Scope } from "effect"
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { isJsonObject, type JsonValue } from "../../../src/json/JsonValue.ts"
import { explain } from "../../../src/reconcile/look/explain.ts"
import { installed } from "../../../src/reconcile/look/installed.ts"
import { setEnabled } from "../../../src/operations/setEnabled.ts"
import { undo } from "../../../src/operations/undo/undo.ts"
import { valueAt } from "../../../src/json/valueAt.ts"
import { operationProblem } from "../../../src/operations/operationProblem.ts"
import { Journal } from "../../../src/services/ownFiles/Journal.ts"
import { JournalWriter } from "../../../src/services/writing/JournalWriter.ts"
import { ledmatrix, LedmatrixStandIn, type Version } from "../../support/ledmatrix/standIn.ts"
import { type Answering, directoryWith, liveReconciler } from "../../support/realInstallation.ts"
import { check, type Described, installationFiles, lines, reconcile } from "../../support/reconciling.ts"
import { record } from "../../support/snapshots.ts"

/** A proxy whose service is not there. */
const down: Answering = (_request, response) => {
  response.writeHead(502).end()
}

const CONFIG = "config/config.json"
const STATE = "data/plugin_state.json"

interface Sign {
  readonly root: string
  readonly standIn: LedmatrixStandIn
  /** What stands at `key` of a JSON file. */
  readonly at: (path: string, ...key: ReadonlyArray<string>) => JsonValue | undefined
  /** `enabled` of a plugin's entry, of its record, and of what LEDMatrix has in memory. */
  readonly enabled: (id: string) => ReadonlyArray<unknown>
}

const signAt = (root: string, standIn: LedmatrixStandIn): Sign => {
  const at: Sign["at"] = (path, ...key) => {
    const content: unknown = JSON.parse(readFileSync(join(root, path), "utf8"))
    return isJsonObject(content) ? valueAt(content, key) : undefined
  }
  return {
    root,
    standIn,
    at,
    enabled: (id) => [
      at(CONFIG, id, "enabled"),
      at(STATE, "states", id, "enabled"),
      valueAt(standIn.memory, [id, "enabled"])
    ]
  }
}

type Services = Layer.Success<ReturnType<typeof liveReconciler>> | Scope.Scope

/** A spec on one sign, with a LEDMatrix beside it. */
const spec = <A, E>(
  described: Described,
  program: (sign: Sign) => Effect.Effect<A, E, Services>,
  version: Version = "August 2026"
) =>
  Effect.gen(function* () {
    const root = yield* directoryWith(installationFiles(described))
    const { address, standIn } = yield* ledmatrix(root, version)
    standIn.load()
    const layer = liveReconciler(root, {
      ledmatrix: address,
      ...(described.policy && { policy: described.policy })
    })
    return yield* program(signAt(root, standIn)).pipe(Effect.provide(layer, { local: true }))
  })

const CLOCK = { clock: {} }
const off = (id: string) => record(id, false)
const on = (id: string) => record(id, true)

/** Entry on, record off. */
const DIFFERS: Described = {
  config: { clock: { enabled: true, size: 2 } },
  state: { clock: record("clock", false, { status: "installed" }) },
  plugins: CLOCK
}

const files = ({ root }: Sign) => [CONFIG, STATE].map((path) => readFileSync(join(root, path), "utf8"))

const journal = Effect.map(
  Journal.use(({ view }) => view),
  ({ records }) => records
)

describe("a run beside LEDMatrix", () => {
  for (const version of ["April 2026", "August 2026"] satisfies ReadonlyArray<Version>) {
    for (const authority of ["state", "config"] as const) {
      it.live(`has entry, record and memory agree (${version}, ${authority} stands)`, () =>
        spec(
          { ...DIFFERS, policy: { authority } },
          (sign) =>
            Effect.gen(function* () {
              const value = authority === "config"
              assert.deepStrictEqual(lines(yield* reconcile()), ["clock config_differs fixed"])
              assert.deepStrictEqual(sign.enabled("clock"), [value, value, value])
              assert.deepStrictEqual(sign.standIn.toggled, [{ plugin_id: "clock", enabled: value }])
              assert.strictEqual(sign.at(CONFIG, "clock", "size"), 2)
            }),
          version
        )
      )
    }
  }

  it.live("repairs what LEDMatrix's next change does not undo", () =>
    spec({ ...DIFFERS, policy: { authority: "config" } }, ({ standIn }) =>
      Effect.gen(function* () {
        yield* reconcile()
        yield* Effect.promise(() => standIn.save())
        assert.deepStrictEqual(lines(yield* check), [])
      })
    )
  )

  it.live("tells in its journal what LEDMatrix made of it", () =>
    spec({ ...DIFFERS, policy: { authority: "config" } }, () =>
      Effect.gen(function* () {
        yield* reconcile()
        const told = (yield* journal).flatMap(({ changes }) =>
          changes.map(({ after, before, key }) => [key?.join("."), before, after])
        )
        assert.deepStrictEqual(told, [
          ["states.clock.enabled", false, true],
          ["states.clock.status", "installed", "enabled"]
        ])
      })
    )
  )

  it.live("does everything else while LEDMatrix is down, and writes nothing of what it keeps", () =>
    spec({ ...DIFFERS, plugins: { clock: {}, news: {} } }, (sign) =>
      Effect.gen(function* () {
        sign.standIn.instead = down
        const report = yield* reconcile()
        assert.deepStrictEqual(lines(report), [
          "clock config_differs failed transient ledmatrix_unreachable",
          "news no_entry fixed"
        ])
        assert.deepStrictEqual(
          report.source_errors.map(({ source }) => source),
          ["manager"]
        )
        assert.deepStrictEqual(
          [sign.at(CONFIG, "clock", "enabled"), sign.at(STATE, "states", "clock", "enabled")],
          [true, false]
        )
      })
    )
  )

  it.live("waits once for a LEDMatrix that is down, however many plugins there are", () => {
    const ids = ["a", "b", "c", "d"]
    const each = <A>(make: (id: string) => A) => Object.fromEntries(ids.map((id) => [id, make(id)]))
    return spec(
      { config: each(() => ({ enabled: true })), state: each(off), plugins: each(() => ({})) },
      ({ standIn }) =>
        Effect.gen(function* () {
          standIn.instead = down
          assert.lengthOf((yield* reconcile()).inconsistencies_manual, 4)
          assert.lengthOf(
            standIn.asked.filter((request) => request.startsWith("POST")),
            1
          )
        })
    )
  })

  it.live("leaves to the files what LEDMatrix does not know", () =>
    spec(
      {
        config: { ghost: { enabled: true } },
        state: { ghost: off("ghost") },
        policy: { authority: "config", storeAvailable: false }
      },
      (sign) =>
        Effect.gen(function* () {
          yield* reconcile()
          assert.deepStrictEqual(sign.enabled("ghost").slice(0, 2), [true, true])
          assert.lengthOf(sign.standIn.toggled, 1)
        })
    )
  )

  it.live("makes a LEDMatrix that has just started discover its plugins", () =>
    spec(DIFFERS, (sign) =>
      Effect.gen(function* () {
        yield* check
        sign.standIn.restart()
        yield* reconcile()
        assert.deepStrictEqual(
          sign.standIn.asked.map((request) => request.replace("/api/v3/plugins/", "")),
          ["GET installed", "POST toggle", "GET installed", "POST toggle"]
        )
        assert.strictEqual(new Set(sign.enabled("clock")).size, 1)
      })
    )
  )

  it.live("does not take LEDMatrix's word for it: it may serve another installation", () =>
    spec(DIFFERS, (sign) =>
      Effect.gen(function* () {
        const other = yield* directoryWith(installationFiles({ config: {}, plugins: CLOCK }))
        const elsewhere = new LedmatrixStandIn(other)
        sign.standIn.instead = elsewhere.answer
        const before = files(sign)
        assert.deepStrictEqual(lines(yield* reconcile()), [
          "clock config_differs failed transient ledmatrix_not_switched"
        ])
        assert.deepStrictEqual(files(sign), before)
      })
    )
  )

  it.live("believes the files where only the answer was lost", () =>
    spec(DIFFERS, ({ standIn }) =>
      Effect.gen(function* () {
        standIn.afterToggle = () => Promise.reject(new Error("lost"))
        assert.deepStrictEqual(lines(yield* reconcile()), ["clock config_differs fixed"])
      })
    )
  )

  it.live("adds an entry by itself: LEDMatrix reads config.json again", () =>
    spec({ config: {}, plugins: CLOCK }, (sign) =>
      Effect.gen(function* () {
        assert.deepStrictEqual(lines(yield* reconcile()), ["clock no_entry fixed"])
        assert.deepStrictEqual(sign.standIn.toggled, [])
      })
    )
  )

  it.live("says why LEDMatrix refuses", () =>
    spec(DIFFERS, ({ standIn }) =>
      Effect.gen(function* () {
        standIn.refuses = "No space left on device"
        const report = yield* reconcile()
        const error = report.inconsistencies_manual[0]?.outcome.error
        assert.deepStrictEqual([error?.kind, error?.code], ["transient", "ledmatrix_refused"])
        assert.include(error?.message, "No space left on device")
      })
    )
  )

  it.live("never has LEDMatrix write into its own settings", () =>
    spec(
      {
        config: { display: { brightness: 90 } },
        state: { display: on("display") },
        plugins: { display: {} },
        policy: { authority: "config" }
      },
      (sign) =>
        Effect.gen(function* () {
          yield* reconcile()
          assert.deepStrictEqual(sign.standIn.toggled, [])
          assert.deepStrictEqual(sign.at(CONFIG, "display"), { brightness: 90 })
        })
    )
  )

  it.live("settles with a LEDMatrix that writes an old memory back", () =>
    spec({ config: { clock: { enabled: true } }, state: { clock: on("clock") }, plugins: CLOCK }, (sign) =>
      Effect.gen(function* () {
        const { standIn } = sign
        yield* reconcile()
        const old = standIn.memory
        writeFileSync(join(sign.root, CONFIG), JSON.stringify({ clock: { enabled: false } }))
        yield* reconcile()
        standIn.memory = old
        yield* Effect.promise(() => standIn.save())
        yield* reconcile()
        assert.deepStrictEqual(sign.enabled("clock"), [false, false, false])
        const { length } = standIn.toggled
        yield* reconcile()
        assert.deepStrictEqual([standIn.toggled.length, length], [2, 2])
      })
    )
  )
})

describe("enable and disable beside LEDMatrix", () => {
  const AGREES: Described = {
    config: { clock: { enabled: false } },
    state: { clock: off("clock") },
    plugins: CLOCK
  }

  it.live("set entry, record and memory", () =>
    spec(AGREES, (sign) =>
      Effect.gen(function* () {
        yield* check
        const result = yield* setEnabled("clock", true)
        assert.deepStrictEqual([result.status, result.changed_files], ["enabled", [CONFIG, STATE]])
        assert.deepStrictEqual(sign.enabled("clock"), [true, true, true])
        assert.deepStrictEqual(lines(yield* check), [])
      })
    )
  )

  it.live("have LEDMatrix make what is missing of the two", () =>
    spec({ config: {}, plugins: CLOCK }, (sign) =>
      Effect.gen(function* () {
        const result = yield* setEnabled("clock", true)
        assert.deepStrictEqual(result.changed_files, [CONFIG, STATE])
        assert.deepStrictEqual(sign.enabled("clock"), [true, true, true])
      })
    )
  )

  it.live("do not begin while LEDMatrix is down, and leave no trace", () =>
    spec(AGREES, (sign) =>
      Effect.gen(function* () {
        sign.standIn.instead = down
        const before = files(sign)
        const result = yield* Effect.result(setEnabled("clock", true))
        assert(Result.isFailure(result) && result.failure._tag === "SwitchError")
        assert.strictEqual(operationProblem(result.failure).code, "ledmatrix_unreachable")
        assert.deepStrictEqual(files(sign), before)
        assert.deepStrictEqual(yield* journal, [])
      })
    )
  )

  it.live("write the files of a plugin that LEDMatrix does not know", () =>
    spec({ config: { ghost: { enabled: false } }, state: { ghost: off("ghost") } }, (sign) =>
      Effect.gen(function* () {
        yield* setEnabled("ghost", true)
        assert.deepStrictEqual(sign.enabled("ghost").slice(0, 2), [true, true])
      })
    )
  )

  it.live("are undone through LEDMatrix", () =>
    spec(AGREES, (sign) =>
      Effect.gen(function* () {
        yield* setEnabled("clock", true)
        const undone = yield* undo(undefined)
        assert.deepStrictEqual(sign.enabled("clock"), [false, false, false])
        assert.sameMembers(
          [...undone.restored],
          [
            "config/config.json: clock › enabled restored",
            "data/plugin_state.json: states › clock › enabled restored",
            "data/plugin_state.json: states › clock › status restored"
          ]
        )
        assert.deepStrictEqual(lines(yield* check), [])
      })
    )
  )

  it.live("can be undone and done again", () =>
    spec(AGREES, (sign) =>
      Effect.gen(function* () {
        yield* setEnabled("clock", true)
        const { run_id } = yield* undo(undefined)
        yield* undo(run_id)
        assert.deepStrictEqual(sign.enabled("clock"), [true, true, true])
      })
    )
  )

  it.live("leave a plugin off, when what they made for it is undone", () =>
    spec({ config: {}, plugins: CLOCK }, (sign) =>
      Effect.gen(function* () {
        yield* setEnabled("clock", true)
        yield* undo(undefined)
        assert.deepStrictEqual(sign.enabled("clock"), [false, false, false])
        yield* Effect.promise(() => sign.standIn.save())
        yield* reconcile()
        assert.deepStrictEqual(sign.enabled("clock"), [false, false, false])
      })
    )
  )

  it.live("are undone where the entry had said nothing, which reads true", () =>
    spec({ config: { clock: {} }, state: { clock: on("clock") }, plugins: CLOCK }, (sign) =>
      Effect.gen(function* () {
        yield* setEnabled("clock", false)
        assert.deepStrictEqual(sign.enabled("clock"), [false, false, false])
        yield* undo(undefined)
        assert.deepStrictEqual(sign.enabled("clock"), [true, true, true])
      })
    )
  )

  it.live("are undone in the files where entry and record had differed, which LEDMatrix cannot be told", () =>
    spec({ config: { clock: { size: 1 } }, state: { clock: off("clock") }, plugins: CLOCK }, (sign) =>
      Effect.gen(function* () {
        yield* setEnabled("clock", true)
        yield* undo(undefined)
        assert.deepStrictEqual(sign.enabled("clock").slice(0, 2), [undefined, false])
        assert.lengthOf(sign.standIn.toggled, 1)
      })
    )
  )

  it.live("are not undone while LEDMatrix is down", () =>
    spec(AGREES, (sign) =>
      Effect.gen(function* () {
        yield* setEnabled("clock", true)
        sign.standIn.instead = down
        const before = files(sign)
        assert.isTrue(Result.isFailure(yield* Effect.result(undo(undefined))))
        assert.deepStrictEqual(files(sign), before)
      })
    )
  )
})

describe("undoing a repair beside LEDMatrix", () => {
  it.live("sets both places, and says so of the one that the run had not changed", () =>
    spec({ ...DIFFERS, policy: { authority: "config" } }, (sign) =>
      Effect.gen(function* () {
        yield* reconcile()
        const undone = yield* undo(undefined)
        assert.deepStrictEqual(sign.enabled("clock"), [false, false, false])
        assert.deepStrictEqual(undone.notes, [
          "config/config.json: clock › enabled was set too: LEDMatrix sets both"
        ])
      })
    )
  )
})

describe("an operation that a crash cut short", () => {
  const intended = JournalWriter.use((journal) =>
    journal.write({
      run_id: "20260101T000000-000001",
      command: "enable",
      started_at: "2026-01-01T00:00:00",
      status: "intended",
      changes: [
        {
          plugin_id: "clock",
          reason: "enable",
          file: CONFIG,
          key: ["clock", "enabled"],
          before: false,
          after: true
        },
        {
          plugin_id: "clock",
          reason: "enable",
          file: STATE,
          key: ["states", "clock", "enabled"],
          before: false,
          after: true
        }
      ]
    })
  )
  const CUT: Described = {
    config: { clock: { enabled: false } },
    state: { clock: off("clock") },
    plugins: CLOCK
  }

  it.live("is completed through LEDMatrix", () =>
    spec(CUT, (sign) =>
      Effect.gen(function* () {
        yield* check
        yield* intended
        yield* reconcile()
        assert.deepStrictEqual(sign.enabled("clock"), [true, true, true])
        assert.deepStrictEqual(
          (yield* journal).map(({ status }) => status),
          ["done"]
        )
      })
    )
  )

  it.live("is not done twice where LEDMatrix had done it", () =>
    spec(CUT, (sign) =>
      Effect.gen(function* () {
        yield* setEnabled("clock", true)
        const { length } = sign.standIn.toggled
        yield* intended
        yield* reconcile()
        assert.lengthOf(sign.standIn.toggled, length)
        assert.deepStrictEqual(sign.enabled("clock"), [true, true, true])
      })
    )
  )

  it.live("waits while LEDMatrix is down", () =>
    spec(CUT, (sign) =>
      Effect.gen(function* () {
        yield* intended
        sign.standIn.instead = down
        const before = files(sign)
        yield* reconcile()
        assert.deepStrictEqual(files(sign), before)
        assert.deepStrictEqual(
          (yield* journal).map(({ status }) => status),
          ["intended"]
        )
      })
    )
  )
})

describe("what is said of a plugin beside LEDMatrix", () => {
  const described: Described = { config: { clock: { enabled: true } }, plugins: CLOCK }

  it.live("is whether it is loaded, and why not", () =>
    spec(described, ({ standIn }) =>
      Effect.gen(function* () {
        standIn.failures.set("clock", "boom")
        const [plugin] = (yield* installed()).plugins
        assert.deepStrictEqual([plugin?.loaded, plugin?.load_error], [false, "boom"])
        const said = Option.getOrThrow(yield* explain("clock")).manager
        assert.deepStrictEqual(said.facts, { directory: "clock", loaded: false, error: "boom" })
      })
    )
  )

  it.live("is that LEDMatrix could not be asked, also where the plugins directory cannot be read", () =>
    spec({ ...described, config: { plugin_system: { plugins_directory: "" } } }, ({ standIn }) =>
      Effect.gen(function* () {
        standIn.instead = down
        const { source_errors } = yield* installed()
        assert.deepStrictEqual(
          source_errors.map(({ source }) => source),
          ["disk", "manager"]
        )
      })
    )
  )
})
