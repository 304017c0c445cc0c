/**
 * The whole life of every plugin of the official registry of October 2025, served as GitHub serves it: the
 * registry as it is, archives around the published manifests, repositories that cannot be cloned.
 */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { install } from "../../src/operations/install/install.ts"
import { uninstall } from "../../src/operations/uninstall.ts"
import { check } from "../../src/reconcile/look/check.ts"
import { type Answering, directoryWith, liveServices, serving } from "../support/realInstallation.ts"
import { under, zip } from "../support/zip.ts"

const fixture = (path: string): string =>
  readFileSync(new URL(`../support/fixtures/${path}`, import.meta.url), "utf8")

const registry = fixture("registry/plugins.json")
const ids: ReadonlyArray<string> = (
  JSON.parse(registry) as { readonly plugins: ReadonlyArray<{ readonly id: string }> }
).plugins.map(({ id }) => id)

const manifests = new Set(
  readdirSync(new URL("../support/fixtures/manifests", import.meta.url)).map((file) =>
    file.replace(/\.json$/u, "")
  )
)

const gitHub: Answering = (request, response) => {
  const { pathname } = new URL(request.url ?? "/", "http://localhost")
  if (pathname === "/plugins.json") {
    response.end(registry)
    return
  }
  const repository = pathname.split("/")[2] ?? ""
  const id = [repository, repository.replace(/^ledmatrix-/u, "")].find((name) => manifests.has(name))
  if (id === undefined || !pathname.includes("/archive/")) {
    response.writeHead(404).end()
    return
  }
  response.end(
    zip(
      under(`${repository}-1.0.0`, [
        { name: "manifest.json", content: fixture(`manifests/${id}.json`) },
        {
          name: "manager.py",
          content: "from src.base import BasePlugin\n\nclass Plugin(BasePlugin):\n    pass\n"
        }
      ])
    )
  )
}

/** Without the entry of a plugin that comes with LEDMatrix and lies in no directory here. */
const { "web-ui-info": _builtIn, ...system } = JSON.parse(fixture("config.template.json")) as {
  readonly [key: string]: unknown
}
const config = JSON.stringify(system, undefined, 4)

describe("every plugin of the registry of October 2025", () => {
  it.live("installs, agrees, and goes again; the one that is invalid as published leaves nothing", () =>
    Effect.gen(function* () {
      const address = yield* serving(gitHub)
      const root = yield* directoryWith({
        "config/config.json": config,
        "plugin-repos/.keep": ""
      })
      const settings = { registry: `${address}/plugins.json`, githubApi: address, githubArchive: address }
      const before = readFileSync(`${root}/config/config.json`, "utf8")
      yield* Effect.gen(function* () {
        const results = new Map(
          yield* Effect.forEach(ids, (id) =>
            Effect.map(Effect.result(install(id)), (result) => [id, result] as const)
          )
        )
        const refused = [...results].filter(([, result]) => Result.isFailure(result))
        assert.deepStrictEqual(
          refused.map(([id, result]) => [id, Result.isFailure(result) && result.failure.message]),
          [
            [
              "hello-world",
              'the download from https://github.com/ChuckBuilds/ledmatrix-hello-world/archive/refs/tags/v1.0.0.zip is refused: its manifest.json is not valid JSON, at line 33, column 1: the comma at the end of line 32 has to go: "compatible_versions": [‹set›], is followed by } in line 33'
            ]
          ]
        )
        const installed = [...results.values()].flatMap((result) =>
          Result.isSuccess(result) ? [result.success.plugin_id] : []
        )
        assert.deepStrictEqual(
          readdirSync(`${root}/plugin-repos`).toSorted(),
          [".keep", ...installed].toSorted()
        )
        const report = yield* check()
        assert.deepStrictEqual(report.inconsistencies_found, [])
        assert.include(installed, "ledmatrix-weather")
        assert.strictEqual(
          JSON.parse(readFileSync(`${root}/plugin-repos/stock-news/manifest.json`, "utf8")).class_name,
          "Plugin"
        )
        yield* Effect.forEach(installed, (id) => uninstall(id, { preserveConfig: false }))
        assert.strictEqual(readFileSync(`${root}/config/config.json`, "utf8"), before)
        assert.isFalse(installed.some((id) => existsSync(`${root}/plugin-repos/${id}`)))
        const after = yield* check()
        assert.deepStrictEqual(after.inconsistencies_found, [])
      }).pipe(Effect.provide(liveServices(root, settings)))
    }).pipe(Effect.scoped)
  )
})
