/** LEDMatrix's plugin manager as a source: what is understood of its answers, and what is no answer. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Result } from "effect"
import { TestClock } from "effect/testing"
import type { SourceError } from "../../../src/domain/sources/Source.ts"
import { PluginManager } from "../../../src/services/PluginManager.ts"
import { ledmatrixInMemory } from "../../support/ledmatrix/inMemory.ts"
import { ledmatrix, type Version } from "../../support/ledmatrix/standIn.ts"
import { type Answering, directoryWith, liveServices, serving } from "../../support/realInstallation.ts"

const files = {
  "config/config.json": JSON.stringify({ clock: { enabled: true }, news: { enabled: false } }),
  "config/config_secrets.json": JSON.stringify({ weather: { api_key: "s3cr3t value" } }),
  "plugin-repos/clock-dir/manifest.json": JSON.stringify({ id: "clock", name: "Clock" }),
  "plugin-repos/news/manifest.json": JSON.stringify({ id: "news", name: "News" })
}

const disk = Result.succeed({
  path: "/root/plugin-repos",
  shownPath: "plugin-repos",
  plugins: [{ id: "clock", directory: "clock-dir", named: true, name: "Clock", version: undefined }],
  broken: [],
  taken: new Set<string>(),
  empty: false,
  setAside: new Map()
})

const read = PluginManager.use((manager) => manager.read(disk))

const readAt = Effect.fnUntraced(function* (address: string, root?: string) {
  const at = root ?? (yield* directoryWith(files))
  return yield* read.pipe(Effect.provide(liveServices(at, {}, address), { local: true }))
})

const errorOf = (reading: Result.Result<unknown, SourceError>): SourceError | undefined =>
  Result.isFailure(reading) ? reading.failure : undefined

const list =
  (...plugins: ReadonlyArray<unknown>): Answering =>
  (_request, response) => {
    response.end(JSON.stringify({ status: "success", data: { plugins } }))
  }

/** What is read from a server that answers so. */
const answeredWith = (answer: Answering) => Effect.flatMap(serving(answer), (address) => readAt(address))

describe("a LEDMatrix that answers", () => {
  for (const version of ["April 2026", "August 2026"] satisfies ReadonlyArray<Version>) {
    it.live(`tells what is discovered and loaded (${version})`, () =>
      Effect.gen(function* () {
        const root = yield* directoryWith(files)
        const { address } = yield* ledmatrix(root, version)
        const view = Result.getOrThrow(yield* readAt(address, root))
        assert.deepStrictEqual(
          [...view.plugins.values()],
          [
            { id: "clock", directory: "clock-dir", loaded: true, error: undefined },
            { id: "news", directory: undefined, loaded: false, error: undefined }
          ]
        )
      })
    )
  }

  it.live("cannot tell what is loaded where its display does not run (October 2026)", () =>
    Effect.gen(function* () {
      const root = yield* directoryWith(files)
      const { address } = yield* ledmatrix(root, "October 2026")
      const view = Result.getOrThrow(yield* readAt(address, root))
      assert.deepStrictEqual(
        [...view.plugins.values()],
        [
          { id: "clock", directory: "clock-dir", loaded: undefined, error: undefined },
          { id: "news", directory: undefined, loaded: undefined, error: undefined }
        ]
      )
    })
  )

  it.live("tells why a plugin could not be loaded", () =>
    Effect.gen(function* () {
      const root = yield* directoryWith(files)
      const { address, standIn } = yield* ledmatrix(root)
      standIn.failures.set("clock", { error: "No module named 'pytz'", timestamp: 1 })
      const view = Result.getOrThrow(yield* readAt(address, root))
      assert.strictEqual(view.plugins.get("clock")?.error, "No module named 'pytz'")
    })
  )

  it.live("loses only the entries that cannot be used", () =>
    Effect.gen(function* () {
      const view = Result.getOrThrow(
        yield* answeredWith(
          list(
            null,
            { id: 3, loaded: true },
            { id: "", loaded: true },
            { id: "odd" },
            { id: "clock", loaded: true }
          )
        )
      )
      assert.deepStrictEqual([...view.plugins.keys()], ["clock"])
    })
  )

  it.live("is asked below the path that its address has", () => {
    const asked: Array<string | undefined> = []
    return Effect.gen(function* () {
      const address = yield* serving((request, response) => {
        asked.push(request.url)
        list()(request, response)
      })
      yield* readAt(`${address}/sign`)
      assert.deepStrictEqual(asked, ["/sign/api/v3/plugins/installed"])
    })
  })
})

const shown: ReadonlyArray<readonly [what: string, error: unknown, told: string]> = [
  ["a text", "boom", "boom"],
  ["an object with a message", { message: "boom", type: "ImportError" }, "boom"],
  ["several lines", "Traceback:\n  boom\n", "Traceback: boom"],
  ["nothing, of a plugin that failed", null, "LEDMatrix does not say why"],
  ["a secret of its owner's", "401 for key s3cr3t value!", "401 for key ‹left out›!"],
  ["a secret in an address", "GET http://a/b/s3cr3t%20value", "GET http://a/b/‹left out›"],
  [
    "a query, which may hold a key",
    "GET https://a.example/x?appid=123 failed",
    "GET https://a.example/x failed"
  ],
  ["a password in an address", "https://me:pw@a.example/x failed", "https://a.example/x failed"],
  ["more than anybody reads", "x".repeat(100_000), `${"x".repeat(300)}…`]
]

describe("why a plugin could not be loaded", () => {
  for (const [what, error_info, told] of shown) {
    it.live(`is shown short and without secrets: ${what}`, () =>
      Effect.gen(function* () {
        const view = Result.getOrThrow(
          yield* answeredWith(list({ id: "clock", loaded: false, state: "error", error_info }))
        )
        assert.strictEqual(view.plugins.get("clock")?.error, told)
      })
    )
  }

  it.live("is not shown while the secrets cannot be read", () =>
    Effect.gen(function* () {
      const address = yield* serving(list({ id: "clock", loaded: false, error_info: "401 for key abc" }))
      const root = yield* directoryWith({ ...files, "config/config_secrets.json": "{ broken" })
      const view = Result.getOrThrow(yield* readAt(address, root))
      assert.strictEqual(view.plugins.get("clock")?.error, "‹left out›")
    })
  )
})

const answers: ReadonlyArray<readonly [what: string, code: string, answer: Answering]> = [
  [
    "a page",
    "not_ledmatrix",
    (_request, response) => {
      response.writeHead(200, { "content-type": "text/html" }).end("<html>Welcome</html>")
    }
  ],
  [
    "a redirect, as a portal's",
    "not_ledmatrix",
    (_request, response) => {
      response.writeHead(302, { location: "http://portal.example/login" }).end()
    }
  ],
  [
    "JSON of another program",
    "not_ledmatrix",
    (_request, response) => {
      response.end(JSON.stringify({ plugins: [] }))
    }
  ],
  [
    "a success without a list",
    "not_ledmatrix",
    (_request, response) => {
      response.end(JSON.stringify({ status: "success", data: {} }))
    }
  ],
  [
    "an endless answer",
    "not_ledmatrix",
    (_request, response) => {
      const piece = Buffer.alloc(1 << 20, " ")
      const more = (): void => {
        while (response.write(piece));
        response.once("drain", more)
      }
      more()
    }
  ],
  [
    "LEDMatrix's own error",
    "ledmatrix_refused",
    (_request, response) => {
      response.writeHead(500).end(JSON.stringify({ status: "error", message: "no plugin manager" }))
    }
  ],
  [
    "a proxy's error",
    "ledmatrix_unreachable",
    (_request, response) => {
      response.writeHead(502).end("<html>Bad Gateway</html>")
    }
  ],
  [
    "too many requests",
    "ledmatrix_unreachable",
    (_request, response) => {
      response.writeHead(429).end("slow down")
    }
  ],
  [
    "a connection that breaks off",
    "ledmatrix_unreachable",
    (_request, response) => {
      response.writeHead(200, { "content-length": "1000" }).write("{")
      response.destroy()
    }
  ]
]

describe("a LEDMatrix that cannot be asked", () => {
  for (const [what, code, answer] of answers) {
    it.live(`is a source that cannot be read: ${what}`, () =>
      Effect.gen(function* () {
        const error = errorOf(yield* answeredWith(answer))
        assert.deepStrictEqual([error?.source, error?.code, error?.transient], ["manager", code, true])
      })
    )
  }

  it.live("is a source that cannot be read: no server listens there", () =>
    Effect.gen(function* () {
      const address = yield* Effect.scoped(serving(list()))
      const error = errorOf(yield* readAt(address))
      assert.strictEqual(error?.code, "ledmatrix_unreachable")
      assert.include(error?.message, `${address}/api/v3/plugins/installed`)
    })
  )

  it.effect("is a source that cannot be read: it does not answer within ten seconds", () =>
    Effect.gen(function* () {
      const reading = yield* Effect.forkChild(read)
      yield* TestClock.adjust("10 seconds")
      const error = errorOf(yield* Fiber.join(reading))
      assert.deepStrictEqual([error?.code, error?.source], ["ledmatrix_unreachable", "manager"])
    }).pipe(Effect.provide(ledmatrixInMemory(() => Effect.never)))
  )
})

const counting = (answers: () => Response) => {
  let asked = 0
  const layer = ledmatrixInMemory(() =>
    Effect.sync(() => {
      asked += 1
      return answers()
    })
  )
  return { layer, asked: () => asked }
}

const good = () => Response.json({ status: "success", data: { plugins: [{ id: "clock", loaded: true }] } })

describe("asking LEDMatrix", () => {
  it.effect("once does for all that want to know within five seconds", () => {
    const { asked, layer } = counting(good)
    return Effect.gen(function* () {
      yield* Effect.all([read, read, read], { concurrency: "unbounded" })
      yield* TestClock.adjust("4 seconds")
      yield* read
      assert.strictEqual(asked(), 1)
      yield* TestClock.adjust("2 seconds")
      yield* read
      assert.strictEqual(asked(), 2)
    }).pipe(Effect.provide(layer))
  })

  it.effect("that failed is not repeated within three seconds", () => {
    const { asked, layer } = counting(() => new Response("<html>", { status: 503 }))
    return Effect.gen(function* () {
      yield* read
      yield* TestClock.adjust("2 seconds")
      yield* read
      assert.strictEqual(asked(), 1)
      yield* TestClock.adjust("1 second")
      yield* read
      assert.strictEqual(asked(), 2)
    }).pipe(Effect.provide(layer))
  })

  it.effect("again and being told the same gives the very same view", () => {
    const { layer } = counting(good)
    return Effect.gen(function* () {
      const before = Result.getOrThrow(yield* read)
      yield* TestClock.adjust("10 seconds")
      assert.strictEqual(Result.getOrThrow(yield* read), before)
    }).pipe(Effect.provide(layer))
  })

  it.effect("goes on where the clock has gone back", () => {
    const { asked, layer } = counting(good)
    return Effect.gen(function* () {
      yield* TestClock.adjust("1 hour")
      yield* read
      yield* TestClock.setTime(0)
      yield* read
      assert.strictEqual(asked(), 2)
    }).pipe(Effect.provide(layer))
  })

  it.live("tells it nothing but the request", () => {
    const headers: Array<string> = []
    return Effect.gen(function* () {
      yield* answeredWith((request, response) => {
        headers.push(...Object.keys(request.headers))
        list()(request, response)
      })
      assert.notIncludeMembers(headers, ["authorization", "cookie"])
      assert.isFalse(headers.some((name) => name === "traceparent" || name === "b3"))
    })
  })
})
