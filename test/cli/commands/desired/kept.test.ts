// What commands say of the desired state by the memory of the sign's controller.
import { afterEach, assert, beforeEach, describe, it } from "@effect/vitest"
import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Ended, json, manifest, removed, run, write } from "../../support/program.ts"

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "ledmatrix-kept-"))
})

afterEach(() => {
  removed(root)
})

const on = (sign: string, ...args: ReadonlyArray<string>): Promise<Ended> =>
  run([...args, "--root", join(root, sign), "--offline"])

describe("desired", () => {
  it("says that a sign without a document keeps to none", async () => {
    write(root, "sign/config/config.json", "{}")
    const ended = await on("sign", "desired", "--json")
    assert.strictEqual(ended.code, 2)
    assert.isNull(Object(json(ended.stdout)).in_force)
  })

  describe("beside the memory of a controller", () => {
    const revision = (digit: string) => digit.repeat(64)
    const inForce = (plugins: object) => ({
      revision: revision("a"),
      content: "c",
      serial: 7,
      accepted_at: "2026-01-02T03:04:05.000Z",
      text: JSON.stringify({
        schema: "ledmatrix-desired/1",
        plugins,
        signs: { left: { plugins: { "clock-simple": { settings: { city: "Bern" } } } } }
      })
    })
    const remembered = (plugins: object, more: object = {}): void => {
      write(root, "sign/config/config.json", { "clock-simple": { enabled: false } })
      write(root, "sign/plugin-repos/clock-simple/manifest.json", manifest("clock-simple"))
      write(root, "sign/data/reconciler/desired.json", {
        source: "s",
        document: "https://signs.example/d.json",
        sign: "left",
        in_force: inForce(plugins),
        offered: { revision: revision("a"), serial: 7 },
        settling: null,
        taking_back: null,
        serial: 7,
        rejected: [],
        ...more
      })
    }

    it("names its document and sign, and what differs by the sign's own part", async () => {
      remembered({})
      const ended = await on("sign", "desired", "--json")
      const { document, findings, sign, state } = Object(json(ended.stdout))
      assert.deepStrictEqual(
        { code: ended.code, document, sign, state },
        { code: 2, document: "https://signs.example/d.json", sign: "left", state: "applied" }
      )
      assert.deepStrictEqual(
        findings.map(({ reason }: { readonly reason: string }) => reason),
        ["desired_settings"]
      )
    })

    it("is not as desired while the document's revision is rejected", async () => {
      remembered(
        { "clock-simple": { settings: { city: null } } },
        {
          in_force: { ...inForce({}), text: '{"schema":"ledmatrix-desired/1"}' },
          offered: { revision: revision("b"), serial: 8 },
          rejected: [
            { revision: revision("b"), rejected_at: "2026-01-02T03:04:05.000Z", reasons: ["it broke"] }
          ]
        }
      )
      const ended = await on("sign", "desired")
      assert.strictEqual(ended.code, 2, ended.stdout)
      assert.include(ended.stdout, "rejected: taken back: it broke")
    })

    it("explain names document, revision and the layer of each value", async () => {
      remembered({ "clock-simple": { enabled: true } })
      const ended = await on("sign", "explain", "clock-simple")
      assert.include(ended.stdout, `https://signs.example/d.json, revision ${revision("a")}`)
      assert.match(ended.stdout, /enabled +true +all/u)
      assert.match(ended.stdout, /settings\.city +‹set› +sign left/u)
      assert.notInclude(ended.stdout, "Bern")
      assert.match(ended.stdout, /not as desired +found/u)
    })

    it("explain knows a plugin that only the document names", async () => {
      remembered({ "text-display": { version: "1.0.0" } })
      const ended = await on("sign", "explain", "text-display", "--json")
      assert.strictEqual(ended.code, 0, ended.stderr)
      assert.deepStrictEqual(Object(json(ended.stdout)).desired.values, [
        { field: "version", value: "1.0.0", layer: "all" }
      ])
    })
  })

  it("is paused for a while, and resumed", async () => {
    write(root, "sign/config/config.json", "{}")
    assert.strictEqual((await on("sign", "desired", "pause", "--for", "2h")).code, 0)
    assert.isString(Object(json((await on("sign", "desired", "--json")).stdout)).paused.until)
    assert.strictEqual((await on("sign", "desired", "resume")).code, 0)
    assert.isNull(Object(json((await on("sign", "desired", "--json")).stdout)).paused)
  })
})
