/**
 * Whole passes on an installation as owners have it: the shipped config, the published manifests, the
 * official registry served over HTTP, and another program at work on the same files.
 */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { lines, reconcile } from "../support/reconciling.ts"
import { type Answering, directoryWith, liveReconciler, serving } from "../support/realInstallation.ts"
import { under, zip } from "../support/zip.ts"

const fixture = (path: string): string =>
  readFileSync(new URL(`../support/fixtures/${path}`, import.meta.url), "utf8")

const BUILT_IN = new Set(["web-ui-info", "starlark-apps"])
const published = readdirSync(new URL("../support/fixtures/manifests", import.meta.url))
  .map((file) => file.replace(/\.json$/u, ""))
  .filter((id) => !BUILT_IN.has(id))

/** All but the one that was published with a trailing comma. */
const loadable = published.filter((id) => id !== "hello-world").toSorted()

const template = JSON.parse(fixture("config.template.json")) as { readonly [key: string]: unknown }

const configWith = (ids: ReadonlyArray<string>): string => {
  const { "web-ui-info": _builtIn, ...system } = template
  return JSON.stringify(
    { ...system, ...Object.fromEntries(ids.map((id) => [id, { enabled: true, city: id }])) },
    undefined,
    4
  )
}

/** Archives as GitHub makes them: the manifest as published, and the entry file with its class. */
const archives: Answering = (request, response) => {
  const { pathname } = new URL(request.url ?? "/", "http://localhost")
  if (pathname === "/plugins.json") {
    const address = `http://${request.headers.host}`
    response.end(fixture("registry/plugins.json").replaceAll("https://github.com/ChuckBuilds", address))
    return
  }
  const repository = pathname.split("/")[1] ?? ""
  const id = [repository, repository.replace(/^ledmatrix-/u, "")].find((name) => published.includes(name))
  if (id === undefined || !pathname.endsWith(".zip")) {
    response.writeHead(404).end()
    return
  }
  response.end(
    zip(
      under(`${repository}-1.0.0`, [
        { name: "manifest.json", content: fixture(`manifests/${id}.json`) },
        {
          name: "manager.py",
          content: `from src.base import BasePlugin\n\nclass Plugin(BasePlugin):\n    pass\n`
        },
        { name: "fonts/a.bdf", content: "x".repeat(3000) }
      ])
    )
  )
}

describe("an installation with the published plugins", () => {
  it.live("gets all of them back from the store, but the one that is invalid as published", () =>
    Effect.gen(function* () {
      const address = yield* serving(archives)
      const root = yield* directoryWith({ "config/config.json": configWith(published), "data/.keep": "" })
      const live = liveReconciler(root, { settings: { registry: `${address}/plugins.json` } })
      const [first, second] = yield* Effect.all([reconcile(), reconcile()]).pipe(
        Effect.provide(live, { local: true })
      )
      assert.deepStrictEqual(
        first.inconsistencies_fixed.map((line) => line.plugin_id),
        loadable
      )
      assert.deepStrictEqual(
        lines(first).filter((line) => !line.endsWith(" fixed")),
        ["hello-world not_installed failed permanent bad_manifest"]
      )
      assert.deepStrictEqual(lines(second), ["hello-world unrecoverable manual"])
      assert.strictEqual(readFileSync(`${root}/config/config.json`, "utf8"), configWith(published))
      assert.deepStrictEqual(readdirSync(`${root}/plugin-repos`).toSorted(), loadable)
    })
  )

  it.live("is understood as LEDMatrix understands it, every manifest that it can read", () =>
    Effect.gen(function* () {
      const manifests = Object.fromEntries(
        published.map((id) => [`plugin-repos/${id}/manifest.json`, fixture(`manifests/${id}.json`)])
      )
      const root = yield* directoryWith({
        "config/config.json": configWith([]),
        "data/.keep": "",
        ...manifests
      })
      const report = yield* reconcile().pipe(Effect.provide(liveReconciler(root), { local: true }))
      assert.deepStrictEqual(
        report.inconsistencies_fixed.map((line) => line.plugin_id),
        loadable
      )
      assert.deepStrictEqual(
        lines(report).filter((line) => !line.endsWith(" fixed")),
        ["hello-world broken_manifest manual"]
      )
    })
  )
})

/** Rewrites the config as LEDMatrix does, again and again, until it is stopped. */
const WRITER = `
const { readFileSync, writeFileSync, renameSync } = require("node:fs")
const [file, inPlace] = process.argv.slice(1)
let running = true
process.on("SIGTERM", () => { running = false })
let count = 0
const turn = () => {
  if (!running) return process.exit(0)
  try {
    const config = JSON.parse(readFileSync(file, "utf8"))
    config.theirs = { enabled: true, count: ++count }
    const text = JSON.stringify(config, null, 4)
    if (inPlace === "true") writeFileSync(file, text)
    else { writeFileSync(file + ".theirs", text); renameSync(file + ".theirs", file) }
    if (count === 1) process.stdout.write("at work")
  } catch {}
  setTimeout(turn, 2)
}
turn()
`

const writerOn = (file: string, inPlace: boolean) =>
  Effect.acquireRelease(
    Effect.promise(async () => {
      const child = spawn(process.execPath, ["-e", WRITER, file, String(inPlace)], {
        stdio: ["ignore", "pipe", "ignore"]
      })
      await once(child.stdout, "data")
      return child
    }),
    (child) =>
      Effect.promise(async () => {
        const ended = once(child, "exit")
        child.kill("SIGTERM")
        await ended
      })
  )

describe("beside a program that keeps rewriting config.json", () => {
  it.live.each([
    ["by renaming", false],
    ["in place", true]
  ] as const)("%s, no setting is lost and the run gets its work done", ([, inPlace]) =>
    Effect.gen(function* () {
      const ids = Array.from({ length: 20 }, (_, at) => `plugin-${at}`)
      const manifests = Object.fromEntries(
        ids.map((id) => [`plugin-repos/${id}/manifest.json`, JSON.stringify({ id })])
      )
      const root = yield* directoryWith({
        "config/config.json": configWith(["news"]),
        "data/.keep": "",
        ...manifests
      })
      const file = `${root}/config/config.json`
      yield* Effect.scoped(
        Effect.gen(function* () {
          yield* writerOn(file, inPlace)
          for (let run = 0; run < 8; run++) {
            yield* reconcile().pipe(
              Effect.provide(liveReconciler(root, { policy: { storeAvailable: false } }), { local: true })
            )
          }
        })
      )
      yield* reconcile().pipe(
        Effect.provide(liveReconciler(root, { policy: { storeAvailable: false } }), { local: true })
      )
      const config: unknown = JSON.parse(readFileSync(file, "utf8"))
      assert.deepNestedInclude(config, {
        "news.city": "news",
        "display.hardware.rows": 32,
        "theirs.enabled": true
      })
      for (const id of ids) assert.deepNestedInclude(config, { [`${id}.enabled`]: false })
      assert.isFalse(existsSync(`${root}/config/.config.json.ledmatrix-reconciler`))
      assert.deepStrictEqual(
        readdirSync(`${root}/config`).filter((name) => name.endsWith(".tmp")),
        []
      )
    })
  )
})
