// A card has died: an empty LEDMatrix and the exported file make the sign again.
import { afterEach, assert, beforeEach, describe, it } from "@effect/vitest"
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { createServer, type Server } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pythonJson } from "../../../../src/json/printJson.ts"
import { under, zip } from "../../../support/zip.ts"
import { type Ended, json, removed, run, write } from "../../support/program.ts"

const fixture = (path: string): string =>
  readFileSync(new URL(`../../../support/fixtures/${path}`, import.meta.url), "utf8")

/** Published in 2025, but for the two that come with LEDMatrix and the one whose manifest is no JSON. */
const NOT_INSTALLABLE = new Set(["web-ui-info", "starlark-apps", "hello-world"])
const ids = readdirSync(new URL("../../../support/fixtures/manifests", import.meta.url))
  .map((file) => file.replace(/\.json$/u, ""))
  .filter((id) => !NOT_INSTALLABLE.has(id))
  .toSorted()

const settingsOf = (id: string, at: number) => ({
  update_interval: 300 + at,
  colours: [255, 128, at],
  team: "Zürich",
  nested: { scale: 0.5, deeper: { on: at % 2 === 0, empty: {}, list: [] } },
  label: id
})

const entryOf = (id: string, at: number) => ({ enabled: at % 3 !== 0, ...settingsOf(id, at) })

const template: unknown = JSON.parse(fixture("config.template.json"))

const withPlugins = (plugins: object): string => {
  const { "web-ui-info": _, ...system } = Object(template)
  return pythonJson({ ...system, ...plugins }, { indent: 4 })
}

let server: Server
let registry: string
let root: string

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "ledmatrix-dead-card-"))
  server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost")
    if (pathname === "/plugins.json") {
      const here = `http://${request.headers.host}`
      response.end(fixture("registry/plugins.json").replaceAll("https://github.com/ChuckBuilds", here))
      return
    }
    const repository = pathname.split("/")[1] ?? ""
    const id = [repository, repository.replace(/^ledmatrix-/u, "")].find((name) => ids.includes(name))
    if (id === undefined || !pathname.endsWith(".zip")) {
      response.writeHead(404).end()
      return
    }
    const content = "class Plugin(BasePlugin):\n    pass\n"
    response.end(
      zip(
        under(`${repository}-1`, [
          { name: "manifest.json", content: fixture(`manifests/${id}.json`) },
          { name: "manager.py", content }
        ])
      )
    )
  })
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve)
  })
  const bound = server.address()
  registry = `http://127.0.0.1:${typeof bound === "object" && bound !== null ? bound.port : 0}/plugins.json`
})

afterEach(() => {
  server.closeAllConnections()
  server.close()
  removed(root)
})

const on = (sign: string, ...args: ReadonlyArray<string>): Promise<Ended> =>
  run([...args, "--root", join(root, sign), "--registry", registry])

/** A sign as it was before its card died. */
const living = (secrets: object = {}): void => {
  for (const id of ids) write(root, `old/plugin-repos/${id}/manifest.json`, fixture(`manifests/${id}.json`))
  write(
    root,
    "old/config/config.json",
    withPlugins(Object.fromEntries(ids.map((id, at) => [id, entryOf(id, at)])))
  )
  write(root, "old/config/config_secrets.json", secrets)
}

const config = (sign: string): { readonly [key: string]: unknown } =>
  Object(json(readFileSync(join(root, sign, "config/config.json"), "utf8")))

describe("a dead card", () => {
  it.each(["3.2.0", "3.8.0"])(
    "is replaced by an empty LEDMatrix %s and the exported file",
    async (version) => {
      living()
      for (const sign of ["old", "new"])
        write(root, `${sign}/src/__init__.py`, `__version__ = "${version}"\n`)
      const printed = await on("old", "export", "--settings")
      assert.strictEqual(printed.code, 0, printed.stderr)
      writeFileSync(join(root, "sign.json"), printed.stdout)
      write(root, "new/config/config.json", withPlugins({}))
      const applied = await on("new", "apply", join(root, "sign.json"), "--json")
      assert.strictEqual(applied.code, 0, applied.stderr + applied.stdout)
      const checked = await on("new", "apply", join(root, "sign.json"), "--dry-run")
      assert.strictEqual(checked.code, 0, checked.stdout)
      assert.strictEqual((await on("new", "check")).code, 0)
      assert.strictEqual(ids.length, 17)
      assert.strictEqual(
        readFileSync(join(root, "new/config/config.json"), "utf8"),
        readFileSync(join(root, "old/config/config.json"), "utf8")
      )
    }
  )

  it("is replaced on the same card too, emptied a moment ago", async () => {
    living()
    write(root, "old/plugin-repos/extra/manifest.json", { id: "extra" })
    assert.strictEqual((await on("old", "reconcile")).code, 0)
    writeFileSync(join(root, "sign.json"), (await on("old", "export", "--settings")).stdout)
    for (const id of ids) removed(join(root, "old/plugin-repos", id))
    write(root, "old/config/config.json", withPlugins({ extra: { enabled: false } }))
    const applied = await on("old", "apply", join(root, "sign.json"))
    assert.strictEqual(applied.code, 0, applied.stdout)
    assert.includeMembers(Object.keys(config("old")), ids)
  })

  it("tells no secret to the file", async () => {
    living({ "ledmatrix-weather": { label: "from the secrets file" }, other: { x: "hunter2-hunter2" } })
    const entry = {
      enabled: true,
      api_token: "abc",
      note: "https://me:pw@example.org",
      hint: "hunter2-hunter2"
    }
    write(
      root,
      "old/config/config.json",
      withPlugins({ "ledmatrix-weather": { ...entry, label: "x", units: "metric" } })
    )
    const printed = await on("old", "export", "--settings")
    const { plugins } = Object(json(printed.stdout))
    assert.deepStrictEqual(plugins["ledmatrix-weather"], { enabled: true, settings: { units: "metric" } })
    assert.include(printed.stderr, "ledmatrix-weather.api_token")
  })

  it("has versions in its document with --pin, and nothing of settings without --settings", async () => {
    living()
    const { plugins } = Object(json((await on("old", "export", "--pin")).stdout))
    assert.deepStrictEqual(Object.keys(plugins["clock-simple"]), ["version", "enabled"])
  })
})

describe("apply", () => {
  beforeEach(() => {
    write(root, "sign/config/config.json", withPlugins({ "clock-simple": { enabled: false } }))
    write(root, "sign/plugin-repos/clock-simple/manifest.json", fixture("manifests/clock-simple.json"))
  })

  const applied = (document: object, ...more: ReadonlyArray<string>) => {
    write(root, "d.json", { schema: "ledmatrix-desired/1", ...document })
    return on("sign", "apply", join(root, "d.json"), ...more)
  }

  it("takes the sign's name from --sign", async () => {
    const signs = { left: { plugins: { "clock-simple": { enabled: true } } } }
    await applied({ signs }, "--sign", "left")
    assert.deepStrictEqual(config("sign")["clock-simple"], { enabled: true })
  })

  it("changes nothing with --dry-run, and exits with 2 where something differs", async () => {
    const ended = await applied({ plugins: { "clock-simple": { enabled: true } } }, "--dry-run", "--diff")
    assert.strictEqual(ended.code, 2)
    assert.match(ended.stdout, /\+.*"enabled": true/u)
    assert.deepStrictEqual(config("sign")["clock-simple"], { enabled: false })
  })

  it("refuses a bad document as a whole, with its line and the nearest right field", async () => {
    const ended = await applied({ plugins: { "clock-simple": { enabeld: true } } })
    assert.strictEqual(ended.code, 1)
    assert.include(
      ended.stderr,
      'line 5: plugins.clock-simple.enabeld: there is no such field; did you mean "enabled"?'
    )
    assert.deepStrictEqual(config("sign")["clock-simple"], { enabled: false })
  })

  it("refuses a document that names a key of the secrets file", async () => {
    write(root, "sign/config/config_secrets.json", { "clock-simple": { api: { k: "s3cret" } } })
    const ended = await applied({ plugins: { "clock-simple": { settings: { api: { k: "mine" } } } } })
    assert.strictEqual(ended.code, 1)
    assert.include(ended.stderr, "plugins.clock-simple.settings.api.k")
    assert.notInclude(ended.stderr, "s3cret")
  })

  it("says so where there is no document, and changes nothing", async () => {
    const ended = await on("sign", "apply", join(root, "none.json"))
    assert.strictEqual(ended.code, 1)
    assert.include(ended.stderr, "none.json")
  })
})
