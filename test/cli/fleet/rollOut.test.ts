// The pipeline of docs/examples/fleet, run for real: a web server, two controllers as processes, signatures by openssl.
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { execFile } from "node:child_process"
import { writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { program } from "../support/program.ts"
import { BAD, BERN, FORMER, GOOD, type Signs, startSigns } from "../support/signs.ts"

const script = fileURLToPath(new URL("../../../docs/examples/fleet/roll-out.sh", import.meta.url))

describe("the pipeline", () => {
  let signs: Signs

  const rollOut = (text: string): Promise<{ readonly code: number; readonly out: string }> =>
    new Promise((resolve) => {
      const { at } = signs
      writeFileSync(at("new.json"), text)
      writeFileSync(at("former.json"), FORMER)
      const env = {
        ...process.env,
        SIGN_KEY: at("key.pem"),
        PUBLISH: at("publish"),
        PREVIOUS: at("former.json"),
        SHARES: "1",
        EVERY: "1",
        GATE: "--min-reports 2 --soak 1s",
        LEDMATRIX_RECONCILER: `${process.execPath} ${program}`
      }
      execFile("sh", [script, at("new.json"), at("signs.json")], { env }, (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === "number" ? error.code : 0, out: stdout + stderr })
      })
    })

  beforeAll(async () => {
    signs = await startSigns()
  })
  afterAll(() => signs.close())

  it("brings a good document to all signs", async () => {
    const { code, out } = await rollOut(GOOD)
    assert.strictEqual(code, 0, out)
    await signs.become(BERN)
  })

  it("takes a bad document back by itself, and the signs go back to the former one", async () => {
    const { code, out } = await rollOut(BAD)
    assert.strictEqual(code, 1, out)
    assert.include(out, "took it back")
    await signs.become(BERN)
  })
})
