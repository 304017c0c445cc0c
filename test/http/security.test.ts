// Who may ask, under which name, from whose page, how much and how long: each refusal, on a real socket.
import { assert, describe, it, layer } from "@effect/vitest"
import { Effect, Redacted } from "effect"
import { connect } from "node:net"
import { hostname, networkInterfaces } from "node:os"
import { allowedHosts } from "../../src/http/security/allowedHosts.ts"
import { Listening } from "../../src/http/Server.ts"
import { ask, type Asking, jsonOf, site } from "./support/site.ts"

const real = { excludeTestServices: true } as const

const INSTALLED = "/api/v3/plugins/installed"

const statusOf = (path: string, asking: Asking = {}) => Effect.map(ask(path, asking), ({ status }) => status)

/** What the server says to these bytes, until it ends the connection or has been silent for a while. */
const speak = (...parts: ReadonlyArray<string | number>) =>
  Effect.flatMap(Listening, ({ address }) =>
    Effect.promise(
      () =>
        new Promise<{ readonly text: string; readonly closed: boolean }>((resolve) => {
          const socket = connect(Number(new URL(address).port), "127.0.0.1")
          let text = ""
          const done = (closed: boolean) => {
            clearTimeout(timer)
            socket.destroy()
            resolve({ text, closed })
          }
          const timer = setTimeout(() => done(false), 8000)
          socket.setEncoding("latin1")
          socket.on("data", (chunk: string) => (text += chunk))
          socket.on("close", () => done(true))
          socket.on("error", () => done(true))
          const send = async () => {
            for (const part of parts)
              // oxlint-disable-next-line no-await-in-loop -- one after the other is the point
              if (typeof part === "number") await new Promise((next) => setTimeout(next, part))
              else socket.write(part, "latin1")
          }
          void send()
        })
    )
  )

describe("without a token", () => {
  layer(site(), real)("the server", (it) => {
    for (const host of ["localhost", "127.0.0.1", "[::1]", "LOCALHOST", "localhost:80", "127.0.0.1:65535"])
      it.effect(`answers under the name ${host}`, () =>
        Effect.map(statusOf(INSTALLED, { headers: { host } }), (status) => assert.strictEqual(status, 200))
      )

    for (const host of [
      "evil.example",
      "127.0.0.1.evil.example",
      "localhost.evil.example",
      "evil.example:5080",
      "[::2]",
      "127.0.0.2",
      "localhost@evil.example",
      "evil.example#localhost",
      hostname()
    ])
      it.effect(`does not answer under the name ${JSON.stringify(host)}`, () =>
        Effect.gen(function* () {
          const answer = yield* ask(INSTALLED, { headers: { host } })
          assert.strictEqual(answer.status, 403)
          assert.strictEqual(jsonOf(answer).error_code, "FORBIDDEN")
        })
      )

    it.effect("heeds the name in the target of a request, where there is one, and not Host", () =>
      Effect.gen(function* () {
        const { text } = yield* speak(
          `GET http://evil.example${INSTALLED} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`
        )
        assert.match(text, /^HTTP\/1\.1 403 /u)
      })
    )

    it.effect("does not answer a request that names no host", () =>
      Effect.gen(function* () {
        for (const head of ["HTTP/1.0", "HTTP/1.1\r\nHost:", "HTTP/1.1\r\nHost: :80"]) {
          const { text } = yield* speak(`GET ${INSTALLED} ${head}\r\nConnection: close\r\n\r\n`)
          assert.match(text, /^HTTP\/1\.1 403 /u)
        }
      })
    )

    for (const origin of [
      "http://evil.example",
      "null",
      "http://127.0.0.1:1",
      "https://localhost",
      "file://"
    ])
      it.effect(`does not answer pages of ${origin}`, () =>
        Effect.gen(function* () {
          const { headers, status } = yield* ask(INSTALLED, { headers: { host: "127.0.0.1:5080", origin } })
          assert.strictEqual(status, 403)
          assert.notProperty(headers, "access-control-allow-origin")
        })
      )

    it.effect("does not let a page of another origin change anything", () =>
      Effect.gen(function* () {
        const form = { "content-type": "text/plain", origin: "http://evil.example" }
        const status = yield* statusOf("/api/v3/plugins/state/reconcile", {
          method: "POST",
          headers: form,
          body: `{"force":true}`
        })
        assert.strictEqual(status, 403)
      })
    )

    it.effect("answers its own pages", () =>
      Effect.gen(function* () {
        const headers = { host: "127.0.0.1:5080", origin: "http://127.0.0.1:5080" }
        assert.strictEqual(yield* statusOf(INSTALLED, { headers }), 200)
      })
    )

    it.effect("does not let other pages' browsers ask first", () =>
      Effect.gen(function* () {
        const { headers, status } = yield* ask(INSTALLED, {
          method: "OPTIONS",
          headers: { origin: "http://evil.example", "access-control-request-method": "POST" }
        })
        assert.strictEqual(status, 403)
        assert.notProperty(headers, "access-control-allow-origin")
      })
    )

    for (const path of ["/", "/healthz", INSTALLED, "/nowhere", "/api/v3/nowhere"])
      it.effect(`tells browsers what not to do with ${path}`, () =>
        Effect.gen(function* () {
          const { headers } = yield* ask(path)
          assert.deepInclude(headers, {
            "x-content-type-options": "nosniff",
            "referrer-policy": "no-referrer",
            "x-frame-options": "DENY",
            "cross-origin-opener-policy": "same-origin"
          })
          assert.match(
            String(headers["content-security-policy"]),
            /default-src 'none'.*frame-ancestors 'none'/u
          )
          assert.notMatch(String(headers["content-security-policy"]), /https?:|\*|unsafe/u)
          assert.match(String(headers["vary"]), /\bOrigin\b/u)
          assert.strictEqual(headers["cache-control"], path === "/" ? "no-cache" : "no-store")
        })
      )

    it.effect("tells a wrong method from a wrong path, and which methods there are", () =>
      Effect.gen(function* () {
        const wrong = yield* ask(INSTALLED, { method: "DELETE" })
        assert.strictEqual(wrong.status, 405)
        assert.strictEqual(wrong.headers["allow"], "GET, HEAD, OPTIONS")
        assert.strictEqual(jsonOf(wrong).error_code, "METHOD_NOT_ALLOWED")
        const put = yield* ask("/api/v3/plugins/toggle", { method: "PUT", body: "{}" })
        assert.strictEqual(put.headers["allow"], "POST, OPTIONS")
        const nowhere = yield* ask("/api/v3/nowhere", { method: "DELETE" })
        assert.strictEqual(nowhere.status, 404)
        assert.strictEqual(jsonOf(nowhere).error_code, "NOT_FOUND")
      })
    )

    it.effect("names the path at which nothing is, as LEDMatrix does", () =>
      Effect.gen(function* () {
        assert.strictEqual(jsonOf(yield* ask("/api/v3/nowhere?a=1")).path, "/api/v3/nowhere")
      })
    )

    it.effect("says in problem details what is wrong outside the API", () =>
      Effect.gen(function* () {
        const wrong = yield* ask("/healthz", { method: "POST" })
        assert.strictEqual(wrong.headers["content-type"], "application/problem+json")
        assert.deepInclude(jsonOf(wrong), { type: "about:blank", title: "Method Not Allowed", status: 405 })
        assert.strictEqual(jsonOf(yield* ask("/nowhere")).status, 404)
      })
    )

    it.effect("tells the methods of a path", () =>
      Effect.gen(function* () {
        const { headers, status } = yield* ask("/api/v3/plugins/install", { method: "OPTIONS" })
        assert.strictEqual(status, 204)
        assert.strictEqual(headers["allow"], "POST, OPTIONS")
      })
    )

    it.effect("answers HEAD as GET, without the body", () =>
      Effect.gen(function* () {
        const { headers, status, text } = yield* ask(INSTALLED, { method: "HEAD" })
        assert.deepStrictEqual([status, text], [200, ""])
        assert.isAbove(Number(headers["content-length"]), 10)
      })
    )

    const MEBIBYTE = 1024 * 1024

    it.effect("refuses a body of more than a mebibyte by what it says of its length", () =>
      Effect.gen(function* () {
        const body = "x".repeat(MEBIBYTE + 1)
        const answer = yield* ask("/api/v3/plugins/install", { method: "POST", body })
        assert.strictEqual(answer.status, 413)
        assert.strictEqual(jsonOf(answer).error_code, "REQUEST_ENTITY_TOO_LARGE")
      })
    )

    for (const path of ["plugins/install", "plugins/state/reconcile", "history/x/undo", "nowhere"])
      it.effect(`refuses a body that grows beyond a mebibyte, without saying so before: ${path}`, () =>
        Effect.gen(function* () {
          const body = Array.from({ length: 20 }, () => " ".repeat(64 * 1024))
          const headers = { "content-type": "application/json" }
          const answer = yield* ask(`/api/v3/${path}`, { method: "POST", headers, body })
          assert.strictEqual(answer.status, 413)
          assert.strictEqual(answer.headers["connection"], "close")
        })
      )

    it.effect("takes a body of a mebibyte", () =>
      Effect.gen(function* () {
        const body = `{"force":false}${" ".repeat(MEBIBYTE - 15)}`
        const headers = { "content-type": "application/json" }
        const path = "/api/v3/plugins/state/reconcile"
        assert.strictEqual(yield* statusOf(path, { method: "POST", headers, body }), 200)
      })
    )

    it.effect("takes only JSON where only JSON is taken", () =>
      Effect.gen(function* () {
        const headers = { "content-type": "text/plain" }
        const body = `{"plugin_id":"clock"}`
        const answer = yield* ask("/api/v3/plugins/install", { method: "POST", headers, body })
        assert.strictEqual(answer.status, 415)
        assert.strictEqual(jsonOf(answer).error_code, "UNSUPPORTED_MEDIA_TYPE")
      })
    )

    for (const path of ["/../../etc/passwd", "/assets/..%2f..%2fetc%2fpasswd", "/%2e%2e/x", "//etc/passwd"])
      it.effect(`has nothing at ${path}`, () =>
        Effect.map(
          speak(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`),
          ({ text }) => assert.match(text, /^HTTP\/1\.1 404 /u)
        )
      )
  })
})

describe("with a token", () => {
  const TOKEN = "correct-horse-battery"
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

  layer(site({ plugins: { clock: {} } }, { settings: { token: Redacted.make(TOKEN) } }), real)(
    "the server",
    (it) => {
      for (const path of [
        INSTALLED,
        "/api/v3/plugins/state",
        "/api/v3/plugins/clock/explain",
        "/api/v3/events",
        "/api/v3/history",
        "/api/v3/reconciler/status",
        "/readyz",
        "/metrics",
        "/openapi.json",
        "/docs",
        "/nowhere",
        "/api/v3/nowhere"
      ])
        it.effect(`needs it for ${path}`, () =>
          Effect.gen(function* () {
            const { headers, status, text } = yield* ask(path)
            assert.strictEqual(status, 401)
            assert.match(String(headers["www-authenticate"]), /^Bearer /u)
            assert.isNotEmpty(text)
          })
        )

      it.effect("needs none for /healthz and the dashboard's files", () =>
        Effect.gen(function* () {
          assert.deepStrictEqual([yield* statusOf("/healthz"), yield* statusOf("/")], [200, 200])
        })
      )

      for (const path of [
        "//healthz",
        "/healthz/",
        "/HEALTHZ",
        "/%68ealthz",
        "/healthz/../metrics",
        "/healthz;x"
      ])
        it.effect(`takes ${path} for none of these`, () =>
          Effect.map(statusOf(path), (status) => assert.strictEqual(status, 401))
        )

      it.effect("needs it to post to them", () =>
        Effect.map(statusOf("/healthz", { method: "POST" }), (status) => assert.strictEqual(status, 401))
      )

      it.effect("lets in a client that presents it, with the scheme in upper or lower case", () =>
        Effect.gen(function* () {
          assert.strictEqual(yield* statusOf(INSTALLED, { headers: bearer(TOKEN) }), 200)
          assert.strictEqual(
            yield* statusOf(INSTALLED, { headers: { authorization: `bearer ${TOKEN}` } }),
            200
          )
        })
      )

      for (const authorization of [
        "Bearer wrong",
        "Bearer ",
        "Bearer",
        TOKEN,
        `Basic ${Buffer.from(`x:${TOKEN}`).toString("base64")}`,
        `Bearer ${TOKEN.slice(0, -1)}`,
        `Bearer ${TOKEN}x`,
        `Bearer x ${TOKEN}`,
        `Bearer ${TOKEN.toUpperCase()}`
      ])
        it.effect(`does not let in ${JSON.stringify(authorization)}`, () =>
          Effect.map(statusOf(INSTALLED, { headers: { authorization } }), (status) =>
            assert.strictEqual(status, 401)
          )
        )

      for (const name of ["token", "access_token", "authorization", "Authorization", "bearer"])
        it.effect(`does not take it from the query, as ${name}`, () =>
          Effect.map(statusOf(`${INSTALLED}?${name}=${TOKEN}`), (status) => assert.strictEqual(status, 401))
        )

      it.effect("does not take it from a cookie", () =>
        Effect.map(
          statusOf(INSTALLED, { headers: { cookie: `token=${TOKEN}; authorization=${TOKEN}` } }),
          (status) => assert.strictEqual(status, 401)
        )
      )

      it.effect("never says it", () =>
        Effect.gen(function* () {
          for (const path of ["/api/v3/reconciler/status", "/metrics", "/readyz", "/nowhere"])
            assert.notInclude((yield* ask(path, { headers: bearer(TOKEN) })).text, TOKEN)
        })
      )

      it.effect("refuses an unknown body before it reads it", () =>
        Effect.map(
          statusOf("/api/v3/plugins/install", { method: "POST", body: "x".repeat(100_000) }),
          (status) => assert.strictEqual(status, 401)
        )
      )
    }
  )
})

describe("pages and names that are allowed", () => {
  const settings = {
    allowOrigins: ["https://panel.example"],
    allowHosts: ["sign.example", "other.example:81"]
  }

  layer(site({}, { settings }), real)("the server", (it) => {
    it.effect("lets the page's browser know that it may ask", () =>
      Effect.gen(function* () {
        const { headers, status } = yield* ask("/api/v3/plugins/install", {
          method: "OPTIONS",
          headers: { origin: "https://panel.example", "access-control-request-method": "POST" }
        })
        assert.strictEqual(status, 204)
        assert.deepInclude(headers, {
          "access-control-allow-origin": "https://panel.example",
          "access-control-allow-methods": "GET, POST, DELETE",
          "access-control-allow-headers": "authorization, content-type"
        })
        assert.match(String(headers["vary"]), /\bOrigin\b/u)
        assert.notProperty(headers, "access-control-allow-credentials")
      })
    )

    it.effect("lets the page have answers and errors alike", () =>
      Effect.gen(function* () {
        for (const path of [INSTALLED, "/api/v3/nowhere"]) {
          const { headers } = yield* ask(path, { headers: { origin: "https://panel.example" } })
          assert.strictEqual(headers["access-control-allow-origin"], "https://panel.example")
        }
      })
    )

    it.effect("allows nothing that only looks like it", () =>
      Effect.gen(function* () {
        for (const origin of [
          "http://panel.example",
          "https://panel.example:8443",
          "https://panel.example.evil"
        ])
          assert.strictEqual(yield* statusOf(INSTALLED, { headers: { origin } }), 403)
      })
    )

    it.effect("answers under the names that are allowed", () =>
      Effect.gen(function* () {
        const status = (host: string) => statusOf(INSTALLED, { headers: { host } })
        assert.deepStrictEqual(
          yield* Effect.forEach(
            ["sign.example", "sign.example:9", "other.example:81", "other.example"],
            status
          ),
          [200, 200, 200, 403]
        )
      })
    )
  })
})

describe("listening elsewhere than on this machine alone", () => {
  const isAllowed = allowedHosts("0.0.0.0", [])
  const [own] = Object.values(networkInterfaces()).flatMap((all) =>
    (all ?? []).filter(({ family }) => family === "IPv4")
  )

  it("answers under the host's name, and its .local", () => {
    const [bare = ""] = hostname().split(".")
    assert.isTrue(isAllowed(`${hostname()}:5080`) && isAllowed(`${bare.toUpperCase()}.local`))
  })

  it("answers under its own addresses", () => {
    assert.isTrue(isAllowed(own?.address))
  })

  it("answers under no other name and address", () => {
    for (const host of ["evil.example", "192.0.2.1", "[2001:db8::1]", `${hostname()}.evil.example`])
      assert.isFalse(isAllowed(host), host)
  })

  it("answers under the address that it is bound to", () => {
    assert.isTrue(allowedHosts("192.0.2.7", [])("192.0.2.7:5080"))
    assert.isTrue(allowedHosts("2001:db8::7", [])("[2001:db8::7]"))
    assert.isTrue(allowedHosts("127.0.0.5", [])("127.0.0.5"))
  })
})

describe("clients that take their time", () => {
  const limits = { headMs: 300, requestMs: 600, idleMs: 300, stalledMs: 500, connectionsMax: 4 }

  it.live("are cut off while they have not said what they want", () =>
    Effect.gen(function* () {
      const { closed, text } = yield* speak(`GET ${INSTALLED} HTTP/1.1\r\nHost: localhost\r\n`)
      assert.isTrue(closed)
      assert.match(text, /^HTTP\/1\.1 408 /u)
    }).pipe(Effect.provide(site({}, { limits })))
  )

  it.live("are cut off though they send a little now and then", () =>
    Effect.gen(function* () {
      const slowly = Array.from({ length: 20 }, (_, at) => [`X-${at}: a\r\n`, 150]).flat()
      const { closed } = yield* speak(`GET ${INSTALLED} HTTP/1.1\r\nHost: localhost\r\n`, ...slowly)
      assert.isTrue(closed)
    }).pipe(Effect.provide(site({}, { limits })))
  )

  it.live("are cut off in the middle of a body", () =>
    Effect.gen(function* () {
      const { closed } = yield* speak(
        "POST /api/v3/plugins/install HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{"
      )
      assert.isTrue(closed)
    }).pipe(Effect.provide(site({}, { limits })))
  )

  it.live("are cut off where they say nothing at all", () =>
    Effect.gen(function* () {
      const { closed } = yield* speak()
      assert.isTrue(closed)
    }).pipe(Effect.provide(site({}, { limits })))
  )

  it.live("are cut off after an answer, when they ask nothing more", () =>
    Effect.gen(function* () {
      const { closed, text } = yield* speak("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
      assert.isTrue(closed)
      assert.match(text, /^HTTP\/1\.1 200 /u)
    }).pipe(Effect.provide(site({}, { limits })))
  )

  it.live("make room for others, the one that has waited longest first", () =>
    Effect.gen(function* () {
      const { address } = yield* Listening
      const open = yield* Effect.forEach([1, 2, 3, 4], () =>
        Effect.delay(
          Effect.sync(() => connect(Number(new URL(address).port), "127.0.0.1")),
          "20 millis"
        )
      )
      for (const socket of open) socket.on("error", () => undefined)
      yield* Effect.sleep("100 millis")
      assert.strictEqual(yield* statusOf("/healthz"), 200)
      assert.deepStrictEqual(
        open.map(({ destroyed, readableEnded }) => destroyed || readableEnded),
        [true, false, false, false]
      )
      for (const socket of open) socket.destroy()
    }).pipe(Effect.provide(site({}, { limits: { ...limits, headMs: 5000, requestMs: 5000 } })))
  )

  it.live("do not shut out this machine, though each asks something now and then", () =>
    Effect.gen(function* () {
      const { address } = yield* Listening
      const port = Number(new URL(address).port)
      const open = Array.from({ length: 8 }, () => connect(port, "127.0.0.1"))
      const asking = Effect.sync(() => {
        for (const socket of open)
          if (!socket.destroyed) socket.write("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
      })
      for (const socket of open) socket.on("error", () => undefined).resume()
      for (let time = 0; time < 5; time++) {
        yield* asking
        yield* Effect.sleep("50 millis")
        assert.strictEqual(yield* statusOf("/healthz"), 200)
      }
      for (const socket of open) socket.destroy()
    }).pipe(Effect.provide(site({}, { limits: { ...limits, idleMs: 5000 } })))
  )

  it.live("keep no connection under pressure", () =>
    Effect.gen(function* () {
      const { address } = yield* Listening
      const open = [1, 2].map(() => connect(Number(new URL(address).port), "127.0.0.1"))
      for (const socket of open) socket.on("error", () => undefined)
      yield* Effect.sleep("50 millis")
      const { headers } = yield* ask("/healthz", { headers: { connection: "keep-alive" } })
      for (const socket of open) socket.destroy()
      assert.strictEqual(headers["connection"], "close")
    }).pipe(Effect.provide(site({}, { limits: { ...limits, headMs: 5000, requestMs: 5000 } })))
  )
})
