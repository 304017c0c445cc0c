// Spans of the controller's work, for the collector that the environment names, and for no other.
import { afterEach, assert, beforeEach, describe, it } from "@effect/vitest"
import { createServer, type IncomingHttpHeaders, type Server } from "node:http"
import { killAll, startController, stopped } from "../../support/controller.ts"
import { healthyRoot, json, removed, run, write } from "../../support/program.ts"
import { type Store, startStore } from "../../support/store.ts"

interface Post {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

interface Span {
  readonly name: string
  readonly traceId: string
  readonly attributes: ReadonlyArray<{
    readonly key: string
    readonly value: { readonly stringValue?: string }
  }>
}

let root: string
let store: Store
let collector: Server
let endpoint: string
let posts: Array<Post>

beforeEach(async () => {
  root = healthyRoot()
  write(root, "config/config.json", { clock: { enabled: true }, weather: { enabled: true } })
  store = await startStore({ plugins: ["weather"] })
  posts = []
  collector = createServer((request, response) => {
    const pieces: Array<Buffer> = []
    request.on("data", (piece: Buffer) => pieces.push(piece))
    request.on("end", () => {
      posts.push({
        path: request.url ?? "",
        headers: request.headers,
        body: Buffer.concat(pieces).toString("utf8")
      })
      response.end("{}")
    })
  })
  await new Promise<void>((resolve) => {
    collector.listen(0, "127.0.0.1", resolve)
  })
  const bound = collector.address()
  endpoint = `http://127.0.0.1:${typeof bound === "object" && bound !== null ? bound.port : 0}`
})

afterEach(() => {
  killAll()
  store.close()
  collector.closeAllConnections()
  collector.close()
  removed(root)
})

/** One pass that fetches a plugin, from start to end. */
const onePass = async (env: Readonly<Record<string, string>>) => {
  const controller = startController(root, { args: ["--registry", store.registry], env })
  const line = await controller.said("pass ended", ({ fixed }) => fixed === 1)
  assert.strictEqual((await stopped(controller)).code, 0)
  return String(line["run"])
}

const attribute = ({ attributes }: Pick<Span, "attributes">, name: string) =>
  attributes.find(({ key }) => key === name)?.value.stringValue

const resources = () =>
  posts
    .filter(({ path }) => path === "/v1/traces")
    .flatMap(({ body }) => {
      const { resourceSpans } = JSON.parse(body) as {
        readonly resourceSpans: ReadonlyArray<{
          readonly resource: Pick<Span, "attributes">
          readonly scopeSpans: ReadonlyArray<{ readonly spans: ReadonlyArray<Span> }>
        }>
      }
      return resourceSpans
    })

const spans = (): ReadonlyArray<Span> =>
  resources().flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans))

describe("traces", () => {
  it("hold a pass with its run's id, and what it did below it", async () => {
    const runId = await onePass({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint })
    const pass = spans().find((span) => span.name === "pass" && attribute(span, "run") === runId)
    assert(pass !== undefined)
    const below = spans().filter(({ traceId }) => traceId === pass.traceId)
    assert.includeMembers(
      below.map(({ name }) => name),
      ["reconcile", "snapshot", "PluginRegistry.get", "download", "PluginInstaller.commit"]
    )
  })

  it("are nothing that the plugin store hears of", async () => {
    await onePass({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint })
    assert.deepStrictEqual(
      store.asked.map(({ path }) => path),
      ["/plugins.json", "/weather.zip"]
    )
    for (const { headers } of store.asked)
      assert.doesNotHaveAnyKeys(headers, ["traceparent", "tracestate", "b3", "baggage"])
  })

  it("name the service as they are told to, and bring the headers that the collector wants", async () => {
    await onePass({
      OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
      OTEL_EXPORTER_OTLP_HEADERS: "x-tenant=sign%201",
      OTEL_SERVICE_NAME: "living-room",
      OTEL_RESOURCE_ATTRIBUTES: "room=living"
    })
    const [first] = resources()
    assert(first !== undefined)
    assert.strictEqual(attribute(first.resource, "service.name"), "living-room")
    assert.strictEqual(attribute(first.resource, "room"), "living")
    assert.strictEqual(posts[0]?.headers["x-tenant"], "sign 1")
  })

  it("are called after the program by default, and go as protobuf where that is asked for", async () => {
    await onePass({
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${endpoint}/else/where`,
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/protobuf"
    })
    const [post] = posts
    assert(post !== undefined)
    assert.strictEqual(post.path, "/else/where")
    assert.strictEqual(post.headers["content-type"], "application/x-protobuf")
    assert.include(post.body, "ledmatrix-reconciler")
  })

  it("are not sent where the environment does not ask, or OpenTelemetry is switched off", async () => {
    await onePass({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_SDK_DISABLED: "true" })
    assert.deepStrictEqual(posts, [])
  })

  it("that no collector takes keep nothing from being done", async () => {
    collector.close()
    await onePass({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint })
  })

  for (const [variable, value] of [
    ["OTEL_EXPORTER_OTLP_ENDPOINT", "nonsense"],
    ["OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"],
    ["OTEL_BSP_SCHEDULE_DELAY", "soon"]
  ] as const) {
    it(`are refused at the start where ${variable} makes no sense`, async () => {
      const env = { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, [variable]: value }
      const ended = await run(["controller", "--json", "--root", root, "--port", "0"], { env })
      assert.strictEqual(ended.code, 1)
      const { error } = json(ended.stdout) as { readonly error: { readonly message: string } }
      assert.match(error.message, new RegExp(`^${variable}: `, "u"))
    })
  }
})
