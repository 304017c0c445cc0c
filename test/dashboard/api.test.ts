import { assert, describe, it } from "@effect/vitest"
import { retryWaitMs } from "../../src/dashboard/api/connection.ts"
import { makeEventParser } from "../../src/dashboard/api/eventParser.ts"
import { readReply, readEvent } from "../../src/dashboard/api/readReply.ts"
import { isDone, isHistory, isInstalled, isStatus } from "../../src/dashboard/api/shapes.ts"
import { finding, pastRun, plugin, report, status } from "./support/documents.ts"

describe("the event parser", () => {
  const text =
    ': hello\n\nevent: status\nid: 1\ndata: {"a":\ndata: 1}\n\nevent: plugins\r\ndata: {}\r\n\r\ndata:no blank\n\n: bye\n\n'
  const events = [
    { event: "status", data: '{"a":\n1}' },
    { event: "plugins", data: "{}" },
    { event: "message", data: "no blank" }
  ]

  it("reads events, and passes over comments", () => {
    assert.deepStrictEqual(makeEventParser()(text), events)
  })

  it("reads the same in pieces of any length", () => {
    for (let size = 1; size < text.length; size += 1) {
      const parse = makeEventParser()
      const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
        text.slice(index * size, (index + 1) * size)
      )
      assert.deepStrictEqual(pieces.flatMap(parse), events, `pieces of ${size}`)
    }
  })

  it("keeps what is not whole yet to itself", () => {
    const parse = makeEventParser()
    assert.deepStrictEqual(parse("event: pass\ndata: 1\n"), [])
    assert.deepStrictEqual(parse("\n"), [{ event: "pass", data: "1" }])
  })
})

describe("the wait before the next attempt", () => {
  it("doubles up to a quarter of a minute, give or take a fifth", () => {
    const waits = [1, 2, 3, 4, 5, 50].map((failures) => retryWaitMs(failures, 0.5))
    assert.deepStrictEqual(waits, [1000, 2000, 4000, 8000, 15_000, 15_000])
    assert.strictEqual(retryWaitMs(1, 0), 800)
    assert.approximately(retryWaitMs(1, 1), 1200, 1)
  })
})

describe("an answer", () => {
  const rows: ReadonlyArray<
    readonly [title: string, status: number, body: string, code: string, message: string]
  > = [
    [
      "LEDMatrix's error",
      409,
      '{"status":"error","error_code":"PLUGIN_OPERATION_CONFLICT","message":"busy"}',
      "PLUGIN_OPERATION_CONFLICT",
      "busy"
    ],
    ["problem details", 413, '{"title":"Too large","detail":"at most 1 MiB"}', "HTTP_413", "at most 1 MiB"],
    ["a page of some proxy", 502, "<html>", "HTTP_502", "the controller answered 502"],
    [
      "no envelope",
      200,
      "[]",
      "NOT_UNDERSTOOD",
      "what answered says something that this page does not understand"
    ]
  ]
  for (const [title, code, body, errorCode, message] of rows) {
    it(`that is ${title} is a problem with its words`, () => {
      const answer = readReply(code, body, isDone)
      assert(!answer.ok)
      assert.strictEqual(answer.problem.code, errorCode)
      assert.strictEqual(answer.problem.message, message)
    })
  }

  it("without the right token is distinguished", () => {
    const answer = readReply(401, "{}", isDone)
    assert(!answer.ok)
    assert.strictEqual(answer.problem.kind, "token")
  })

  it("carries the first hint", () => {
    const answer = readReply(
      500,
      '{"status":"error","message":"no","suggested_fixes":["do this","or that"]}',
      isDone
    )
    assert(!answer.ok)
    assert.strictEqual(answer.problem.hint, "do this")
  })

  it("is believed only where it has the shape that is read", () => {
    const wrap = (data: unknown): string => JSON.stringify({ status: "success", data })
    assert.isTrue(readReply(200, wrap({ plugins: [plugin("a")] }), isInstalled).ok)
    assert.isFalse(readReply(200, wrap({ plugins: [{ id: 1 }] }), isInstalled).ok)
    assert.isTrue(readReply(200, wrap({ runs: [pastRun(0)], unreadable: [] }), isHistory).ok)
    assert.isFalse(readReply(200, wrap({ runs: [{}], unreadable: [] }), isHistory).ok)
  })
})

describe("a status", () => {
  const found = finding("a", {
    inconsistency_type: "plugin_missing_in_config",
    reason: "no_entry",
    outcome: { status: "planned" }
  })
  const whole = status("1.0.0", { last_report: report([found]) })

  it("is read", () => {
    assert.deepStrictEqual(readEvent(JSON.stringify(whole), isStatus), whole)
  })

  it("with an unknown cause is not", () => {
    const text = JSON.stringify(whole).replaceAll("no_entry", "brand_new")
    assert.isUndefined(readEvent(text, isStatus))
  })

  it("that breaks off is not", () => {
    assert.isUndefined(readEvent(JSON.stringify(whole).slice(0, -1), isStatus))
  })
})
