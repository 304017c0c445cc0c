/** Where a document names a setting that stands in the secrets file of a sign. */
import { assert, describe, it } from "@effect/vitest"
import type {
  DesiredDocument,
  DesiredPlugins,
  SettingsPatch
} from "../../../src/domain/desired/DesiredDocument.ts"
import { namedSecret } from "../../../src/domain/desired/namedSecret.ts"

const setting = (id: string, settings: SettingsPatch | null): DesiredPlugins => new Map([[id, { settings }]])

const document = (fields: Partial<DesiredDocument>): DesiredDocument => ({
  plugins: new Map(),
  groups: new Map(),
  signs: new Map(),
  others: "keep",
  share: 1,
  serial: undefined,
  ...fields
})

const secrets = { weather: { auth: { api_key: "s3cret" } } }
const key = setting("weather", { auth: { api_key: "mine" } })

describe("a secret that a document names", () => {
  it.each<[string, Partial<DesiredDocument>, ReadonlyArray<string>]>([
    ["for all signs is found there", { plugins: key }, ["plugins", "weather", "settings", "auth", "api_key"]],
    [
      "for a group of the sign is found there",
      {
        groups: new Map([["bar", key]]),
        signs: new Map([["left", { groups: ["bar"], plugins: new Map() }]])
      },
      ["groups", "bar", "plugins", "weather", "settings", "auth", "api_key"]
    ],
    [
      "for the sign alone is found there",
      { signs: new Map([["left", { groups: [], plugins: key }]]) },
      ["signs", "left", "plugins", "weather", "settings", "auth", "api_key"]
    ],
    [
      "behind plugins without settings is found",
      { plugins: new Map([["clock", { enabled: true }], ...key]) },
      ["plugins", "weather", "settings", "auth", "api_key"]
    ]
  ])("%s", (_title, fields, path) => {
    assert.deepStrictEqual(namedSecret(document(fields), "left", secrets), path)
  })

  it("is all of the settings, where the secrets file holds no object for the plugin", () => {
    assert.deepStrictEqual(namedSecret(document({ plugins: key }), "left", { weather: "s3cret" }), [
      "plugins",
      "weather",
      "settings"
    ])
  })
})

describe("no secret is named", () => {
  it.each<[string, Partial<DesiredDocument>, unknown]>([
    ["where the sign has no secrets file", { plugins: key }, undefined],
    ["by a setting beside it", { plugins: setting("weather", { auth: { user: "me" } }) }, secrets],
    ["by a setting of another plugin", { plugins: setting("clock", { auth: { api_key: "x" } }) }, secrets],
    ["for another sign", { signs: new Map([["right", { groups: [], plugins: key }]]) }, secrets],
    ["for a group that the sign is not in", { groups: new Map([["bar", key]]) }, secrets],
    ["by a plugin without settings", { plugins: new Map([["weather", { enabled: true }]]) }, secrets],
    ["where all settings are removed", { plugins: setting("weather", null) }, secrets]
  ])("%s", (_title, fields, held) => {
    assert.isUndefined(namedSecret(document(fields), "left", held))
  })
})
