/** Rules 3 and 4 where LEDMatrix keeps no saved state: what its display runs is compared, told, and never repaired. */
import { assert, describe, it } from "@effect/vitest"
import type { DisplayStatus } from "../../../../src/domain/sources/Display.ts"
import { detect } from "../../../../src/reconcile/judge/detect.ts"
import { againstDisplay } from "../../../../src/reconcile/judge/rules/display.ts"
import { judgedBy } from "../../../support/judge/judging.ts"
import { type Model, policyOf, snapshotOf } from "../../../support/snapshots.ts"

const sign: Model = {
  ledmatrix: "3.8.0",
  config: { clock: { enabled: true }, news: { enabled: false }, music: {} },
  disk: { clock: { version: "1.2.0" }, news: { version: "1.0.0" }, music: {} }
}

const findings = (more: Partial<Model>) => detect(snapshotOf({ ...sign, ...more }), policyOf())

const running = (...ids: ReadonlyArray<string>) => Object.fromEntries(ids.map((id) => [id, {}]))

const reasons = (more: Partial<Model>) => findings(more).map(({ id, reason }) => `${id} ${reason}`)

describe("a display that does what config says", () => {
  it("is no finding", () => {
    assert.deepStrictEqual(reasons({ display: { plugins: running("clock") } }), [])
  })

  it("may know plugins that nothing else knows", () => {
    assert.deepStrictEqual(reasons({ display: { plugins: running("clock", "gone") } }), [])
  })
})

describe("a plugin that is on and not loaded", () => {
  it("is worded as LEDMatrix words it, with the display's error, and no fix acts on it", () => {
    const plugins = { clock: { loaded: false, state: "error", error: "No module named pytz" } }
    assert.deepStrictEqual(findings({ display: { plugins } }), [
      {
        id: "clock",
        type: "plugin_enabled_mismatch",
        reason: "not_loaded",
        description:
          "Plugin clock is enabled in config but the display has it not loaded (state error) (No module named pytz)",
        current: { loaded: false, state: "error" },
        expected: { loaded: true },
        fix: { _tag: "None" }
      }
    ])
  })

  it("is unloaded where the display does not list it", () => {
    const [finding] = findings({ display: {} })
    assert.deepInclude(finding, { id: "clock", current: { loaded: false, state: "unloaded" } })
  })

  it("is worded without an error where the display says none", () => {
    const [finding] = findings({ display: { plugins: { clock: { loaded: false, state: "unloaded" } } } })
    assert.strictEqual(
      finding?.description,
      "Plugin clock is enabled in config but the display has it not loaded (state unloaded)"
    )
  })

  it("is no finding where the display does not say whether it is loaded", () => {
    assert.deepStrictEqual(reasons({ display: { plugins: { clock: { loaded: undefined } } } }), [])
  })

  it("is rule 2's alone where it is not installed", () => {
    assert.deepStrictEqual(reasons({ disk: {}, config: { clock: { enabled: true } }, display: {} }), [
      "clock not_installed"
    ])
  })
})

describe("a plugin that is off and loaded", () => {
  const plugins = running("clock", "news", "music")

  it("is reported, also where its entry does not say", () => {
    assert.deepStrictEqual(reasons({ display: { plugins } }), ["music still_loaded", "news still_loaded"])
  })

  it("is rule 5's alone where its entry holds no boolean", () => {
    const config = { ...sign.config, news: { enabled: "no" }, music: { enabled: true } }
    assert.deepStrictEqual(reasons({ config, display: { plugins } }), ["news enabled_not_boolean"])
  })
})

describe("another version than the installed one", () => {
  const shows = (version: string, more: Partial<Model> = {}) =>
    findings({ ...more, display: { plugins: { clock: { version } } } })

  it("is worded as LEDMatrix words it", () => {
    assert.deepStrictEqual(shows("1.1.0"), [
      {
        id: "clock",
        type: "plugin_version_mismatch",
        reason: "older_version_runs",
        description:
          "Plugin clock 1.2.0 is installed but the display is running 1.1.0; restart the display to run it",
        current: { version: "1.1.0" },
        expected: { version: "1.2.0" },
        fix: { _tag: "None" }
      }
    ])
  })

  it("is none of a plugin that is not loaded", () => {
    const plugins = { clock: { loaded: undefined, version: "1.1.0" } }
    assert.deepStrictEqual(reasons({ display: { plugins } }), [])
  })

  it("is none of a plugin that has no entry", () => {
    const plugins = { clock: { version: "1.1.0" } }
    const config = { news: { enabled: false }, music: {} }
    assert.deepStrictEqual(
      findings({ config, display: { plugins } }).filter(({ type }) => type === "plugin_version_mismatch"),
      []
    )
  })

  it("is none where LEDMatrix keeps a saved state", () => {
    assert.deepStrictEqual(shows("1.1.0", { ledmatrix: "3.7.9" }), [])
  })

  it.each(["v1.2.0", " 1.2.0 ", ""])("is not %j", (version) => {
    assert.deepStrictEqual(shows(version), [])
  })

  it("is judged by the directory that LEDMatrix runs", () => {
    const disk = { ...sign.disk, "a-clock": { id: "clock", version: "9.9.9" } }
    assert.deepStrictEqual(
      shows("1.2.0", { disk }).map(({ reason }) => reason),
      ["duplicate_id"]
    )
  })
})

describe("a display that is not live", () => {
  it.each(["stale", "stalled", "stopped", "unknown"] satisfies ReadonlyArray<DisplayStatus>)(
    "says nothing: %s",
    (status) => {
      const plugins = { clock: { loaded: false }, news: { version: "0.1.0" } }
      assert.deepStrictEqual(reasons({ display: { status, plugins } }), [])
    }
  )

  it("says nothing where what LEDMatrix lists is of no display", () => {
    assert.deepStrictEqual(reasons({ manager: ["news"] }), [])
  })
})

describe("the rule for enabled, where there is no saved state", () => {
  const judge = judgedBy(againstDisplay)
  const says = (more: Partial<Model>) =>
    judge({ ...sign, ...more }).map((verdict) => [
      verdict._tag,
      verdict._tag === "Found" ? verdict.finding.reason : verdict.because
    ])

  it.each<[string, Partial<Model>, string, RegExp]>([
    ["without config", { unreadable: ["config"] }, "Skipped", /config/u],
    ["without the disk", { unreadable: ["disk"] }, "Skipped", /plugins directory/u],
    ["where LEDMatrix gives no answer", { unreadable: ["manager"] }, "Skipped", /LEDMatrix/u],
    ["of a plugin without an entry", { config: {} }, "Clear", /no entry/u],
    ["of a plugin that is not installed", { disk: {} }, "Clear", /not on disk/u],
    ["of a display that says nothing", { display: { status: "stopped" } }, "Clear", /stopped/u]
  ])("compares nothing %s, and says why", (_title, more, tag, because) => {
    const [verdict, ...others] = says({ display: { plugins: running("clock") }, ...more })
    assert.deepStrictEqual([verdict?.[0], others], [tag, []])
    assert.match(verdict?.[1] ?? "", because)
  })
})

describe("an older LEDMatrix", () => {
  it("is compared with its saved state, also where a display says something else", () => {
    assert.deepStrictEqual(reasons({ ledmatrix: "3.7.9", display: { plugins: running("news") } }), [])
  })
})
