// What happens, as server-sent events: told at once, in order, to any number of listeners, at no cost by a slow one.
import { assert, describe, it } from "@effect/vitest"
import { Effect, Exit, Layer, Queue, Scope } from "effect"
import { get as httpGet, type IncomingMessage } from "node:http"
import { connect } from "node:net"
import { Controller } from "../../src/controller/Controller.ts"
import { Listening } from "../../src/http/Server.ts"
import { askAt, eventually, get, type Loose, post, site } from "./support/site.ts"

interface Told {
  readonly id: number
  readonly event: string
  readonly data: Loose
}

const parsed = (frame: string): Told | "beat" => {
  if (frame.startsWith(":")) return "beat"
  const fields = new Map(
    frame.split("\n").map((line): [string, string] => {
      const colon = line.indexOf(": ")
      return [line.slice(0, colon), line.slice(colon + 2)]
    })
  )
  return {
    id: Number(fields.get("id")),
    event: fields.get("event") ?? "",
    data: JSON.parse(fields.get("data") ?? "null")
  }
}

/** A listener that reads everything; `ended` says how the stream ended. */
const listen = Effect.gen(function* () {
  const { address } = yield* Listening
  const heard = yield* Queue.unbounded<Told | "beat" | "ended" | "broken">()
  const response = yield* Effect.callback<IncomingMessage>((resume) => {
    httpGet(`${address}/api/v3/events`, { agent: false }, (answer) => resume(Effect.succeed(answer)))
  })
  let rest = ""
  response.setEncoding("utf8")
  response.on("data", (chunk: string) => {
    rest += chunk
    const frames = rest.split("\n\n")
    rest = frames.pop() ?? ""
    for (const frame of frames) Queue.offerUnsafe(heard, parsed(frame))
  })
  response.on("end", () => Queue.offerUnsafe(heard, response.complete ? "ended" : "broken"))
  response.on("error", () => Queue.offerUnsafe(heard, "broken"))
  const next = (event: string) =>
    Effect.gen(function* () {
      for (;;) {
        const told = yield* Queue.take(heard)
        if (typeof told === "object" ? told.event === event : told === event) return told
        if (told === "ended" || told === "broken") return yield* Effect.die(told)
      }
    })
  const nextEvent = (event: string): Effect.Effect<Told> => Effect.map(next(event), (told) => told as Told)
  return { response, next, nextEvent }
})

const clock = { config: { clock: { enabled: true } }, plugins: { clock: {} } }

describe("GET events", () => {
  it.live("begins with a status, and has the type of an event stream", () =>
    Effect.gen(function* () {
      const { nextEvent, response } = yield* listen
      assert.deepInclude(response.headers, {
        "content-type": "text/event-stream",
        "cache-control": "no-store"
      })
      const first = yield* nextEvent("status")
      assert.strictEqual(first.id, 1)
      assert.strictEqual(first.data.root, "/ledmatrix")
      response.destroy()
    }).pipe(Effect.provide(site(clock)))
  )

  it.live("announces passes, operations and changed plugins, and counts", () =>
    Effect.gen(function* () {
      yield* eventually(get("/api/v3/plugins/reconciliation-status"), ({ json }) => json.data.done)
      const { nextEvent, response } = yield* listen
      yield* post("/api/v3/plugins/toggle", { plugin_id: "clock", enabled: false })
      const operation = yield* nextEvent("operation")
      assert.deepInclude(operation.data, { operation_type: "disable", plugin_id: "clock" })
      assert.deepStrictEqual((yield* nextEvent("plugins")).data, {})
      const pass = yield* nextEvent("pass")
      assert.deepStrictEqual(pass.data.triggers, ["operation"])
      assert.isAbove(pass.id, operation.id)
      response.destroy()
    }).pipe(Effect.provide(site(clock)))
  )

  it.live("tells that it is alive", () =>
    Effect.gen(function* () {
      const { next, response } = yield* listen
      yield* next("beat")
      yield* next("status")
      yield* next("beat")
      yield* next("beat")
      response.destroy()
    }).pipe(Effect.provide(site(clock, { limits: { beatMs: 50 } })))
  )

  it.live("tells every listener", () =>
    Effect.gen(function* () {
      const listeners = yield* Effect.all(Array.from({ length: 5 }, () => listen))
      yield* Effect.forEach(listeners, ({ nextEvent }) => nextEvent("status"))
      yield* post("/api/v3/reconciler/suspend", { plugin_id: "clock" })
      for (const { nextEvent, response } of listeners) {
        let status = yield* nextEvent("status")
        while (status.data.suspended.plugins.length === 0) status = yield* nextEvent("status")
        response.destroy()
      }
    }).pipe(Effect.provide(site(clock)))
  )

  it.live("ends properly when the server ends, and soon", () =>
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      const services = yield* Layer.buildWithScope(site(clock, { limits: { drainMs: 60_000 } }), scope)
      const { next, nextEvent } = yield* Effect.provideContext(listen, services)
      yield* nextEvent("status")
      yield* Scope.close(scope, Exit.void)
      assert.strictEqual(yield* next("ended"), "ended")
    })
  )

  it.live("lets go of a listener that reads nothing", () =>
    Effect.gen(function* () {
      const { address } = yield* Listening
      const controller = yield* Controller
      const socket = connect(Number(new URL(address).port), "127.0.0.1")
      yield* Effect.addFinalizer(() => Effect.sync(() => socket.destroy()))
      socket.pause()
      socket.on("error", () => undefined)
      socket.write("GET /api/v3/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
      // Under the pressure of a second connection, the first one among them, none is kept.
      const alone = Effect.map(
        Effect.promise(() => askAt(address, "/healthz", { headers: { connection: "keep-alive" } })),
        ({ headers }) => headers["connection"] !== "close"
      )
      yield* eventually(alone, (is) => !is)
      // Each status has a report of some size in it, so that the way to the listener is soon full.
      const talk = Effect.forever(controller.suspend((now) => now))
      yield* Effect.race(
        talk,
        eventually(alone, (is) => is)
      )
    }).pipe(
      Effect.provide(
        site(
          {
            config: Object.fromEntries(
              Array.from({ length: 300 }, (_, at) => [`gone-${at}`, { enabled: true }])
            )
          },
          { limits: { beatMs: 100, stalledMs: 400, connectionsMax: 4 } }
        )
      )
    )
  )

  it.live("keeps one that reads, however little there is to read", () =>
    Effect.gen(function* () {
      const { next, response } = yield* listen
      for (let beats = 0; beats < 12; beats++) yield* next("beat")
      response.destroy()
    }).pipe(Effect.provide(site(clock, { limits: { beatMs: 100, stalledMs: 400 } })))
  )
})
