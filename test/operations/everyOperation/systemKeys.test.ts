/** LEDMatrix's own settings are in no operation's reach, also those that only its template tells of. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { install } from "../../../src/operations/install/install.ts"
import { setEnabled } from "../../../src/operations/setEnabled.ts"
import { uninstall } from "../../../src/operations/uninstall.ts"
import { at, refused, spec } from "../../support/operating.ts"
import { type Described, readJson } from "../../support/reconciling.ts"

const CONFIG = "config/config.json"
const MARKS = "config/uninstalled_plugins.json"
const TEMPLATE = "config/config.template.json"

const operations = [
  ["install", (id: string) => install(id)],
  ["uninstall", (id: string) => uninstall(id, { preserveConfig: false })],
  ["enable", (id: string) => setEnabled(id, true)],
  ["disable", (id: string) => setEnabled(id, false)]
] as const

const listed: Described = { config: { auto_update: { enabled: true } } }
const inTemplate: Described = {
  config: { night_mode: { enabled: true } },
  files: { [TEMPLATE]: `{"night_mode": {"enabled": false}, "target_fps": 100}` }
}

describe.each(operations)("%s", (_name, operation) => {
  it.effect.each([
    ["that LEDMatrix lists", "auto_update", listed],
    ["that LEDMatrix's template has", "night_mode", inTemplate]
  ] as const)("refuses a setting %s, and leaves it as it is", ([_what, id, described]) =>
    spec(
      described,
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* refused(operation(id)), {
          code: "system_key",
          message: `"${id}" is a key of LEDMatrix itself in config.json, not a plugin's`,
          path: CONFIG,
          hint: "`installed` lists the ids"
        })
        assert.deepStrictEqual(yield* readJson(CONFIG), described.config)
        assert.isUndefined(yield* readJson(MARKS))
      })
    )
  )

  it.effect("refuses it also where a plugin has the name of a listed one", () =>
    spec(
      { ...listed, plugins: { auto_update: {} } },
      Effect.gen(function* () {
        assert.strictEqual((yield* refused(operation("auto_update"))).code, "system_key")
        assert.deepStrictEqual(yield* readJson(CONFIG), listed.config)
      })
    )
  )
})

describe("a plugin whose settings are in the template", () => {
  it.effect("is a plugin where it is on disk", () =>
    spec(
      { ...inTemplate, plugins: { night_mode: {} } },
      Effect.gen(function* () {
        yield* setEnabled("night_mode", false)
        assert.strictEqual(yield* at(CONFIG, "night_mode", "enabled"), false)
      })
    )
  )
})
