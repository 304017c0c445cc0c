/** What a source says that holds nothing that can be read, and what it says that helps. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Option, Result } from "effect"
import { TestClock } from "effect/testing"
import { Config } from "../../../../src/services/Config.ts"
import { StateStore } from "../../../../src/services/StateStore.ts"
import { MemoryInstallation } from "../../../../src/testing/MemoryInstallation.ts"

/** The reading, with the pauses before further looks at a broken file. */
const patiently = <A, E, R>(read: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const fiber = yield* Effect.forkChild(read)
    yield* TestClock.adjust("1 minute")
    return yield* Fiber.join(fiber)
  })

const failureOf = <A, E, R>(read: Effect.Effect<Result.Result<A, E>, never, R>) =>
  Effect.map(patiently(read), (reading) => (Result.isFailure(reading) ? reading.failure : undefined))

const config = failureOf(Config.use(({ read }) => read))
const state = failureOf(
  Effect.map(
    StateStore.use(({ read }) => read),
    Option.getOrThrow
  )
)

const given = (files: { readonly [path: string]: string }) =>
  Effect.provide(MemoryInstallation.layer({ files }))

describe("a file that begins with a byte-order mark", () => {
  it.effect("is an error of its own, and says what takes it off", () =>
    Effect.gen(function* () {
      const failure = yield* config
      assert.deepInclude(failure, { code: "byte_order_mark", transient: false })
      assert.include(failure?.error, "--replace-broken takes it off")
    }).pipe(given({ "config/config.json": '\uFEFF{"clock": {}}' }))
  )

  it.effect("is one at every place", () =>
    Effect.gen(function* () {
      assert.deepInclude(yield* state, { code: "byte_order_mark" })
    }).pipe(given({ "data/plugin_state.json": '\uFEFF{"states": {}}' }))
  )
})

describe("the newest backup that can be read", () => {
  const backups = {
    "config/backups/config.json.backup.20260101_100000": "{}",
    "config/backups/config.json.backup.20260102_100000": "{}",
    "config/backups/config.json.backup.20260103_100000": "\0\0\0",
    "config/backups/config_secrets.json.backup.20260104_100000": "{}"
  }

  it.effect.each<[string, string | undefined]>([
    ["is full of zero bytes", "\0\0\0\0"],
    ["is empty", ""],
    ["breaks off", '{"a": '],
    ["is of the wrong shape", "[]"],
    ["is not there", undefined]
  ])("is named where the file %s", ([_title, text]) =>
    Effect.gen(function* () {
      const failure = yield* config
      assert.strictEqual(failure?.backup, "config/backups/config.json.backup.20260102_100000")
      assert.include(
        failure?.error,
        "the newest backup that can be read is config/backups/config.json.backup.20260102_100000"
      )
    }).pipe(given(text === undefined ? backups : { ...backups, "config/config.json": text }))
  )

  it.effect("may lie beside the file", () =>
    Effect.gen(function* () {
      assert.deepInclude(yield* config, { backup: "config/config.json.backup" })
    }).pipe(given({ "config/config.json": "{", "config/config.json.backup": "{}" }))
  )

  it.effect("is not named where only its content would be of another kind", () =>
    Effect.gen(function* () {
      assert.notProperty(yield* config, "backup")
    }).pipe(given({ "config/config.json": "{", "config/config.json.backup": "[]" }))
  )

  it.effect("is not looked for where a byte-order mark is all that is wrong", () =>
    Effect.gen(function* () {
      assert.notProperty(yield* config, "backup")
    }).pipe(given({ "config/config.json": "\uFEFF{}", "config/config.json.backup": "{}" }))
  )
})

describe("a saved state that no parser reads", () => {
  it.effect("says what makes it anew", () =>
    Effect.gen(function* () {
      assert.include((yield* state)?.error, "--replace-broken sets it aside and makes a new one")
    }).pipe(given({ "data/plugin_state.json": "" }))
  )
})
