/** Downloads from a real local server that misbehaves: which way is taken, what is tried again, what is not. */
import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Fiber, Scope } from "effect"
import { HttpClientRequest, HttpClientResponse } from "effect/http"
import { TestClock } from "effect/testing"
import type { IncomingMessage } from "node:http"
import { readdirSync } from "node:fs"
import { gzipSync } from "node:zlib"
import { PluginInstaller } from "../../../../src/services/PluginStore.ts"
import { IsPrivateHost } from "../../../../src/ports/PrivateHost.ts"
import { type ProgressEvent, Progress } from "../../../../src/ports/Progress.ts"
import { DownloadFailed } from "../../../../src/domain/errors/FetchReason.ts"
import { NodeHttp } from "../../../../src/node/NodeHttp.ts"
import { httpGet } from "../../../../src/services/store/fetch/httpGet.ts"
import { BodyBroken, BodyTooSlow, readBody } from "../../../../src/services/network/readBody.ts"
import { MemoryFiles } from "../../../../src/testing/MemoryFiles.ts"
import { MEMORY_ROOT } from "../../../../src/testing/MemoryInstallation.ts"
import { type Answering, directoryWith, liveServices, serving } from "../../../support/realInstallation.ts"
import { emptyDisk, memory, type Network, storeWith } from "../../support/storeOnMemory.ts"
import { pluginFiles, under, zip } from "../../../support/zip.ts"

const archive = zip(pluginFiles("clock"))
const monorepo = zip(under("repo-abc", under("plugins/clock", pluginFiles("clock"))))
const gzip = gzipSync("x")
const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d)
const SHA = "0123456789abcdef0123456789abcdef01234567"

const sends =
  (content: Uint8Array | string): Answering =>
  (_request, response) => {
    response.end(content)
  }
const status =
  (code: number, headers: { readonly [name: string]: string } = {}): Answering =>
  (_request, response) => {
    response.writeHead(code, headers).end("no")
  }
const breaksOff: Answering = (_request, response) => {
  response.writeHead(200, { "content-length": String(archive.byteLength) })
  response.write(archive.subarray(0, 40), () => response.destroy())
}
const endsEarly: Answering = (_request, response) => {
  response.writeHead(200, { "content-length": String(archive.byteLength) })
  response.flushHeaders()
  response.socket?.end(archive.subarray(0, 40))
}

/** Answers by path, each path's answers in turn, the last for ever; a path that is not named is not there. */
const routes = (table: { readonly [path: string]: ReadonlyArray<Answering> }) => {
  const asked: Array<string> = []
  const answer: Answering = (request: IncomingMessage, response) => {
    const path = request.url ?? ""
    asked.push(path)
    const answers = table[path] ?? [status(404)]
    const times = asked.filter((other) => other === path).length
    answers[Math.min(times, answers.length) - 1]?.(request, response)
  }
  return { asked, answer }
}

/** The result of staging the plugin `clock` whose registry entry is `entry`. */
const staging = Effect.fnUntraced(function* (answer: Answering, entryAt: (address: string) => object) {
  const address = yield* serving(answer)
  const root = yield* directoryWith({
    "config/config.json": "{}",
    "data/.keep": "",
    "plugin-repos/.keep": "",
    "store/plugins.json": JSON.stringify({ plugins: [{ id: "clock", ...entryAt(address) }] })
  })
  const steps: Array<ProgressEvent> = []
  const result = yield* Effect.scoped(
    PluginInstaller.use((installer) =>
      installer.stage("clock", emptyDisk(`${root}/plugin-repos`), () => ["clock"])
    )
  ).pipe(
    Effect.match({
      onFailure: ({ reason, transient }) => `${transient ? "transient" : "permanent"} ${reason.code}`,
      onSuccess: ({ id, version }) => `${id} ${version}`
    }),
    Effect.provideService(Progress, (event) =>
      Effect.sync(() => {
        steps.push(event)
      })
    ),
    Effect.provide(liveServices(root, { githubApi: `${address}/api`, githubArchive: address }), {
      local: true
    })
  )
  return { result, steps, left: readdirSync(`${root}/plugin-repos`) }
})

const zipAt = (address: string) => ({
  latest_version: "1.0.0",
  download_url_template: `${address}/clock-{version}.zip`
})
const ZIP = "/clock-1.0.0.zip"

describe("a download", () => {
  it.live.each([
    ["arrives", [sends(archive)], "clock 1.0.0", 1],
    ["is tried again after a broken connection", [breaksOff, sends(archive)], "clock 1.0.0", 2],
    ["is tried again after an early end", [endsEarly, sends(archive)], "clock 1.0.0", 2],
    [
      "is tried again after an error of the server",
      [status(500), status(502), sends(archive)],
      "clock 1.0.0",
      3
    ],
    [
      "is tried again when the server says so",
      [status(429, { "retry-after": "0" }), sends(archive)],
      "clock 1.0.0",
      2
    ],
    ["is tried three times at most", [breaksOff], "transient download_failed", 3],
    [
      "is tried later when the server says much later",
      [status(429, { "retry-after": "3600" })],
      "transient download_failed",
      1
    ],
    ["is tried later when the server wants to know who asks", [status(403)], "transient download_failed", 3],
    ["fails for good where nothing is there", [status(404)], "permanent not_published", 1],
    ["fails for good where it is gone", [status(410)], "permanent not_published", 1],
    ["fails for good where the server refuses", [status(400)], "permanent not_published", 1],
    ["fails for good where it is an archive of another kind", [sends(gzip)], "permanent not_a_zip", 1],
    ["is tried later where a page comes instead", [sends("<html>")], "transient download_failed", 3],
    ["is tried later where JSON comes instead", [sends('{"message": "x"}')], "transient download_failed", 3],
    [
      "is tried later where a text comes instead",
      [sends("Too many requests")],
      "transient download_failed",
      3
    ],
    ["is tried later where nothing comes", [sends("")], "transient download_failed", 3],
    ["is tried later where the answer has no body", [status(204)], "transient download_failed", 3],
    ["is tried later where an image comes instead", [sends(PNG)], "transient download_failed", 3],
    ["arrives once the page is gone", [sends("<html>"), sends(archive)], "clock 1.0.0", 2],
    [
      "fails for good where the archive was published broken",
      [sends(archive.subarray(0, -30))],
      "permanent truncated_archive",
      1
    ]
  ] satisfies ReadonlyArray<readonly [string, ReadonlyArray<Answering>, string, number]>)(
    "%s",
    ([, answers, expected, times]) =>
      Effect.gen(function* () {
        const { answer, asked } = routes({ [ZIP]: answers })
        const { left, result } = yield* staging(answer, zipAt)
        assert.deepStrictEqual([result, asked.length, left], [expected, times, [".keep"]])
      })
  )

  it.live("follows redirects", () =>
    Effect.gen(function* () {
      const { answer } = routes({
        [ZIP]: [status(302, { location: "/b" })],
        "/b": [status(307, { location: "c" })],
        "/c": [sends(archive)]
      })
      assert.strictEqual((yield* staging(answer, zipAt)).result, "clock 1.0.0")
    })
  )

  it.live("fails for good where redirects go round in circles", () =>
    Effect.gen(function* () {
      const { answer, asked } = routes({ [ZIP]: [status(302, { location: ZIP })] })
      assert.strictEqual((yield* staging(answer, zipAt)).result, "permanent not_published")
      assert.lengthOf(asked, 6)
    })
  )

  it.live("fails for good where a redirect leads to a local file", () =>
    Effect.gen(function* () {
      const { answer } = routes({ [ZIP]: [status(302, { location: "file:///etc/passwd" })] })
      assert.strictEqual((yield* staging(answer, zipAt)).result, "permanent not_published")
    })
  )

  it.live("tells how far it is", () =>
    Effect.gen(function* () {
      const { steps } = yield* staging(routes({ [ZIP]: [sends(archive)] }).answer, zipAt)
      assert.deepStrictEqual(
        [...new Set(steps.map(({ step }) => step))],
        ["looking up", "downloading", "unpacking", "checking"]
      )
      const last = steps.findLast(({ step }) => step === "downloading")
      assert.deepStrictEqual([last?.bytes, last?.bytesTotal], [archive.byteLength, archive.byteLength])
    })
  )

  const onMemory = (network: Network) =>
    Effect.gen(function* () {
      yield* MemoryFiles.use((files) => files.putDirectory(`${MEMORY_ROOT}/plugin-repos`))
      const installer = yield* PluginInstaller
      const fiber = yield* Effect.forkChild(
        Effect.flip(
          Scope.provide(
            installer.stage("clock", emptyDisk(), () => ["clock"]),
            yield* Scope.make()
          )
        )
      )
      return fiber
    }).pipe(Effect.provide(storeWith(network), { local: true }))

  const store = memory({
    "config/config.json": "{}",
    "store/plugins.json": JSON.stringify({ plugins: [{ id: "clock", ...zipAt("http://example.org") }] })
  })

  it.effect("fails after three times 10 seconds without an answer", () =>
    Effect.gen(function* () {
      const fiber = yield* onMemory(() => Effect.never)
      yield* TestClock.adjust("29 seconds")
      assert.isUndefined(fiber.pollUnsafe())
      yield* TestClock.adjust("3 seconds")
      const error = yield* Fiber.join(fiber)
      assert.include(error.message, "no answer within 10 s")
    }).pipe(Effect.provide(store))
  )

  it.effect("counts as broken off after 60 seconds without progress, not before", () =>
    Effect.gen(function* () {
      const waiting = yield* Deferred.make<void>()
      let given = 0
      const onePiece = new ReadableStream(
        {
          pull: (body) => {
            if (given++ === 0) return body.enqueue(archive.slice(0, 9))
            Deferred.doneUnsafe(waiting, Effect.void)
            return new Promise<void>(() => {})
          }
        },
        { highWaterMark: 0 }
      )
      const response = HttpClientResponse.fromWeb(HttpClientRequest.get("/"), new Response(onePiece))
      const fiber = yield* Effect.forkChild(Effect.flip(readBody(response, 1000)))
      yield* Deferred.await(waiting)
      yield* TestClock.adjust("59 seconds")
      assert.isUndefined(fiber.pollUnsafe())
      yield* TestClock.adjust("1 second")
      const error = yield* Fiber.join(fiber)
      assert.deepStrictEqual(error, new BodyBroken({ problem: "the download stalled" }))
    })
  )

  it.live("is not asked for again where it came too slowly", () =>
    Effect.gen(function* () {
      const { answer, asked } = routes({ "/": [sends("x")] })
      const address = yield* serving(answer)
      const slow = httpGet(new URL(address), { read: () => new BodyTooSlow({ problem: "too slow" }) })
      const error = yield* Effect.flip(Effect.provide(slow, NodeHttp.layer))
      assert.deepStrictEqual([error instanceof DownloadFailed, asked], [true, ["/"]])
    }).pipe(Effect.scoped)
  )

  it.effect.each([
    ["https://store.example", "https://inside.example/c.zip", ["https://store.example/clock-1.0.0.zip"]],
    [
      "https://store.example",
      "https://other.example/c.zip",
      ["https://store.example/clock-1.0.0.zip", "https://other.example/c.zip"]
    ],
    [
      "https://at-home.inside.example",
      "https://inside.example/c.zip",
      ["https://at-home.inside.example/clock-1.0.0.zip", "https://inside.example/c.zip"]
    ]
  ] as ReadonlyArray<readonly [string, string, Array<string>]>)(
    "from %s with a redirect to %s is asked for at %j",
    ([from, to, expected]) =>
      Effect.gen(function* () {
        const asked: Array<string> = []
        const network: Network = (url) =>
          Effect.sync(() => {
            asked.push(url.href)
            return url.href === to
              ? new Response(null, { status: 404 })
              : new Response(null, { status: 302, headers: { location: to } })
          })
        const files = memory({
          "config/config.json": "{}",
          "store/plugins.json": JSON.stringify({ plugins: [{ id: "clock", ...zipAt(from) }] })
        })
        yield* Effect.flatMap(onMemory(network), Fiber.join).pipe(
          Effect.provideService(IsPrivateHost, (host) => Effect.succeed(host.endsWith("inside.example"))),
          Effect.provide(files)
        )
        assert.deepStrictEqual(asked, expected)
      })
  )

  it.effect("fails for good where it announces more than any plugin has", () =>
    Effect.gen(function* () {
      const huge: Network = () =>
        Effect.succeed(new Response("x", { headers: { "content-length": String(600 * 1024 * 1024) } }))
      const error = yield* Fiber.join(yield* onMemory(huge))
      assert.deepStrictEqual([error.transient, error.reason.code], [false, "archive_too_large"])
    }).pipe(Effect.provide(store))
  )
})

describe("a plugin in a directory of a repository", () => {
  const entry = () => ({ repo: "https://github.com/o/r", branch: "dev", plugin_path: "plugins/clock" })
  const commit = (branch: string) => `/api/repos/o/r/commits/${branch}`
  const sha = sends(JSON.stringify({ sha: SHA }))
  const BRANCH = "/o/r/archive/refs/heads/dev.zip"
  const PINNED = `/o/r/archive/${SHA}.zip`

  it.live.each([
    [
      "comes from one archive of the newest commit",
      { [commit("dev")]: [sha], [PINNED]: [sends(monorepo)] },
      [commit("dev"), PINNED]
    ],
    [
      "comes from the branch where the API's limit is reached",
      { [commit("dev")]: [status(403)], [BRANCH]: [sends(monorepo)] },
      [commit("dev"), BRANCH]
    ],
    [
      "comes from the branch where the API fails",
      { [commit("dev")]: [status(500)], [BRANCH]: [sends(monorepo)] },
      [commit("dev"), BRANCH]
    ],
    [
      "comes from the branch where the API says nothing useful",
      { [commit("dev")]: [sends('{"sha": "../x"}')], [BRANCH]: [sends(monorepo)] },
      [commit("dev"), BRANCH]
    ],
    [
      "comes from the branch where the commit has no archive",
      { [commit("dev")]: [sha], [BRANCH]: [sends(monorepo)] },
      [commit("dev"), PINNED, BRANCH]
    ],
    [
      "comes from main where its branch is not there",
      { [commit("main")]: [sha], [PINNED]: [sends(monorepo)] },
      [commit("dev"), BRANCH, commit("main"), PINNED]
    ]
  ] as ReadonlyArray<readonly [string, { [path: string]: ReadonlyArray<Answering> }, ReadonlyArray<string>]>)(
    "%s",
    ([, table, expected]) =>
      Effect.gen(function* () {
        const { answer, asked } = routes(table)
        assert.strictEqual((yield* staging(answer, entry)).result, "clock 1.0.0")
        assert.deepStrictEqual(asked, expected)
      })
  )

  it.live("fails for good where no branch is there", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* staging(routes({}).answer, entry)).result, "permanent not_published")
    })
  )

  it.live("is tried later where a page comes instead of the archive", () =>
    Effect.gen(function* () {
      const { answer } = routes({ [BRANCH]: [sends("<!DOCTYPE html>")] })
      assert.strictEqual((yield* staging(answer, entry)).result, "transient download_failed")
    })
  )

  it.live("fails for good where the archive has no such directory", () =>
    Effect.gen(function* () {
      const { answer } = routes({
        [BRANCH]: [sends(zip(under("r", under("plugins/other", pluginFiles("clock")))))]
      })
      assert.strictEqual((yield* staging(answer, entry)).result, "permanent path_not_in_archive")
    })
  )

  it.live("comes from its repository where the published zip is not there", () =>
    Effect.gen(function* () {
      const { answer, asked } = routes({ [BRANCH]: [sends(monorepo)] })
      const { result } = yield* staging(answer, (address) => ({ ...entry(), ...zipAt(address) }))
      assert.deepStrictEqual([result, asked[0]], ["clock 1.0.0", ZIP])
    })
  )

  it.live("is not looked for in its repository where the published zip is broken", () =>
    Effect.gen(function* () {
      const { answer, asked } = routes({ [ZIP]: [sends(gzip)], [BRANCH]: [sends(monorepo)] })
      const { result } = yield* staging(answer, (address) => ({ ...entry(), ...zipAt(address) }))
      assert.deepStrictEqual([result, asked], ["permanent not_a_zip", [ZIP]])
    })
  )
})

describe("plugins in one repository", () => {
  const ids = ["clock", "news", "weather"]
  const commit = "/api/repos/o/r/commits/main"
  const pinned = `/o/r/archive/${SHA}.zip`
  const shared = zip(
    under(
      "r",
      ids.flatMap((id) => under(`plugins/${id}`, pluginFiles(id)))
    )
  )

  /** All three staged at once; what became of each, what was asked, and what lay in the directory meanwhile. */
  const stagingAll = Effect.fnUntraced(function* (table: Parameters<typeof routes>[0]) {
    const { answer, asked } = routes(table)
    const address = yield* serving(answer)
    const plugins = ids.map((id) => ({ id, repo: "https://github.com/o/r", plugin_path: `plugins/${id}` }))
    const root = yield* directoryWith({
      "config/config.json": "{}",
      "plugin-repos/.keep": "",
      "store/plugins.json": JSON.stringify({ plugins })
    })
    const results = yield* Effect.gen(function* () {
      const installer = yield* PluginInstaller
      const stage = (id: string) =>
        Effect.scoped(installer.stage(id, emptyDisk(`${root}/plugin-repos`), () => [id])).pipe(
          Effect.match({ onFailure: ({ reason }) => reason.code, onSuccess: ({ id: staged }) => staged })
        )
      const together = yield* Effect.forEach(ids, stage, { concurrency: "unbounded" })
      return [...together, ...(yield* Effect.forEach(ids, stage))]
    }).pipe(
      Effect.provide(liveServices(root, { githubApi: `${address}/api`, githubArchive: address }), {
        local: true
      })
    )
    return { results, asked, left: readdirSync(`${root}/plugin-repos`) }
  })

  it.live("come from one download, at once or one after the other, and nothing of it is left", () =>
    Effect.gen(function* () {
      const { asked, left, results } = yield* stagingAll({
        [commit]: [sends(JSON.stringify({ sha: SHA }))],
        [pinned]: [sends(shared)]
      })
      assert.deepStrictEqual(results, [...ids, ...ids])
      assert.deepStrictEqual(asked, [commit, pinned])
      assert.deepStrictEqual(left, [".keep"])
    }).pipe(Effect.scoped)
  )

  it.live("are asked for again where they were not to be had", () =>
    Effect.gen(function* () {
      const { results } = yield* stagingAll({
        [commit]: [sends(JSON.stringify({ sha: SHA }))],
        [pinned]: [status(400), sends(shared)]
      })
      assert.deepStrictEqual(results.slice(-3), ids)
    }).pipe(Effect.scoped)
  )
})
