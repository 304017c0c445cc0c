/** The registry over a real local server: what is fetched, kept, believed, and when it is asked again. */
import { assert, describe, it } from "@effect/vitest"
import { NodeServices } from "@effect/platform-node"
import { Effect, FileSystem, Layer, Option } from "effect"
import { readFileSync } from "node:fs"
import { NodeFileReader } from "../../../../src/node/NodeFileReader.ts"
import { NodeFileWriter } from "../../../../src/node/NodeFileWriter.ts"
import { NodeHttp } from "../../../../src/node/NodeHttp.ts"
import { readRegistry } from "../../../../src/domain/store/Registry.ts"
import { Installation } from "../../../../src/services/installation/Installation.ts"
import { PluginRegistry } from "../../../../src/services/PluginStore.ts"
import { PluginRegistryLive } from "../../../../src/services/store/StoreLive.ts"
import { StoreSettings } from "../../../../src/services/store/StoreSettings.ts"
import { type Answering, directoryWith, serving } from "../../../support/realInstallation.ts"

const registryText = JSON.stringify({ plugins: [{ id: "clock" }] })

/** A server that answers in turn, the last answer for ever, and counts what it was asked. */
const inTurn = (...answers: ReadonlyArray<Answering>) => {
  const asked: Array<string | undefined> = []
  const answer: Answering = (request, response) => {
    asked.push(request.headers["if-none-match"])
    answers[Math.min(asked.length, answers.length) - 1]?.(request, response)
  }
  return { asked, answer }
}

const good: Answering = (_request, response) => {
  response.writeHead(200, { etag: '"1"' }).end(registryText)
}
const status =
  (code: number, headers: { readonly [name: string]: string } = {}): Answering =>
  (_request, response) => {
    response.writeHead(code, headers).end("no")
  }
const body =
  (text: string): Answering =>
  (_request, response) => {
    response.end(text)
  }

const MIB = new Uint8Array(1024 * 1024)

/** Zeros until the client hangs up. */
const withoutEnd: Answering = (_request, response) => {
  const more = () => {
    while (!response.destroyed && response.write(MIB));
  }
  response.on("drain", more)
  more()
}

const registryOn = (root: string, registry: string, offline = false) =>
  PluginRegistryLive.pipe(
    Layer.provide(
      Layer.mergeAll(
        NodeFileReader.layer,
        NodeFileWriter.layer,
        NodeHttp.layer,
        Layer.succeed(Installation, Installation.at(root)),
        Layer.succeed(StoreSettings, { ...StoreSettings.defaults, registry, offline })
      )
    )
  )

const get = PluginRegistry.use((registry) => registry.get)

const withRegistry = <A, E>(
  answer: Answering,
  use: (root: string, address: string) => Effect.Effect<A, E, PluginRegistry>
) =>
  Effect.gen(function* () {
    const root = yield* directoryWith({ "config/config.json": "{}", "data/.keep": "" })
    const address = yield* serving(answer)
    return yield* use(root, address).pipe(Effect.provide(registryOn(root, address), { local: true }))
  })

describe("the registry", () => {
  it.live("is fetched once for a thousand callers at the same time", () => {
    const { answer, asked } = inTurn(good)
    return Effect.gen(function* () {
      yield* withRegistry(answer, () =>
        Effect.all(
          Array.from({ length: 1000 }, () => get),
          { concurrency: "unbounded" }
        )
      )
      assert.lengthOf(asked, 1)
    })
  })

  it.live("is kept across processes for a quarter of an hour", () => {
    const { answer, asked } = inTurn(good)
    return withRegistry(answer, (root, address) =>
      Effect.gen(function* () {
        yield* get
        const copy = yield* get.pipe(Effect.provide(registryOn(root, address), { local: true }))
        assert.isFalse(copy.stale)
        assert.lengthOf(asked, 1)
      })
    )
  })

  it.live("is revalidated, and fresh again where it did not change", () => {
    const { answer, asked } = inTurn(good, status(304))
    return withRegistry(answer, () =>
      Effect.gen(function* () {
        yield* get
        yield* PluginRegistry.use((registry) => registry.invalidate)
        const copy = yield* get
        assert.deepStrictEqual(asked, [undefined, '"1"'])
        assert.deepStrictEqual([copy.stale, copy.registry.entries.map(({ id }) => id)], [false, ["clock"]])
      })
    )
  })

  it.live.each([
    ["control characters", '"a\tb"'],
    ["characters beyond ASCII", '"v\u00e9"'],
    ["no end", `"${"x".repeat(8000)}"`]
  ])("is fetched anew where the ETag has %s", ([, etag]) => {
    const { answer, asked } = inTurn((_request, response) => {
      response.writeHead(200, { etag }).end(registryText)
    })
    return withRegistry(answer, () =>
      Effect.gen(function* () {
        yield* get
        yield* PluginRegistry.use((registry) => registry.invalidate)
        const copy = yield* get
        assert.deepStrictEqual([copy.stale, asked], [false, [undefined, undefined]])
      })
    )
  })

  it.live("is fetched anew where the ETag in the copy at hand cannot be sent", () => {
    const { answer, asked } = inTurn(good)
    return withRegistry(answer, (root, address) =>
      Effect.gen(function* () {
        const fs = yield* FileSystem.FileSystem
        yield* fs.makeDirectory(`${root}/data/reconciler`)
        const stored = { address, etag: "\u65e5\n", fetched_at: 0, body: { plugins: [] } }
        yield* fs.writeFileString(`${root}/data/reconciler/registry.json`, JSON.stringify(stored))
        const copy = yield* get
        assert.deepStrictEqual([copy.stale, asked], [false, [undefined]])
      }).pipe(Effect.provide(NodeServices.layer))
    )
  })

  it.live.each([
    ["an error of the server", status(500)],
    ["a page", body("<html>no</html>")],
    ["an empty object", body("{}")],
    ["a list", body("[]")],
    ["plugins that are no list", body('{"plugins": {}}')],
    ["nothing there", status(404)],
    ["a list of plugins that is empty", body('{"plugins": []}')],
    ["an answer without end", withoutEnd],
    ["too many requests", status(429, { "retry-after": "3600" })],
    [
      "an answer that breaks off",
      (_request, response) => {
        response.writeHead(200, { "content-length": "5000" })
        response.write('{"plugins": [')
        response.destroy()
      }
    ]
  ] satisfies ReadonlyArray<readonly [string, Answering]>)(
    "serves the last good copy, marked stale, after %s",
    ([, answerLater]) => {
      const { answer } = inTurn(good, answerLater)
      return withRegistry(answer, () =>
        Effect.gen(function* () {
          yield* get
          yield* PluginRegistry.use((registry) => registry.invalidate)
          const copy = yield* get
          assert.deepStrictEqual([copy.stale, copy.registry.entries.map(({ id }) => id)], [true, ["clock"]])
        })
      )
    }
  )

  it.live("may be empty where there was none before, or an empty one", () => {
    const { answer } = inTurn(body('{"plugins": []}'))
    return withRegistry(answer, () =>
      Effect.gen(function* () {
        assert.isFalse((yield* get).stale)
        yield* PluginRegistry.use((registry) => registry.invalidate)
        assert.isFalse((yield* get).stale)
      })
    )
  })

  it.live("may be one of which no entry can be read: that is no empty list", () => {
    const { answer } = inTurn(good, body('{"plugins": [{"id": 5}]}'))
    return withRegistry(answer, () =>
      Effect.gen(function* () {
        yield* get
        yield* PluginRegistry.use((registry) => registry.invalidate)
        const { registry, stale } = yield* get
        assert.deepStrictEqual([stale, registry.entries.length, registry.skipped.length], [false, 0, 1])
      })
    )
  })

  it.live("is refused once it is larger than 32 MiB", () =>
    withRegistry(withoutEnd, () =>
      Effect.gen(function* () {
        assert.include((yield* Effect.flip(get)).message, `it is larger than ${32 * MIB.byteLength} bytes`)
      })
    )
  )

  it.live("is a transient failure where there is no copy", () =>
    withRegistry(status(500), () =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(get)
        assert.deepStrictEqual([error.reason._tag, error.transient], ["RegistryUnreachable", true])
      })
    )
  )

  it.live("is not asked again for a minute after a failure", () => {
    const { answer, asked } = inTurn(status(400))
    return withRegistry(answer, () =>
      Effect.gen(function* () {
        yield* Effect.flip(get)
        yield* Effect.flip(get)
        assert.lengthOf(asked, 1)
      })
    )
  })

  it.live("is asked at once when it is invalidated, back-off or not", () => {
    const { answer, asked } = inTurn(status(400), good)
    return withRegistry(answer, () =>
      Effect.gen(function* () {
        yield* Effect.flip(get)
        yield* PluginRegistry.use((registry) => registry.invalidate)
        assert.isFalse((yield* get).stale)
        assert.lengthOf(asked, 2)
      })
    )
  })

  it.live("is not asked for when offline; the copy at hand counts as stale once it is old", () => {
    const { answer, asked } = inTurn(good)
    return withRegistry(answer, (root, address) =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(
          get.pipe(Effect.provide(registryOn(root, address, true), { local: true }))
        )
        assert.isTrue(error.transient)
        assert.lengthOf(asked, 0)
      })
    )
  })

  it.live("of another address is another registry", () => {
    const { answer } = inTurn(good)
    return withRegistry(answer, (root) =>
      Effect.gen(function* () {
        yield* get
        const other = PluginRegistry.use((registry) => registry.known)
        const known = yield* other.pipe(
          Effect.provide(registryOn(root, "http://127.0.0.1:9/other"), { local: true })
        )
        assert.isTrue(Option.isNone(known))
      })
    )
  })

  it.effect("loses an entry that cannot be read, and only that one", () =>
    Effect.sync(() => {
      const read = Option.getOrThrow(
        readRegistry({ plugins: [{ id: 5 }, { id: "clock" }, null, { id: "s", type: "skin" }] })
      )
      assert.deepStrictEqual([read.entries.map(({ id }) => id), read.skipped.length], [["clock"], 2])
    })
  )

  it.each([
    ["plugins.json", 18],
    ["plugins-2026-08-31.condensed.json", 48]
  ])("of %s loads in full", (name, count) => {
    const text = readFileSync(new URL(`../../../support/fixtures/registry/${name}`, import.meta.url), "utf8")
    const read = Option.getOrThrow(readRegistry(JSON.parse(text)))
    assert.deepStrictEqual([read.entries.length, read.skipped.length], [count, 0])
  })
})
