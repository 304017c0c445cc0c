/** The registry and time: how old it may be, when it is asked again, and what lies on disk meanwhile. */
import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Fiber, Option } from "effect"
import { TestClock } from "effect/testing"
import { FileReader } from "../../../../src/ports/Files.ts"
import { PluginRegistry, PluginStore } from "../../../../src/services/PluginStore.ts"
import { MemoryFiles } from "../../../../src/testing/MemoryFiles.ts"
import { MEMORY_ROOT } from "../../../../src/testing/MemoryInstallation.ts"
import { inTurn, memory, type Network, NO_NETWORK, storeWith } from "../../support/storeOnMemory.ts"

const ADDRESS = "https://example.org/plugins.json"
const STORED = `${MEMORY_ROOT}/data/reconciler/registry.json`

const listing = (id: string) => () => new Response(JSON.stringify({ plugins: [{ id }] }))
const status =
  (code: number, headers: { readonly [name: string]: string } = {}) =>
  () =>
    new Response(code === 304 ? null : "no", { status: code, headers })
const broken = () => "broken" as const

const get = PluginRegistry.use((registry) => registry.get)
const known = PluginRegistry.use((registry) => registry.known)
const idsOf = ({ registry }: Effect.Success<typeof get>) => registry.entries.map(({ id }) => id)

/** Lets the time pass in which a broken file is looked at again; not so much that a request times out. */
const patiently = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const fiber = yield* Effect.forkChild(effect)
    yield* TestClock.adjust("300 millis")
    return yield* Fiber.join(fiber)
  })

const process = <A, E>(
  network: Network,
  use: Effect.Effect<A, E, PluginRegistry | PluginStore | MemoryFiles | FileReader>,
  settings: { readonly registry?: string; readonly offline?: boolean } = {}
) => Effect.provide(use, storeWith(network, { registry: ADDRESS, ...settings }), { local: true })

const withFiles = <A, E>(
  body: () => Effect.Effect<A, E, Layers>,
  files: { readonly [path: string]: string } = {}
) => Effect.suspend(body).pipe(Effect.provide(memory({ "config/config.json": "{}", ...files })))

type Layers = Effect.Services<ReturnType<typeof process<void, never>>> | MemoryFiles | FileReader

describe("a registry on the web", () => {
  it.effect("is asked again after 15 minutes, not before", () =>
    withFiles(() => {
      const { asked, network } = inTurn(listing("a"), listing("b"))
      return process(
        network,
        Effect.gen(function* () {
          yield* get
          yield* TestClock.adjust("14 minutes")
          assert.deepStrictEqual(idsOf(yield* get), ["a"])
          yield* TestClock.adjust("1 minute")
          assert.deepStrictEqual(idsOf(yield* get), ["b"])
          assert.lengthOf(asked, 2)
        })
      )
    })
  )

  it.effect("keeps its age across processes", () =>
    withFiles(() => {
      const { asked, network } = inTurn(listing("a"), listing("b"))
      return Effect.gen(function* () {
        yield* process(network, get)
        yield* TestClock.adjust("10 minutes")
        yield* process(
          network,
          Effect.gen(function* () {
            assert.deepStrictEqual(idsOf(yield* get), ["a"])
            yield* TestClock.adjust("6 minutes")
            assert.deepStrictEqual(idsOf(yield* get), ["b"])
          })
        )
        assert.lengthOf(asked, 2)
      })
    })
  )

  it.effect(
    "is asked again 60 seconds after a failure, not before, and serves the stale copy meanwhile",
    () =>
      withFiles(() => {
        const { asked, network } = inTurn(listing("a"), status(400), listing("b"))
        return process(
          network,
          Effect.gen(function* () {
            yield* get
            yield* TestClock.adjust("15 minutes")
            assert.isTrue((yield* get).stale)
            yield* TestClock.adjust("59 seconds")
            assert.isTrue((yield* get).stale)
            assert.lengthOf(asked, 2)
            yield* TestClock.adjust("1 second")
            const copy = yield* get
            assert.deepStrictEqual([copy.stale, idsOf(copy)], [false, ["b"]])
          })
        )
      })
  )

  it.effect("is asked again where the clock has gone back, in this process", () =>
    withFiles(() => {
      const { asked, network } = inTurn(listing("a"), listing("b"))
      return Effect.gen(function* () {
        yield* TestClock.setTime(10_000_000)
        yield* process(
          network,
          Effect.gen(function* () {
            yield* get
            yield* TestClock.setTime(5_000_000)
            assert.deepStrictEqual(idsOf(yield* get), ["b"])
            assert.deepStrictEqual(idsOf(yield* get), ["b"])
          })
        )
        assert.lengthOf(asked, 2)
      })
    })
  )

  it.effect("is asked again a minute after it failed, although the clock has gone back meanwhile", () =>
    withFiles(() => {
      const { asked, network } = inTurn(status(404), listing("a"))
      return Effect.gen(function* () {
        yield* TestClock.setTime(10_000_000)
        yield* process(
          network,
          Effect.gen(function* () {
            yield* Effect.flip(get)
            yield* TestClock.setTime(5_000_000)
            yield* TestClock.adjust("59 seconds")
            yield* Effect.flip(get)
            yield* TestClock.adjust("1 second")
            const both = yield* Effect.all([get, get], { concurrency: 2 })
            assert.deepStrictEqual(both.map(idsOf), [["a"], ["a"]])
          })
        )
        assert.lengthOf(asked, 2)
      })
    })
  )

  it.effect("is asked again where the clock has gone back, in the next process", () =>
    withFiles(() => {
      const { network } = inTurn(listing("a"), listing("b"))
      return Effect.gen(function* () {
        yield* TestClock.setTime(10_000_000)
        yield* process(network, get)
        yield* TestClock.setTime(5_000_000)
        assert.deepStrictEqual(idsOf(yield* process(network, get)), ["b"])
      })
    })
  )

  it.effect("is asked three times by one attempt on a dead network, within a few seconds", () =>
    withFiles(() => {
      const { asked, network } = inTurn(broken)
      return Effect.gen(function* () {
        const fiber = yield* Effect.forkChild(process(network, Effect.flip(get)))
        yield* TestClock.adjust("3 seconds")
        assert.strictEqual((yield* Fiber.join(fiber)).reason._tag, "RegistryUnreachable")
        assert.lengthOf(asked, 3)
      })
    })
  )

  it.effect("fails after 10 seconds without an answer", () =>
    withFiles(() =>
      Effect.gen(function* () {
        const fiber = yield* Effect.forkChild(process(() => Effect.never, Effect.flip(get)))
        yield* TestClock.adjust("9 seconds")
        assert.isUndefined(fiber.pollUnsafe())
        yield* TestClock.adjust("1 second")
        assert.isTrue((yield* Fiber.join(fiber)).transient)
      })
    )
  )

  it.effect.each(["5", "Thu, 01 Jan 1970 00:00:05 GMT"])(
    "is asked again as late as its server says, where that is soon: %s",
    (later) =>
      withFiles(() => {
        const { asked, network } = inTurn(status(429, { "retry-after": later }), listing("a"))
        return Effect.gen(function* () {
          const fiber = yield* Effect.forkChild(process(network, get))
          yield* TestClock.adjust("4 seconds")
          assert.lengthOf(asked, 1)
          yield* TestClock.adjust("1 second")
          assert.deepStrictEqual(idsOf(yield* Fiber.join(fiber)), ["a"])
        })
      })
  )

  it.effect("tells, until it is asked again, that it was not to be had, and until when it is not asked", () =>
    withFiles(() => {
      const { network } = inTurn(status(400), listing("a"))
      return process(
        network,
        Effect.gen(function* () {
          const told = PluginStore.use(({ registry }) => registry)
          assert.isNull(yield* told)
          yield* Effect.ignore(get)
          const failed = yield* told
          assert.deepStrictEqual(
            [failed?.stale, failed?.last_failure?.at, failed?.backing_off_until],
            [true, "1970-01-01T00:00:00.000Z", "1970-01-01T00:01:00.000Z"]
          )
          yield* TestClock.adjust("1 minute")
          assert.isNull((yield* told)?.backing_off_until ?? null)
          yield* get
          assert.deepNestedInclude(yield* told, { stale: false, last_failure: null })
        })
      )
    })
  )

  it.effect("is not waited for where its server says much later", () =>
    withFiles(() => {
      const { asked, network } = inTurn(status(503, { "retry-after": "600" }), listing("a"))
      return Effect.gen(function* () {
        assert.isTrue((yield* process(network, Effect.flip(get))).transient)
        assert.lengthOf(asked, 1)
      })
    })
  )

  it.effect("answers the others when one who waits for it is interrupted", () =>
    withFiles(() =>
      Effect.gen(function* () {
        const gate = yield* Deferred.make<void>()
        const { asked, network } = inTurn(listing("a"))
        const slow: Network = (url, headers) => Effect.andThen(Deferred.await(gate), network(url, headers))
        yield* process(
          slow,
          Effect.gen(function* () {
            const first = yield* Effect.forkChild(get, { startImmediately: true })
            const second = yield* Effect.forkChild(get, { startImmediately: true })
            yield* Effect.yieldNow
            yield* Fiber.interrupt(first)
            yield* Deferred.succeed(gate, undefined)
            assert.deepStrictEqual(idsOf(yield* Fiber.join(second)), ["a"])
          })
        )
        assert.lengthOf(asked, 1)
      })
    )
  )

  it.effect("sends no trace of ours along", () =>
    withFiles(() => {
      const sent: Array<string> = []
      const network: Network = (_url, headers) =>
        Effect.sync(() => {
          sent.push(...Object.keys(headers))
          return listing("a")()
        })
      return Effect.gen(function* () {
        yield* process(network, Effect.withSpan(get, "run"))
        assert.deepStrictEqual(sent, ["accept"])
      })
    })
  )

  it.effect("is kept in a file of the owner's alone", () =>
    withFiles(() =>
      Effect.gen(function* () {
        yield* process(inTurn(listing("a")).network, get)
        const reader = yield* FileReader
        const modeOf = (path: string) =>
          Effect.map(reader.stat(path), (stat) => Option.getOrThrow(stat).mode & 0o7777)
        assert.deepStrictEqual(
          [yield* modeOf(STORED), yield* modeOf(`${MEMORY_ROOT}/data/reconciler`)],
          [0o600, 0o700]
        )
      })
    )
  )

  it.effect("is served although it cannot be kept", () =>
    withFiles(() =>
      Effect.gen(function* () {
        yield* MemoryFiles.use((files) => files.failWhen(({ writes }) => writes, "EROFS"))
        assert.deepStrictEqual(idsOf(yield* process(inTurn(listing("a")).network, get)), ["a"])
      })
    )
  )

  it.effect.each([
    ["no JSON", "{"],
    ["of another shape", '{"address": 5}'],
    ["of another address", `{"address":"https://other/","fetched_at":0,"body":{"plugins":[{"id":"x"}]}}`],
    ["no registry", `{"address":"${ADDRESS}","fetched_at":0,"body":{}}`]
  ] as const)("is asked for where the copy at hand is %s", ([, text]) =>
    withFiles(
      () =>
        Effect.gen(function* () {
          assert.deepStrictEqual(idsOf(yield* patiently(process(inTurn(listing("a")).network, get))), ["a"])
        }),
      { "data/reconciler/registry.json": text }
    )
  )

  it.effect("is known without being asked for", () =>
    withFiles(() =>
      Effect.gen(function* () {
        assert.isTrue(Option.isNone(yield* process(NO_NETWORK, known)))
        yield* process(inTurn(listing("a")).network, get)
        const copy = yield* process(NO_NETWORK, known)
        assert.deepStrictEqual(Option.map(copy, idsOf), Option.some(["a"]))
      })
    )
  )

  it.effect("offline is fresh while the copy at hand is, then stale, and never asked", () =>
    withFiles(() => {
      const { asked, network } = inTurn(listing("a"))
      return Effect.gen(function* () {
        yield* process(network, get)
        yield* TestClock.adjust("14 minutes")
        assert.isFalse((yield* process(network, get, { offline: true })).stale)
        yield* TestClock.adjust("1 minute")
        assert.isTrue((yield* process(network, get, { offline: true })).stale)
        assert.lengthOf(asked, 1)
      })
    })
  )

  it.effect("offline without a copy is named without what may be a key in its address", () =>
    withFiles(() =>
      Effect.gen(function* () {
        const secret = { registry: `${ADDRESS}?token=s3cret`, offline: true }
        const error = yield* process(NO_NETWORK, Effect.flip(get), secret)
        assert.notInclude(error.message, "s3cret")
      })
    )
  )
})

const local = { registry: `${MEMORY_ROOT}/store/plugins.json` }
const store = (id: string) => ({ "store/plugins.json": JSON.stringify({ plugins: [{ id }] }) })

describe("a registry in a local file", () => {
  it.effect("is always fresh, and never kept elsewhere", () =>
    withFiles(
      () =>
        Effect.gen(function* () {
          yield* TestClock.adjust("1 day")
          const copy = yield* process(NO_NETWORK, get, { ...local, offline: true })
          assert.deepStrictEqual([copy.stale, idsOf(copy)], [false, ["a"]])
          assert.isUndefined(yield* MemoryFiles.use((files) => files.text(STORED)))
        }),
      store("a")
    )
  )

  it.effect("is seen as it is now, also by who only wants to know", () =>
    withFiles(
      () =>
        process(
          NO_NETWORK,
          Effect.gen(function* () {
            yield* get
            yield* known
            yield* TestClock.adjust("1 minute")
            const files = yield* MemoryFiles
            yield* files.put(local.registry, JSON.stringify({ plugins: [{ id: "b" }] }))
            assert.deepStrictEqual(Option.map(yield* known, idsOf), Option.some(["b"]))
            assert.deepStrictEqual(idsOf(yield* get), ["b"])
          }),
          local
        ),
      store("a")
    )
  )

  it.effect.each([
    ["missing", {}],
    ["no JSON", { "store/plugins.json": "<html>" }],
    ["no registry", { "store/plugins.json": "{}" }]
  ] as const)("is a transient failure where it is %s", ([, files]) =>
    withFiles(
      () =>
        Effect.gen(function* () {
          const error = yield* patiently(process(NO_NETWORK, Effect.flip(get), local))
          assert.deepStrictEqual([error.reason._tag, error.transient], ["RegistryUnreachable", true])
        }),
      files
    )
  )
})
