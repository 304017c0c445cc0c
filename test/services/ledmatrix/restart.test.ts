/** The restart of LEDMatrix's display, as it is asked for over its own API. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { FetchHttpClient } from "effect/http"
import type { IncomingMessage } from "node:http"
import { ledmatrixApi } from "../../../src/services/ledmatrix/ledmatrixApi.ts"
import { serving } from "../../support/realInstallation.ts"

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let text = ""
  for await (const piece of request) text += String(piece)
  return text
}

const restartAnswered = Effect.fnUntraced(function* (status: number, document: object) {
  const asked: Array<string> = []
  const address = yield* serving((request, response) => {
    const answer = async () => {
      asked.push(`${request.method} ${request.url} ${await bodyOf(request)}`)
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(document))
    }
    void answer()
  })
  const result = yield* Effect.result(ledmatrixApi(address).restartDisplay)
  return { asked, result }
}, Effect.provide(FetchHttpClient.layer))

describe("the restart", () => {
  it.live("is LEDMatrix's own action", () =>
    Effect.gen(function* () {
      const { asked, result } = yield* restartAnswered(200, { status: "success", message: "done" })
      assert.deepStrictEqual(asked, ['POST /api/v3/system/action {"action":"restart_display_service"}'])
      assert.strictEqual(result._tag, "Success")
    })
  )

  it.live("fails with what LEDMatrix says where it did not", () =>
    Effect.gen(function* () {
      const { result } = yield* restartAnswered(200, {
        status: "error",
        message: "sudo: a password is required"
      })
      assert.include(result._tag === "Failure" ? result.failure.message : "", "a password is required")
    })
  )
})
