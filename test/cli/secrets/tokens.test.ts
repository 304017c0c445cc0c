// Tokens in files: the controller's own, and one for a LEDMatrix with a password.
import { afterEach, assert, beforeEach, describe, it } from "@effect/vitest"
import { chmodSync, writeFileSync } from "node:fs"
import { createServer, type Server } from "node:http"
import { join } from "node:path"
import { killAll, startController, stopped } from "../support/controller.ts"
import { healthyRoot, json, removed, run } from "../support/program.ts"

const TOKEN = "lmx_from-a-file-77"

let root: string
let file: string

const holding = (content: string, mode = 0o600): void => {
  writeFileSync(file, content)
  chmodSync(file, mode)
}

beforeEach(() => {
  root = healthyRoot()
  file = join(root, "token")
  holding(`${TOKEN}\n`)
})

afterEach(() => {
  killAll()
  removed(root)
})

const VISIBLE =
  "the token stands in the command line, which every user of this machine can read; give it with --token-file or LEDMATRIX_TOKEN"
const OPEN = "every user of this machine can read the file with the token; chmod 600 keeps it"

/** What the controller answers to a request with this token, and what it warns of. */
const answered = async (token: string, args: ReadonlyArray<string>, env: Record<string, string> = {}) => {
  const controller = startController(root, { args: ["--offline", ...args], env })
  const address = (await controller.said("listening"))["address"]
  assert.isString(address)
  const { status } = await fetch(`${String(address)}/api/v3/history`, {
    headers: { authorization: `Bearer ${token}` }
  })
  await stopped(controller)
  const warnings = controller.lines.filter(({ level }) => level === "warn").map(({ message }) => message)
  return { status, warnings, log: JSON.stringify(controller.lines) }
}

const failed = async (...args: ReadonlyArray<string>) => {
  const { code, stdout } = await run(["controller", "--root", root, "--json", ...args])
  assert.strictEqual(code, 1)
  return json(stdout)
}

describe("a token in a file", () => {
  it("is what requests have to present, and stands in no log", async () => {
    const { log, status, warnings } = await answered(TOKEN, ["--token-file", file])
    assert.deepStrictEqual([status, warnings], [200, []])
    assert.notInclude(log, TOKEN)
    assert.strictEqual((await answered("another-token", ["--token-file", file])).status, 401)
  })

  it("wins over the variable", async () => {
    const env = { LEDMATRIX_TOKEN: "of-the-environment" }
    assert.strictEqual((await answered(TOKEN, ["--token-file", file], env)).status, 200)
  })

  it("is warned of where others can read it", async () => {
    holding(TOKEN, 0o644)
    assert.deepStrictEqual((await answered(TOKEN, ["--token-file", file])).warnings, [OPEN])
  })

  it("is warned of where it stands in the command line instead", async () => {
    assert.deepStrictEqual((await answered(TOKEN, ["--token", TOKEN])).warnings, [VISIBLE])
    assert.deepStrictEqual((await answered(TOKEN, [], { LEDMATRIX_TOKEN: TOKEN })).warnings, [])
  })

  it.each([
    ["is not there", undefined, "it cannot be read: no such file or directory (ENOENT)"],
    ["is empty", "\n", "it holds no token: 8 to 512 visible ASCII characters, on one line"],
    [
      "holds two lines",
      `${TOKEN}\n${TOKEN}`,
      "it holds no token: 8 to 512 visible ASCII characters, on one line"
    ]
  ] as const)("keeps the controller from starting where the file %s", async (_title, content, problem) => {
    if (content === undefined) removed(file)
    else holding(content)
    const answer = await failed("--token-file", file)
    assert.nestedPropertyVal(answer, "error.code", "invalid_value")
    assert.nestedPropertyVal(answer, "error.message", `--token-file ${file}: ${problem}`)
    assert.notInclude(JSON.stringify(answer), TOKEN)
  })

  it("is given once", async () => {
    assert.nestedPropertyVal(
      await failed("--token-file", file, "--token", TOKEN),
      "error.message",
      "--token and --token-file: give one of them, not both"
    )
  })

  it("lets it listen elsewhere, also as a unit, which has the file's name and needs no other", async () => {
    const args = ["--host", "0.0.0.0", "--token-file", "token", "--json"]
    const { code, stdout } = await run(["service-unit", "--root", root, ...args], { cwd: root })
    assert.strictEqual(code, 0)
    assert.include(stdout, `"--token-file=${file}"`)
    assert.include(stdout, "\\nEnvironmentFile=-/etc/ledmatrix-reconciler.env\\n")
    assert.notInclude(stdout, TOKEN)
  })
})

describe("a token for LEDMatrix", () => {
  let server: Server
  let sent: Array<string | undefined>
  let address: string

  beforeEach(async () => {
    sent = []
    server = createServer((request, response) => {
      sent.push(request.headers.authorization)
      response.writeHead(302, { location: "http://127.0.0.1:9/elsewhere" }).end()
    })
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
    const bound = server.address()
    address = `http://127.0.0.1:${typeof bound === "object" && bound !== null ? bound.port : 0}`
  })

  afterEach(() => {
    server.closeAllConnections()
    server.close()
  })

  it("goes with each request to LEDMatrix", async () => {
    const args = ["--offline", "--ledmatrix", address, "--ledmatrix-token-file", file]
    const controller = startController(root, { args })
    await controller.said("pass ended")
    await stopped(controller)
    assert.isNotEmpty(sent)
    assert.deepStrictEqual([...new Set(sent)], [`Bearer ${TOKEN}`])
    assert.notInclude(JSON.stringify(controller.lines), TOKEN)
  })

  it("needs to know where that is", async () => {
    assert.nestedPropertyVal(
      await failed("--ledmatrix-token-file", file),
      "error.message",
      "--ledmatrix-token-file: it needs --ledmatrix"
    )
  })
})
