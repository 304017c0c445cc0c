// The dashboard's files: read once, packed where the browser takes it, never older than the build.
import { assert, describe, it, layer } from "@effect/vitest"
import { Effect, Redacted } from "effect"
import { MEMORY_ROOT } from "../../src/testing/MemoryInstallation.ts"
import { ask, site } from "./support/site.ts"

const real = { excludeTestServices: true } as const

const page = "<!doctype html><script src=/assets/app-1a2b.js></script>"

/** What the memory files hold are texts; what is packed is checked by the test of the built program. */
const dashboard = (files: { readonly [path: string]: string }) =>
  site(
    { files: Object.fromEntries(Object.entries(files).map(([path, text]) => [`page/${path}`, text])) },
    { settings: { dashboard: `${MEMORY_ROOT}/page`, token: Redacted.make("secret-token") } }
  )

describe("the dashboard", () => {
  layer(
    dashboard({
      "index.html": page,
      "assets/app-1a2b.js": "run()",
      "assets/app-1a2b.js.gz": "packed",
      "assets/app-1a2b.js.map": "{}",
      "assets/style-3c4d.css": "a{}",
      "favicon.svg": "<svg/>",
      ".hidden.js": "x",
      "secret.key": "x"
    }),
    real
  )("of a build", (it) => {
    it.effect("is at /, without a token", () =>
      Effect.gen(function* () {
        const { headers, status, text } = yield* ask("/")
        assert.deepStrictEqual([status, text], [200, page])
        assert.deepInclude(headers, {
          "content-type": "text/html; charset=utf-8",
          "cache-control": "no-cache",
          "content-length": String(page.length)
        })
      })
    )

    for (const [path, type] of [
      ["/assets/app-1a2b.js", "text/javascript; charset=utf-8"],
      ["/assets/style-3c4d.css", "text/css; charset=utf-8"],
      ["/favicon.svg", "image/svg+xml"]
    ] as const)
      it.effect(`has ${path}`, () =>
        Effect.gen(function* () {
          const { headers, status } = yield* ask(path)
          assert.strictEqual(status, 200)
          assert.strictEqual(headers["content-type"], type)
        })
      )

    it.effect("lets what has its digest in its name be kept for ever", () =>
      Effect.gen(function* () {
        const { headers } = yield* ask("/assets/app-1a2b.js")
        assert.strictEqual(headers["cache-control"], "public, max-age=31536000, immutable")
      })
    )

    it.effect("is not sent again to who has it", () =>
      Effect.gen(function* () {
        const { headers } = yield* ask("/")
        const etag = String(headers["etag"])
        const again = yield* ask("/", { headers: { "if-none-match": `"other", W/${etag}` } })
        assert.deepStrictEqual([again.status, again.text], [304, ""])
        assert.strictEqual(again.headers["etag"], etag)
        assert.strictEqual((yield* ask("/", { headers: { "if-none-match": `"other"` } })).status, 200)
      })
    )

    it.effect("is packed where that is taken", () =>
      Effect.gen(function* () {
        const asking = (accepted: string) =>
          Effect.map(
            ask("/assets/app-1a2b.js", { headers: { "accept-encoding": accepted } }),
            ({ headers, text }) => [headers["content-encoding"], text]
          )
        assert.deepStrictEqual(yield* asking("deflate, gzip;q=0.5"), ["gzip", "packed"])
        assert.deepStrictEqual(yield* asking("gzip;q=0"), [undefined, "run()"])
        assert.deepStrictEqual(yield* asking("br"), [undefined, "run()"])
        const { headers } = yield* ask("/assets/app-1a2b.js")
        assert.match(String(headers["vary"]), /Accept-Encoding/u)
      })
    )

    it.effect("has a head without a body", () =>
      Effect.gen(function* () {
        const { headers, status, text } = yield* ask("/", { method: "HEAD" })
        assert.deepStrictEqual([status, text, headers["content-length"]], [200, "", String(page.length)])
      })
    )

    for (const path of [
      "/index.html",
      "/.hidden.js",
      "/secret.key",
      "/assets/app-1a2b.js.map",
      "/assets/app-1a2b.js.gz",
      "/assets/",
      "/assets/other.js"
    ])
      it.effect(`does not give away ${path}`, () =>
        // A path that is none of its files needs the token, as every other one.
        Effect.map(ask(path), ({ status }) => assert.strictEqual(status, 401))
      )
  })

  it.live("says so where the build has none", () =>
    Effect.gen(function* () {
      const { headers, status, text } = yield* ask("/")
      assert.strictEqual(status, 200)
      assert.strictEqual(headers["content-type"], "text/html; charset=utf-8")
      assert.include(text, "no dashboard")
    }).pipe(Effect.provide(site()))
  )
})
