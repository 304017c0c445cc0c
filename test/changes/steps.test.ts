/** In which steps changes are made: those of `enabled` alone come first and together, the others file by file. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { Change, setValue, type ValueFile } from "../../src/domain/changes/Change.ts"
import { stepAfter, stepBefore, stepsOf } from "../../src/changes/steps.ts"
import { EnabledSwitch } from "../../src/services/writing/EnabledSwitch.ts"
import { spec } from "../support/operating.ts"
import { readJson } from "../support/reconciling.ts"

const CONFIG = "config"
const STATE = "state"

const change = (file: ValueFile, ...key: ReadonlyArray<string>) =>
  setValue({ plugin: "clock", cause: "any", file, key }, undefined, true)

const steps = (changes: ReadonlyArray<Change>, enabledOnly = false) =>
  stepsOf(changes, enabledOnly).map((step) => step.changes)

const mark = Change.AddMember({ plugin: "clock", cause: "any", list: "marks", member: "clock" })

describe("changes of enabled alone", () => {
  const entry = change(CONFIG, "clock", "enabled")
  const record = change(STATE, "states", "clock", "enabled")
  const status = change(STATE, "states", "clock", "status")

  it("come first, in one step for both files", () => {
    assert.deepStrictEqual(steps([mark, record, status, entry]), [[record, status, entry], [mark]])
  })

  it("stay among the others where the record is made as a whole", () => {
    const whole = change(STATE, "states", "clock")
    assert.deepStrictEqual(steps([mark, whole, entry]), [[mark], [whole], [entry]])
  })

  it("come first beside a whole record of another plugin", () => {
    const other = { ...change(STATE, "states", "news"), plugin: "news" }
    assert.deepStrictEqual(steps([other, entry]), [[entry], [other]])
  })

  it("come first with a whole record, where nothing else was asked for", () => {
    const whole = change(STATE, "states", "clock")
    assert.deepStrictEqual(steps([mark, whole, entry], true), [[whole, entry], [mark]])
  })

  it("come first beside what is changed inside another value of the same plugin", () => {
    const version = change(STATE, "states", "clock", "version")
    assert.deepStrictEqual(steps([version, entry]), [[entry], [version]])
  })

  it("come first beside another file's member of the same plugin", () => {
    assert.deepStrictEqual(steps([mark, entry]), [[entry], [mark]])
  })
})

describe("a change", () => {
  it.each([
    ["the entry's enabled", change(CONFIG, "clock", "enabled")],
    ["the record's enabled", change(STATE, "states", "clock", "enabled")],
    ["the record's status", change(STATE, "states", "clock", "status")]
  ])("of %s is one of enabled", (_title, one) => {
    assert.deepStrictEqual(steps([mark, one]), [[one], [mark]])
  })

  it.each([
    ["an entry", change(CONFIG, "clock")],
    ["a record", change(STATE, "states", "clock")]
  ])("that makes %s is one of enabled where nothing else was asked for", (_title, one) => {
    assert.deepStrictEqual(steps([mark, one]), [[mark], [one]])
    assert.deepStrictEqual(steps([mark, one], true), [[one], [mark]])
  })

  it.each([
    ["another field", change(STATE, "states", "clock", "version")],
    ["something inside of enabled", change(CONFIG, "clock", "enabled", "deeper")],
    ["another's entry", change(CONFIG, "news", "enabled")],
    ["another's record", change(STATE, "states", "news", "enabled")],
    ["the saved state beside the records", change(STATE, "other", "clock", "enabled")],
    ["the secrets", change("secrets", "clock", "enabled")],
    ["the secrets below what the saved state is called", change("secrets", "states", "clock", "enabled")],
    ["another file", Change.AddMember({ plugin: "clock", cause: "any", list: "tombstones", member: "clock" })]
  ])("of %s is none of enabled, also where enabled was asked for", (_title, one) => {
    assert.deepStrictEqual(steps([mark, one]), [[mark], [one]])
    assert.deepStrictEqual(steps([mark, one], true), [[mark], [one]])
  })
})

it("a step stands after others, or before them", () => {
  const step = (name: string) => ({ changes: [change(CONFIG, name)], carryOut: Effect.die(name) })
  const [a, b, c] = [step("a"), step("b"), step("c")]
  assert.deepStrictEqual(stepAfter([a, b], c), [a, b, c])
  assert.deepStrictEqual(stepBefore(a, [b, c]), [a, b, c])
})

it("no changes are no step", () => {
  assert.deepStrictEqual(steps([]), [])
})

it.effect("an entry that a repair adds is not offered to LEDMatrix", () =>
  spec(
    { config: {} },
    Effect.gen(function* () {
      const asked: Array<string> = []
      const entry = { ...change(CONFIG, "clock"), to: { enabled: true } }
      for (const { carryOut } of stepsOf([entry])) {
        yield* Effect.provideService(carryOut, EnabledSwitch, {
          set: (plugin) =>
            Effect.sync(() => {
              asked.push(plugin)
              return true
            })
        })
      }
      assert.deepStrictEqual(
        [asked, yield* readJson("config/config.json")],
        [[], { clock: { enabled: true } }]
      )
    })
  )
)
