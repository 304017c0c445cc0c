/** Requests to real local servers, straight or through a proxy: which way they take, and what they say of themselves. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { HttpClient } from "effect/http"
import { createServer } from "node:http"
import { NodeHttp } from "../../src/node/NodeHttp.ts"
import { serving } from "../support/realInstallation.ts"

/** A proxy that answers by itself, and refuses tunnels; what it was asked. */
const proxy = Effect.gen(function* () {
  const asked: Array<string> = []
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    response.end("by the proxy")
  })
  server.on("connect", (request, socket) => {
    asked.push(`CONNECT ${request.url}`)
    socket.end("HTTP/1.1 403 Forbidden\r\n\r\n")
  })
  const port = yield* Effect.acquireRelease(
    Effect.callback<number>((resume) => {
      server.listen(0, "127.0.0.1", () => {
        const bound = server.address()
        resume(Effect.succeed(typeof bound === "object" && bound !== null ? bound.port : 0))
      })
    }),
    () =>
      Effect.sync(() => {
        server.closeAllConnections()
        server.close()
      })
  )
  return { asked, place: `127.0.0.1:${port}` }
})

const textAt = (address: string, env: { readonly [name: string]: string }) =>
  HttpClient.get(address).pipe(
    Effect.flatMap(({ text }) => text),
    Effect.scoped,
    Effect.provide(NodeHttp.through(env), { local: true })
  )

describe("a request", () => {
  it.live.each([
    ["http_proxy", "http://"],
    ["HTTP_PROXY", "http://"],
    ["http_proxy", ""]
  ])("goes through the proxy that %s names, with the scheme %j", ([name, scheme]) =>
    Effect.gen(function* () {
      const { asked, place } = yield* proxy
      const text = yield* textAt("http://registry.example/plugins.json", { [`${name}`]: `${scheme}${place}` })
      assert.deepStrictEqual([text, asked], ["by the proxy", ["GET http://registry.example/plugins.json"]])
    })
  )

  it.live.each(["https_proxy", "HTTPS_PROXY"])(
    "over https goes through a tunnel of the proxy in %s",
    (name) =>
      Effect.gen(function* () {
        const { asked, place } = yield* proxy
        yield* Effect.exit(textAt("https://registry.example/plugins.json", { [name]: `http://${place}` }))
        assert.deepStrictEqual(asked, ["CONNECT registry.example:443"])
      })
  )

  it.live.each(["no_proxy", "NO_PROXY"])("to a host in %s goes straight there", (name) =>
    Effect.gen(function* () {
      const { asked, place } = yield* proxy
      const address = yield* serving((_request, response) => response.end("straight"))
      const env = { http_proxy: `http://${place}`, [name]: "example.com,127.0.0.1" }
      assert.deepStrictEqual([yield* textAt(address, env), asked], ["straight", []])
    })
  )

  it.live("says who asks", () =>
    Effect.gen(function* () {
      const address = yield* serving((request, response) => response.end(request.headers["user-agent"]))
      assert.strictEqual(yield* textAt(address, {}), "ledmatrix-reconciler")
    })
  )
})
