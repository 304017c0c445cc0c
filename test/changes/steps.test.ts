/** In which steps changes are made: those of `enabled` alone come first and together, the others file by file. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import type { JournalChange } from "../../src/domain/changes/Journal.ts"
import { stepsOf } from "../../src/changes/steps.ts"
import { EnabledSwitch } from "../../src/services/EnabledSwitch.ts"
import { spec } from "../support/operating.ts"
import { readJson } from "../support/reconciling.ts"

const CONFIG = "config/config.json"
const STATE = "data/plugin_state.json"
const MARKS = "config/uninstalled_plugins.json"

type Told = Pick<JournalChange, "reason" | "file"> & { readonly key: ReadonlyArray<string> }
const change = (reason: string, file: string, ...key: ReadonlyArray<string>): JournalChange & Told => ({
  plugin_id: "clock",
  reason,
  file,
  key,
  after: true
})

const steps = (changes: ReadonlyArray<JournalChange>) => stepsOf(changes).map((step) => step.changes)

const mark = change("uninstall", MARKS, "clock")

describe("changes of enabled alone", () => {
  const entry = change("config_differs", CONFIG, "clock", "enabled")
  const record = change("config_differs", STATE, "states", "clock", "enabled")
  const status = change("config_differs", STATE, "states", "clock", "status")

  it("come first, in one step for both files", () => {
    assert.deepStrictEqual(steps([mark, record, status, entry]), [[record, status, entry], [mark]])
  })

  it("stay among the others where the record is made as a whole", () => {
    const whole = change("record_invalid", STATE, "states", "clock")
    assert.deepStrictEqual(steps([mark, whole, entry]), [[mark], [whole], [entry]])
  })

  it("come first beside a whole record of another plugin", () => {
    const other = { ...change("record_invalid", STATE, "states", "news"), plugin_id: "news" }
    assert.deepStrictEqual(steps([other, entry]), [[entry], [other]])
  })

  it("come first beside what is changed inside another value of the same plugin", () => {
    const version = change("version_differs", STATE, "states", "clock", "version")
    assert.deepStrictEqual(steps([version, entry]), [[entry], [version]])
  })

  it("come first beside another file's member of the same plugin", () => {
    assert.deepStrictEqual(steps([mark, entry]), [[entry], [mark]])
  })
})

describe("a change", () => {
  it.each([
    ["enabled, where the sides differed", change("config_differs", CONFIG, "clock", "enabled")],
    [
      "the record's status, where they differed",
      change("config_differs", STATE, "states", "clock", "status")
    ],
    ["enabled, asked for", change("enable", CONFIG, "clock", "enabled")],
    ["status, asked for", change("disable", STATE, "states", "clock", "status")],
    ["an entry made to enable", change("enable", CONFIG, "clock")],
    ["a record made to disable", change("disable", STATE, "states", "clock")]
  ])("of %s is one of enabled", (_title, one) => {
    assert.deepStrictEqual(steps([mark, one]), [[one], [mark]])
  })

  it.each([
    ["enabled, in a repair of something else", change("entry_missing", CONFIG, "clock", "enabled")],
    ["a whole entry in a repair", change("config_differs", CONFIG, "clock")],
    ["another field", change("enable", STATE, "states", "clock", "version")],
    ["another field where the sides differed", change("config_differs", STATE, "states", "clock", "version")],
    ["something inside of enabled", change("enable", CONFIG, "clock", "enabled", "deeper")],
    ["another's entry", change("enable", CONFIG, "news", "enabled")],
    ["another's record", change("enable", STATE, "states", "news", "enabled")],
    ["the saved state beside the records", change("enable", STATE, "other", "clock", "enabled")],
    ["the secrets", change("enable", "config/config_secrets.json", "clock", "enabled")],
    ["another file", change("enable", "data/reconciler/tombstones.json", "clock")]
  ])("of %s is none of enabled", (_title, one) => {
    assert.deepStrictEqual(steps([mark, one]), [[mark], [one]])
  })
})

it("no changes are no step", () => {
  assert.deepStrictEqual(steps([]), [])
})

it.effect("a record that a repair writes is not offered to who keeps enabled in memory", () =>
  spec(
    { config: {} },
    Effect.gen(function* () {
      const asked: Array<string> = []
      const entry = { ...change("entry_missing", CONFIG, "clock"), after: { enabled: true } }
      for (const { make } of stepsOf([entry])) {
        yield* Effect.provideService(make, EnabledSwitch, {
          set: (plugin) =>
            Effect.sync(() => {
              asked.push(plugin)
              return true
            })
        })
      }
      assert.deepStrictEqual([asked, yield* readJson(CONFIG)], [[], { clock: { enabled: true } }])
    })
  )
)
