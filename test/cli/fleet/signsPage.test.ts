// The signs of a list as the controller tells its dashboard of them.
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { writeFileSync } from "node:fs"
import { createServer, type Server } from "node:http"
import { join } from "node:path"
import { killAll, startController } from "../support/controller.ts"
import { healthyRoot, json, removed, run } from "../support/program.ts"

const R = "a".repeat(64)
const TOKEN = "very-secret-token"

const status = (change: object) => ({
  sign: "bar",
  document: null,
  state: "applied",
  message: "",
  in_force: { revision: R, serial: 1, accepted_at: "t", age_seconds: 9, settled: true },
  offered: null,
  rejected: [],
  rejections: {},
  read_at: null,
  paused: null,
  findings: 0,
  not_as_desired: 0,
  ...change
})

const SAYS: { readonly [path: string]: object } = {
  fine: status({}),
  liar: status({ message: `<b>\u202e\u001b[2J${"x".repeat(400)}` }),
  drifting: status({ findings: 2, not_as_desired: 1 })
}

let server: Server
let root: string
let origin: string
let asked = 0
const tokens = new Set<string | undefined>()

beforeAll(async () => {
  root = healthyRoot()
  server = createServer((request, response) => {
    asked += 1
    tokens.add(request.headers.authorization)
    const name = request.url?.split("/")[1] ?? ""
    // `mute` never answers.
    if (name in SAYS) response.end(JSON.stringify({ status: "success", data: SAYS[name] }))
    else if (name !== "mute") response.end("<html>")
  })
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve)
  })
  const bound = server.address()
  const port = typeof bound === "object" && bound !== null ? bound.port : 0
  writeFileSync(join(root, "token"), TOKEN, { mode: 0o600 })
  const signs = ["fine", "liar", "drifting", "html", "mute"].map((name) => ({
    name,
    address: `http://127.0.0.1:${port}/${name}`,
    token_file: "token"
  }))
  writeFileSync(join(root, "signs.json"), JSON.stringify(signs))
  const { said } = startController(root, { args: ["--signs", join(root, "signs.json")] })
  origin = String((await said("listening"))["address"])
})

afterAll(() => {
  killAll()
  server.closeAllConnections()
  server.close()
  removed(root)
})

const signs = async (): Promise<string> => (await fetch(`${origin}/api/v3/signs`)).text()

describe("the signs of a list", () => {
  it("are shown without waiting for one that does not answer, and what is unknown is not fine", async () => {
    const told: ReadonlyArray<{
      readonly name: string
      readonly state: string
      readonly as_desired: boolean
    }> = Object(json(await signs())).data.signs
    assert.deepStrictEqual(
      told.map(({ as_desired, name, state }) => [name, state, as_desired]),
      [
        ["fine", "applied", true],
        ["liar", "applied", true],
        ["drifting", "applied", false],
        ["html", "unknown", false],
        ["mute", "unknown", false]
      ]
    )
  })

  it("are asked once for all that ask within ten seconds", async () => {
    await Promise.all(Array.from({ length: 10 }, signs))
    assert.strictEqual(asked, 5)
  })

  it("are asked with their token, which the answer does not hold", async () => {
    assert.notInclude(await signs(), TOKEN)
    assert.deepStrictEqual([...tokens], [`Bearer ${TOKEN}`])
  })

  it("say no more than a line of plain text each", async () => {
    const [, liar] = Object(json(await signs())).data.signs
    assert.strictEqual(liar.message, `<b>··[2J${"x".repeat(292)}…`)
  })
})

describe("a list of signs that cannot be read", () => {
  it("refuses the start of the controller", async () => {
    writeFileSync(join(root, "bad.json"), '[{"name": "bar"}]')
    const ended = await run(["controller", "--root", root, "--signs", join(root, "bad.json"), "--port", "0"])
    assert.strictEqual(ended.code, 1)
    assert.include(ended.stderr, "--signs")
    assert.include(ended.stderr, "0.address")
  })
})
