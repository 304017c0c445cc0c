/** Who is told that something needs a person, when, and in which words: against a real server. */
import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect, Layer } from "effect"
import { NodeHttp } from "../../src/node/NodeHttp.ts"
import { notifying } from "../../src/controller/notify/notify.ts"
import { messageOf } from "../../src/controller/notify/message.ts"
import { needsOf, solvedBy } from "../../src/controller/notify/needsPerson.ts"
import { Notified } from "../../src/services/ownFiles/Notified.ts"
import { MemoryFiles } from "../../src/testing/MemoryFiles.ts"
import { MEMORY_ROOT } from "../../src/testing/MemoryInstallation.ts"
import { report } from "../dashboard/support/documents.ts"
import { serving } from "../support/realInstallation.ts"
import type { Described } from "../support/reconciling.ts"
import { controllerOnly, request, services } from "./support.ts"

type Told = { readonly [field: string]: unknown }

const MARKS = `${MEMORY_ROOT}/config/uninstalled_plugins.json`

const marked: Described = {
  config: { clock: { enabled: true, city: "Tampa" } },
  plugins: { clock: {} },
  files: { "config/uninstalled_plugins.json": JSON.stringify(["clock"]) }
}

interface Asked {
  readonly url: string | undefined
  readonly authorization: string | undefined
  readonly told: Told
}

/** A server that answers with these statuses, the last one for ever. */
const hook = Effect.fnUntraced(function* (...statuses: ReadonlyArray<number>) {
  const asked: Array<Asked> = []
  let times = 0
  const address = yield* serving((incoming, response) => {
    let body = ""
    incoming.on("data", (piece: Buffer) => (body += piece.toString()))
    incoming.on("end", () => {
      const told: Told = JSON.parse(body)
      asked.push({ url: incoming.url, authorization: incoming.headers.authorization, told })
      response.writeHead(statuses[Math.min(times++, statuses.length - 1)] ?? 200).end()
    })
  })
  return { asked, address }
})

const notified = (address: string) =>
  notifying({ address: new URL(address), sign: "bar-left", pause: Duration.millis(20) }).pipe(
    Layer.provide(NodeHttp.layer),
    Layer.provideMerge(controllerOnly),
    Layer.provideMerge(Notified.layer),
    Layer.provideMerge(services(marked))
  )

const until = (is: () => boolean) =>
  Effect.gen(function* () {
    while (!is()) yield* Effect.sleep("20 millis")
  })

describe("a finding that needs a person", () => {
  it.live("is announced once, and its end too", () =>
    Effect.gen(function* () {
      const { address, asked } = yield* hook(200)
      yield* Effect.gen(function* () {
        yield* until(() => asked.length === 1)
        yield* request()
        yield* request()
        yield* MemoryFiles.use((files) => files.put(MARKS, "[]"))
        yield* request()
        yield* until(() => asked.length === 2)
      }).pipe(Effect.provide(notified(address)))
      const [first, second, ...others] = asked.map(({ told }) => told)
      assert.strictEqual(first?.["title"], "bar-left: one thing needs you")
      assert.include(first?.["message"], "clock: LEDMatrix will delete it at its next start.")
      assert.strictEqual(second?.["message"], "Solved: clock: LEDMatrix will delete it at its next start.")
      assert.deepStrictEqual(others, [])
      assert.notInclude(JSON.stringify(asked), "Tampa")
    })
  )

  it.live("is announced once across restarts", () =>
    Effect.gen(function* () {
      const { address, asked } = yield* hook(200)
      yield* Effect.gen(function* () {
        const started = notifying({ address: new URL(address), sign: "s" }).pipe(
          Layer.provide(NodeHttp.layer),
          Layer.provideMerge(controllerOnly)
        )
        yield* Effect.provide(
          until(() => asked.length === 1).pipe(Effect.andThen(Effect.sleep("200 millis"))),
          started
        )
        yield* Effect.provide(Effect.andThen(request(), Effect.sleep("300 millis")), started)
      }).pipe(Effect.provide(Notified.layer.pipe(Layer.provideMerge(services(marked)))))
      assert.lengthOf(asked, 1)
    })
  )

  it.live("is announced once though that cannot be written down", () =>
    Effect.gen(function* () {
      const { address, asked } = yield* hook(200)
      yield* Effect.gen(function* () {
        yield* MemoryFiles.use((files) => files.putDirectory(`${MEMORY_ROOT}/data/reconciler/notified.json`))
        const started = notifying({ address: new URL(address), sign: "s" }).pipe(
          Layer.provide(NodeHttp.layer),
          Layer.provideMerge(controllerOnly)
        )
        yield* Effect.gen(function* () {
          yield* until(() => asked.length === 1)
          yield* request()
          yield* Effect.sleep("300 millis")
        }).pipe(Effect.provide(started))
      }).pipe(Effect.provide(Notified.layer.pipe(Layer.provideMerge(services(marked)))))
      assert.lengthOf(asked, 1)
    })
  )

  it.live("is announced again and again while the server is down, and passes go on", () =>
    Effect.gen(function* () {
      const { address, asked } = yield* hook(503, 503, 429, 200)
      yield* Effect.gen(function* () {
        yield* request()
        yield* until(() => asked.length === 4)
      }).pipe(Effect.provide(notified(address)))
      assert.strictEqual(new Set(asked.map(({ told }) => told["message"])).size, 1)
    })
  )

  it.live("is not sent again at once where the server refuses it for good", () =>
    Effect.gen(function* () {
      const { address, asked } = yield* hook(404)
      yield* Effect.gen(function* () {
        yield* until(() => asked.length === 1)
        yield* Effect.sleep("300 millis")
      }).pipe(Effect.provide(notified(address)))
      assert.lengthOf(asked, 1)
    })
  )

  it.live("goes to ntfy's root with the topic in it, where the address names one", () =>
    Effect.gen(function* () {
      const { address, asked } = yield* hook(200)
      const named = `${address.replace("http://", "http://me:pass@")}/?topic=mysign`
      yield* until(() => asked.length === 1).pipe(Effect.provide(notified(named)))
      assert.strictEqual(asked[0]?.url, "/")
      assert.strictEqual(asked[0]?.told["topic"], "mysign")
      assert.strictEqual(asked[0]?.authorization, `Basic ${btoa("me:pass")}`)
    })
  )
})

describe("the message", () => {
  const need = {
    key: "k",
    about: "clock",
    reason: "duplicate_id",
    meaning: "It is installed twice",
    advice: "Keep one"
  }

  it("has what ntfy, Home Assistant and Slack each read", () => {
    assert.deepInclude(messageOf({ sign: "s", needs: [need], solved: [] }, "t"), {
      topic: "t",
      title: "s: one thing needs you",
      message: "clock: It is installed twice. Keep one.",
      text: "*s: one thing needs you*\nclock: It is installed twice. Keep one.",
      priority: 4,
      status: "needs_person",
      findings: [{ about: "clock", reason: "duplicate_id", meaning: "It is installed twice" }]
    })
  })

  it("names ten things and counts the others", () => {
    const needs = Array.from({ length: 25 }, () => need)
    const told = JSON.stringify(messageOf({ sign: "s", needs, solved: [] }, undefined))
    assert.include(told, String.raw`\nand 15 more"`)
  })
})

describe("what is solved", () => {
  const reportOf = (files: ReadonlyArray<string>) =>
    report([], {
      result: files.length === 0 ? "in_sync" : "could_not_tell",
      source_errors: files.map((path) => ({ source: "config", path, code: "not_json", error: "bad" }))
    })

  it("is nothing of a plugin while a file cannot be read: it may only be unseen", () => {
    assert.deepStrictEqual(solvedBy(reportOf(["config/config.json"]), ['["clock"]']), [])
    assert.deepStrictEqual(solvedBy(reportOf([]), ['["clock"]']), ['["clock"]'])
  })

  it("is a file as soon as it can be read again", () => {
    const [need] = needsOf(reportOf(["config/config.json"]))
    assert.deepStrictEqual(solvedBy(reportOf(["data/plugin_state.json"]), [need?.key ?? ""]), [
      need?.key ?? ""
    ])
  })
})
