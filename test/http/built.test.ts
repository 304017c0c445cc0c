// The built program as a process: its description and the page of it, and its end while somebody listens.
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { OpenApi } from "effect/http-api"
import { spawn } from "node:child_process"
import { createHash } from "node:crypto"
import { once } from "node:events"
import { get, type IncomingMessage } from "node:http"
import { ControllerApi } from "../../src/http/Api.ts"
import { healthyRoot, program, removed } from "../cli/support/program.ts"
import { askAt, jsonOf, type Loose } from "./support/site.ts"

interface Running {
  readonly address: string
  readonly ended: Promise<number | null>
  readonly stop: () => void
}

/** Waits until it says where it listens. */
const controller = (root: string, args: ReadonlyArray<string> = []): Promise<Running> =>
  new Promise((resolve, reject) => {
    const line = ["controller", "--root", root, "--offline", "--port", "0", ...args]
    const child = spawn(process.execPath, [program, ...line], { stdio: ["ignore", "ignore", "pipe"] })
    const ended = once(child, "exit").then(([code]): number | null => code)
    let told = ""
    child.stderr.on("data", (chunk: Buffer) => {
      told += chunk.toString()
      const address = /address=(http:\/\/\S+)/u.exec(told)?.[1]
      if (address !== undefined) resolve({ address, ended, stop: () => child.kill("SIGTERM") })
    })
    void ended.then((code) => reject(new Error(`ended with ${code}: ${told}`)))
  })

let root: string
let running: Running

beforeAll(async () => {
  root = healthyRoot()
  running = await controller(root)
})

afterAll(async () => {
  running.stop()
  await running.ended
  removed(root)
})

describe("the built controller", () => {
  it("has its description at /openapi.json, with the program's version", async () => {
    const answer = await askAt(running.address, "/openapi.json")
    assert.strictEqual(answer.headers["content-type"], "application/json")
    const { info, ...document } = jsonOf(answer)
    const { info: _, ...described }: Loose = JSON.parse(JSON.stringify(OpenApi.fromApi(ControllerApi)))
    assert.deepStrictEqual(document, described)
    assert.match(info.version, /^\d+\.\d+\.\d+/u)
  })

  it("has a page of it that needs nothing from outside, and runs its own scripts alone", async () => {
    const { headers, text } = await askAt(running.address, "/docs")
    const policy = String(headers["content-security-policy"])
    const scripts = [...text.matchAll(/<script>([\s\S]*?)<\/script>/gu)].map(([, script = ""]) => script)
    assert.isNotEmpty(scripts)
    for (const script of scripts)
      assert.include(policy, `'sha256-${createHash("sha256").update(script).digest("base64")}'`)
    assert.notMatch(policy, /script-src[^;]*unsafe/u)
    assert.notMatch(text, /<(?:script|link|img)[^>]*\s(?:src|href)=["']?https?:/u)
  })

  it("sends the page packed to who takes it", async () => {
    const answer = await askAt(running.address, "/docs", { headers: { "accept-encoding": "gzip" } })
    assert.strictEqual(answer.headers["content-encoding"], "gzip")
    assert.isBelow(Number(answer.headers["content-length"]), 700_000)
  })

  it("has a page at /", async () => {
    const { headers, status } = await askAt(running.address, "/")
    assert.deepStrictEqual([status, headers["content-type"]], [200, "text/html; charset=utf-8"])
  })

  it("ends with 0 while a client listens, and ends its stream properly", async () => {
    const own = healthyRoot()
    const { address, ended, stop } = await controller(own)
    const response = await new Promise<IncomingMessage>((resolve) => {
      get(`${address}/api/v3/events`, { agent: false }, resolve)
    })
    response.setEncoding("utf8")
    let told = ""
    for await (const chunk of response) {
      told += String(chunk)
      if (told.includes("event: status")) stop()
    }
    assert.isTrue(response.complete)
    assert.strictEqual(await ended, 0)
    removed(own)
  })

  it("refuses a token that is none, with the token in its environment", async () => {
    const own = healthyRoot()
    process.env["LEDMATRIX_TOKEN"] = "correct-horse-battery"
    try {
      const { address, ended, stop } = await controller(own)
      const refused = await askAt(address, "/api/v3/plugins/installed")
      const headers = { authorization: "Bearer correct-horse-battery" }
      const taken = await askAt(address, "/api/v3/plugins/installed", { headers })
      stop()
      await ended
      assert.deepStrictEqual([refused.status, taken.status], [401, 200])
    } finally {
      delete process.env["LEDMATRIX_TOKEN"]
      removed(own)
    }
  })
})
