import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { createServer, type RequestListener, type Server } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { run } from "../support/program.ts"

const R = "a".repeat(64)

const status = (change: object = {}) => ({
  status: "success",
  data: {
    sign: "bar",
    document: null,
    state: "applied",
    message: "",
    in_force: {
      revision: R,
      serial: 1,
      accepted_at: "2026-04-08T09:12:33.000Z",
      age_seconds: 900,
      settled: true
    },
    offered: { revision: R, serial: 1 },
    rejected: [],
    rejections: {},
    read_at: null,
    paused: null,
    findings: 0,
    not_as_desired: 0,
    ...change
  }
})

const servers: Array<Server> = []

const serve = async (listener: RequestListener): Promise<string> => {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve)
  })
  const bound = server.address()
  return `http://127.0.0.1:${typeof bound === "object" && bound !== null ? bound.port : 0}`
}

const saying = (document: unknown) =>
  serve((_, response) => {
    response.end(typeof document === "string" ? document : JSON.stringify(document))
  })

describe("fleet", () => {
  let directory = ""
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), "ledmatrix-reconciler-fleet-"))
  })
  afterAll(() => {
    rmSync(directory, { recursive: true })
    for (const server of servers) {
      server.closeAllConnections()
      server.close()
    }
  })
  const listing = (signs: ReadonlyArray<object>): string => {
    const file = join(directory, `${Math.random()}.json`)
    writeFileSync(file, JSON.stringify(signs))
    return file
  }

  it("ends with 0 where each sign is as desired", async () => {
    const list = listing([{ name: "bar", address: await saying(status()) }])
    const { code, stdout } = await run(["fleet", list])
    assert.deepStrictEqual([code, stdout.includes("1 of 1 as desired.")], [0, true])
  })

  it("sends the token of each sign to it alone, and never shows it", async () => {
    const seen: Array<string | undefined> = []
    const other = await serve((request, response) => {
      seen.push(request.headers.authorization)
      response.end(JSON.stringify(status()))
    })
    const address = await serve((request, response) => {
      seen.push(request.headers.authorization)
      response.writeHead(302, { location: `${other}/api/v3/desired` }).end()
    })
    writeFileSync(join(directory, "bar.token"), "very-secret-token\n", { mode: 0o600 })
    const list = listing([{ name: "bar", address, token_file: "bar.token" }])
    const { code, stderr, stdout } = await run(["fleet", list, "--json", "--log-level", "all"])
    assert.deepStrictEqual(seen, ["Bearer very-secret-token"])
    assert.notInclude(stdout + stderr, "very-secret-token")
    assert.strictEqual(code, 2)
  })

  it("shows no token that a sign sends back", async () => {
    const address = await serve((request, response) => {
      response.end(JSON.stringify(status({ message: `you said ${request.headers.authorization}` })))
    })
    writeFileSync(join(directory, "echo.token"), 'very"secret-token', { mode: 0o600 })
    const list = listing([{ name: "bar", address, token_file: "echo.token" }])
    const { code, stderr, stdout } = await run(["fleet", list, "--json"])
    assert.notInclude(stdout + stderr, "secret-token")
    assert.deepStrictEqual([code, stdout.includes("holds the token")], [2, true])
  })

  it.each([
    ["HTML", async () => saying("<html>")],
    ["another document", async () => saying({ status: "success", data: {} })],
    [
      "a body without end",
      () => serve((_, response) => void setInterval(() => response.write("x".repeat(65_536)), 1).unref())
    ],
    [
      "compressed zeros",
      () =>
        serve(
          (_, response) =>
            void response
              .writeHead(200, { "content-encoding": "gzip" })
              .end(gzipSync(Buffer.alloc(10_000_000)))
        )
    ],
    ["nothing", async () => "http://127.0.0.1:9"]
  ])("calls a sign unknown that answers with %s", async (_, start) => {
    const { code, stdout } = await run([
      "fleet",
      listing([{ name: "bar", address: await start() }]),
      "--json"
    ])
    assert.deepStrictEqual([code, stdout.includes('"state": "unknown"')], [2, true])
  })

  it.each([[[]], [["--json"]]])("lets no sign write on the terminal, with %j", async (options) => {
    const address = await saying(status({ message: "\u001b[2J\u009b2J\u202eevil", sign: "\u001b]0;x\u0007" }))
    const { stdout } = await run(["fleet", listing([{ name: "bar", address }]), ...options])
    // eslint-disable-next-line no-control-regex -- what must not be there
    assert.notMatch(stdout, /[\u001b\u009b\u202e\u0007]/u)
  })

  it("asks the signs of a group alone", async () => {
    const list = listing([
      { name: "bar", address: await saying(status()), groups: ["bar"] },
      { name: "away", address: "http://127.0.0.1:9" }
    ])
    assert.strictEqual((await run(["fleet", list, "--group", "bar"])).code, 0)
  })

  it.each([
    ["0 and opens", {}, 0, "open"],
    ["2 and waits", { not_as_desired: 1 }, 2, "wait"],
    ["1 and stops", { rejected: [{ revision: R, rejected_at: "", reasons: ["bad"] }] }, 1, "stop"]
  ])("gate ends with %s", async (_, change, expected, word) => {
    const list = listing([{ name: "bar", address: await saying(status(change)) }])
    const { code, stdout } = await run(["fleet", "gate", list, "--revision", R, "--min-reports", "1"])
    assert.deepStrictEqual([code, stdout.split(":")[0], stdout.split("\n").length], [expected, word, 2])
  })

  it.each([
    ["no list", ["fleet"], "the list of signs is missing"],
    ["no revision", ["fleet", "gate", "x.json"], "--revision is missing"],
    ["a revision that is none", ["fleet", "gate", "x.json", "--revision", "main"], "sha256"],
    ["a share over 1", ["fleet", "x.json", "--max-failed", "2"], "a share such as 2%"],
    ["a list that is not there", ["fleet", "x.json"], "x.json: it cannot be read"]
  ])("refuses %s", async (_, args, said) => {
    const { code, stderr } = await run(args)
    assert.strictEqual(code, 1)
    assert.include(stderr, said)
  })
})
