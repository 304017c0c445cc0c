/** Settings under an old key: they are put under the right one. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { resolve } from "../../../src/operations/resolve/resolve.ts"
import { undo } from "../../../src/operations/undo/undo.ts"
import { StoreSettings } from "../../../src/services/store/StoreSettings.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { at, onTheCommandLine, place, refused, spec, text } from "../../support/operating.ts"
import { type Described } from "../../support/reconciling.ts"

const CONFIG = "config/config.json"

describe("settings under an old key", () => {
  const copy = JSON.stringify({
    address: StoreSettings.defaults.registry,
    fetched_at: 0,
    body: { plugins: [{ id: "weather", plugin_path: "plugins/ledmatrix-weather" }, { id: "odds-ticker" }] }
  })
  const OLD = `{
  "timezone": "UTC",
  "odds_ticker": { "enabled": true,  "rate": 1.0, "api_key": "s3cret" },
  "display": {}
}
`
  const old = (config = OLD): Described => ({ config, files: { "data/reconciler/registry.json": copy } })
  const NEW = OLD.replace("odds_ticker", "odds-ticker")

  it.effect("stand under the right one afterwards, byte for byte and in the same place", () =>
    spec(
      old(),
      Effect.gen(function* () {
        yield* resolve("odds_ticker", undefined)
        assert.strictEqual(yield* text(CONFIG), NEW)
      })
    )
  )

  it.effect("stand under the old one again after undo, also what is not journalled", () =>
    spec(
      old(),
      Effect.gen(function* () {
        yield* resolve("odds_ticker", undefined)
        const journal = yield* MemoryFiles.use((files) => files.snapshot)
        assert.notInclude([...journal].filter(([path]) => path.includes("/journal/")).join(), "s3cret")
        yield* undo(undefined)
        assert.strictEqual(yield* text(CONFIG), OLD)
      })
    )
  )

  it.effect("take the place of an entry that is just switched off, and undo brings it back", () => {
    const both = OLD.replace(`"display": {}`, `"odds-ticker": { "enabled": false },\n  "display": {}`)
    return spec(
      old(both),
      Effect.gen(function* () {
        yield* resolve("odds_ticker", undefined)
        assert.strictEqual(yield* text(CONFIG), NEW)
        yield* undo(undefined)
        assert.deepStrictEqual(JSON.parse((yield* text(CONFIG)) ?? ""), JSON.parse(both))
      })
    )
  })

  it.effect("stay where the right key holds settings of its own", () => {
    const both = OLD.replace(`"display": {}`, `"odds-ticker": { "enabled": false, "rate": 2 }`)
    return spec(
      old(both),
      Effect.gen(function* () {
        assert.strictEqual((yield* refused(resolve("odds_ticker", undefined))).code, "nothing_to_resolve")
        assert.strictEqual(yield* text(CONFIG), both)
      })
    )
  })

  it.effect("that change at the same moment stay as they are then", () =>
    spec(
      old(),
      Effect.gen(function* () {
        const files = yield* MemoryFiles
        yield* files.before(({ name, path }) =>
          name === "rename" && path.endsWith(".intended.json")
            ? Effect.as(files.put(place(CONFIG), "{}"), undefined)
            : Effect.undefined
        )
        assert.strictEqual((yield* refused(resolve("odds_ticker", undefined))).code, "changed_meanwhile")
        assert.strictEqual(yield* text(CONFIG), "{}")
      })
    )
  )

  it.effect("under a directory's name move to its plugin's id", () =>
    spec(
      {
        config: { "my-clock": { enabled: true, city: "Tampa" } },
        plugins: { "my-clock": { id: "clock" } }
      },
      Effect.gen(function* () {
        yield* resolve("my-clock", undefined)
        assert.deepStrictEqual(yield* at(CONFIG, "clock"), { enabled: true, city: "Tampa" })
      })
    )
  )
})

describe("the notes of a resolution", () => {
  const underDirectory: Described = {
    config: { "my-clock": { enabled: true } },
    plugins: { "my-clock": { id: "clock" } }
  }

  it.effect.each([
    ["name the secrets that keep the old key", `{"my-clock": {}}`, ["my-clock: rename that one by hand"]],
    ["are none where the secrets have no such section", `{"clock": {}}`, []],
    ["are none where the secrets cannot be read", "{", []]
  ] as const)("%s", ([_title, secrets, notes]) =>
    spec(
      { ...underDirectory, files: { "config/config_secrets.json": secrets } },
      Effect.map(resolve("my-clock", undefined), (done) =>
        assert.deepStrictEqual(
          done.notes.map((note) => onTheCommandLine(note).replace(/^.* has a section /u, "")),
          [...notes]
        )
      )
    )
  )

  it.effect("say nothing of secrets where no entry was renamed", () =>
    spec(
      {
        config: { clock: { enabled: true } },
        plugins: { clock: {} },
        files: {
          "config/uninstalled_plugins.json": `["clock"]`,
          "config/config_secrets.json": `{"clock": {}}`
        }
      },
      Effect.map(resolve("clock", undefined), ({ notes }) => assert.deepStrictEqual(notes, []))
    )
  )
})
