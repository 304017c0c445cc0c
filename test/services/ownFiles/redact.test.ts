/** What the journal keeps to itself of the values that it tells. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import type { JournalChange } from "../../../src/domain/changes/Journal.ts"
import { LEFT_OUT } from "../../../src/domain/changes/leftOut.ts"
import type { JsonValue } from "../../../src/json/JsonValue.ts"
import { readSecretNames, redacted, redactedChange } from "../../../src/services/ownFiles/formats/redact.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"

const secrets = { names: new Set(["pin"]), values: new Set(["hidden value", "271828"]) }
const none = { names: new Set<string>(), values: new Set<string>() }

describe("a value", () => {
  it.each<readonly [JsonValue, JsonValue]>([
    ["Tampa", "Tampa"],
    ["hidden value", LEFT_OUT],
    ["a hidden value", LEFT_OUT],
    ["https://w.example/?q=Tampa&u=hidden%20value", LEFT_OUT],
    ["https://w.example/?u=hidden+value", LEFT_OUT],
    ["https://w.example/?city=Tampa&units=m", "https://w.example/?city=Tampa&units=m"],
    ["https://w.example/?city=Tampa&appid=0123", LEFT_OUT],
    ["https://w.example/?city=Tampa&api%5Fkey=0123", LEFT_OUT],
    ["https://w.example/#access_token=0123", LEFT_OUT],
    ["https://w.example/?hockey=on", "https://w.example/?hockey=on"],
    ["https://me:0123@w.example/", LEFT_OUT],
    ["me@example.org", "me@example.org"],
    [271828, LEFT_OUT],
    [5, 5],
    [null, null],
    [
      { api_key: "x", apiKey: "x", access_token: "x", client_secret: "x", passwordHint: "x" },
      {
        api_key: LEFT_OUT,
        apiKey: LEFT_OUT,
        access_token: LEFT_OUT,
        client_secret: LEFT_OUT,
        passwordHint: LEFT_OUT
      }
    ],
    [
      { pin: "1234", pins: "1234" },
      { pin: LEFT_OUT, pins: "1234" }
    ],
    [
      { pin: 1234, tokens: true },
      { pin: 1234, tokens: true }
    ],
    [
      { keys: ["a", { b: "c" }], city: "Tampa" },
      { keys: [LEFT_OUT, { b: LEFT_OUT }], city: "Tampa" }
    ],
    [
      ["hidden value", "x"],
      [LEFT_OUT, "x"]
    ]
  ])("that is %j is shown as %j", (value, told) => {
    assert.deepStrictEqual(redacted(value, secrets), told)
  })

  it("tells no text where the secrets are not known", () => {
    assert.deepStrictEqual(redacted({ city: "Tampa", n: 5, on: true }, undefined), {
      city: LEFT_OUT,
      n: 5,
      on: true
    })
  })
})

describe("a change", () => {
  const change = (file: string, more: Partial<JournalChange> = {}): JournalChange => ({
    plugin_id: "clock",
    reason: "x",
    file,
    before: { city: "Tampa", pin: "1" },
    after: { city: "Miami", pin: "2" },
    ...more
  })

  it("of the config tells what is no secret", () => {
    assert.deepStrictEqual(
      redactedChange(change("config/config.json"), secrets),
      change("config/config.json", {
        before: { city: "Tampa", pin: LEFT_OUT },
        after: { city: "Miami", pin: LEFT_OUT }
      })
    )
  })

  it("of the secrets tells nothing, not even its shape", () => {
    assert.deepStrictEqual(
      redactedChange(change("config/config_secrets.json"), none),
      change("config/config_secrets.json", { before: LEFT_OUT, after: LEFT_OUT })
    )
  })

  it("of the settings tells no text where the secrets are not known; of other files it does", () => {
    assert.deepInclude(redactedChange(change("config/config.json"), undefined), {
      before: { city: LEFT_OUT, pin: LEFT_OUT }
    })
    assert.deepInclude(redactedChange(change("data/plugin_state.json"), undefined), {
      before: { city: "Tampa", pin: "1" }
    })
  })

  it("keeps a spelling only where nothing of the value is left out", () => {
    const spelled = { text: '"clock": {"city": "Tampa"}' }
    const open = change("config/config.json", { before: { city: "Tampa" }, after: { city: "x" }, spelled })
    assert.deepStrictEqual(redactedChange(open, secrets), open)
    for (const more of [{ before: { pin: "1" } }, { after: { pin: "1" } }])
      assert.notProperty(redactedChange({ ...open, ...more }, secrets), "spelled")
  })

  it("keeps no spelling that holds what the value does not", () => {
    const text = '"clock": {"city": "hidden value", "city": "Tampa"}'
    const twice = change("config/config.json", { before: { city: "Tampa" }, after: {}, spelled: { text } })
    assert.notProperty(redactedChange(twice, secrets), "spelled")
  })

  it("of a single setting tells nothing where the setting's own name is that of a secret", () => {
    const single = change("config/config.json", { key: ["clock", "pin"], before: "1", after: "2" })
    assert.deepInclude(redactedChange(single, secrets), { before: LEFT_OUT, after: LEFT_OUT })
    const plugin = change("config/config.json", { key: ["pin", "city"], before: "1", after: "2" })
    assert.deepInclude(redactedChange(plugin, secrets), { before: "1", after: "2" })
  })

  it("tells of one side where there is one", () => {
    const { after: _after, ...removed } = change("config/config.json")
    const { before: _before, ...added } = change("config/config.json")
    assert.deepStrictEqual(redactedChange(removed, secrets), {
      ...removed,
      before: { city: "Tampa", pin: LEFT_OUT }
    })
    assert.deepStrictEqual(redactedChange(added, secrets), {
      ...added,
      after: { city: "Miami", pin: LEFT_OUT }
    })
    const moved = {
      plugin_id: "clock",
      reason: "x",
      file: "plugin-repos/clock",
      directory: { present: true }
    }
    assert.strictEqual(redactedChange(moved, secrets), moved)
  })
})

describe("the secrets of a file", () => {
  const read = (files: { readonly [path: string]: string }) =>
    Effect.map(readSecretNames("/secrets.json"), (found) =>
      found === undefined ? undefined : { names: [...found.names], values: [...found.values] }
    ).pipe(Effect.provide(MemoryFiles.layer(files)))

  it.effect("are the names and values in it, at any place", () =>
    Effect.gen(function* () {
      const text = JSON.stringify({
        weather: { api_key: "a long one", n: 5, list: ["another one", { inner: "third one" }] },
        clock: { login: { user: "somebody" }, code: 271828 },
        short: "abc",
        "": "nameless",
        four: "abcd"
      })
      assert.deepStrictEqual(yield* read({ "/secrets.json": text }), {
        names: ["api_key", "n", "list", "inner", "login", "user", "code", "short", "four"],
        values: ["a long one", "another one", "third one", "somebody", "271828", "nameless", "abcd"]
      })
    })
  )

  it.effect("are none where there is no such file", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* read({}), { names: [], values: [] })
    })
  )

  it.effect.each(["{", "[]", "5"])("are not known where it says %j", (text) =>
    Effect.gen(function* () {
      assert.isUndefined(yield* read({ "/secrets.json": text }))
    })
  )

  it.effect("are not known where it cannot be read", () =>
    Effect.gen(function* () {
      const files = yield* MemoryFiles
      yield* files.put("/secrets.json", "{}")
      yield* files.failWhen(({ name }) => name === "read", "EACCES")
      assert.isUndefined(yield* readSecretNames("/secrets.json"))
      yield* files.failWhen(({ name }) => name === "lstat", "EACCES")
      assert.isDefined(yield* readSecretNames("/secrets.json"))
    }).pipe(Effect.provide(MemoryFiles.layer()))
  )
})
