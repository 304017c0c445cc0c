// Clones of real repositories, from this disk and from a real server that may misbehave or be hostile.
import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Fiber, Layer } from "effect"
import { TestClock } from "effect/testing"
import { randomBytes } from "node:crypto"
import { execFileSync, spawn } from "node:child_process"
import {
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync
} from "node:fs"
import type { IncomingMessage, ServerResponse } from "node:http"
import { join } from "node:path"
import { NodeFileReader } from "../../../../src/node/NodeFileReader.ts"
import { NodeFileWriter } from "../../../../src/node/NodeFileWriter.ts"
import { NodeGitProgram } from "../../../../src/node/NodeGitProgram.ts"
import { FileWriter } from "../../../../src/ports/Files.ts"
import { GitMissing, GitProgram } from "../../../../src/ports/GitProgram.ts"
import { FreeSpaceAt } from "../../../../src/ports/FreeSpaceAt.ts"
import { Progress, type ProgressEvent } from "../../../../src/ports/Progress.ts"
import { localChanges } from "../../../../src/services/disk/checkouts/localChanges.ts"
import { type CloneOptions, cloneRepository } from "../../../../src/services/store/fetch/cloneRepository.ts"
import { GIT_TIME_MAX } from "../../../../src/services/store/fetch/gitWithin.ts"
import { type Answering, directoryWith, serving } from "../../../support/realInstallation.ts"

const files = Layer.merge(
  NodeFileReader.layer,
  Layer.effect(FileWriter, FileWriter).pipe(Layer.provide(NodeFileWriter.layer))
)
const services = Layer.merge(files, NodeGitProgram.layer)

/** Git as a person runs it, for making what is cloned. */
const gitWith = (cwd: string, input: string | undefined, ...args: ReadonlyArray<string>) =>
  execFileSync("git", ["-c", "user.name=A", "-c", "user.email=a@example.org", ...args], {
    cwd,
    encoding: "utf8",
    input: input ?? "",
    stdio: ["pipe", "pipe", "pipe"],
    env: { PATH: process.env["PATH"], GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" }
  }).trim()
const git = (cwd: string, ...args: ReadonlyArray<string>) => gitWith(cwd, undefined, ...args)

const commit = (repository: string, message: string) => {
  git(repository, "add", "-A")
  git(repository, "commit", "-q", "--allow-empty", "-m", message)
}

/** `<root>/clock`, a repository whose branch `main` holds two commits, and `<root>/staging/plugin`, empty. */
const fixtureWith = Effect.fnUntraced(function* (
  content: { readonly [path: string]: string | Uint8Array } = {}
) {
  const root = yield* directoryWith({ "clock/manifest.json": "{}", "clock/manager.py": "old" })
  const repository = `${root}/clock`
  git(repository, "init", "-q", "-b", "main")
  commit(repository, "first")
  writeFileSync(`${repository}/manager.py`, "main")
  for (const [path, text] of Object.entries(content)) {
    mkdirSync(join(repository, path, ".."), { recursive: true })
    writeFileSync(join(repository, path), text)
  }
  commit(repository, "second")
  const into = `${root}/staging/plugin`
  mkdirSync(into, { recursive: true })
  return { root, repository, into }
})

type Fixture = Effect.Success<ReturnType<typeof fixtureWith>>

const branchWith = (repository: string, branch: string, path: string, text: string) => {
  git(repository, "checkout", "-q", "-b", branch)
  writeFileSync(join(repository, path), text)
  commit(repository, branch)
  git(repository, "checkout", "-q", "main")
}

/** A commit made of a tree that no work tree could hold, as the head of `main`. */
const headWith = (repository: string, tree: string) => {
  git(repository, "update-ref", "refs/heads/main", git(repository, "commit-tree", "-m", "x", tree))
}
const treeOf = (repository: string, ...lines: ReadonlyArray<string>) =>
  gitWith(repository, lines.map((line) => `${line}\0`).join(""), "mktree", "-z")
const blobOf = (repository: string, text: string) => gitWith(repository, text, "hash-object", "-w", "--stdin")

const cloning = (fixture: Fixture, options: Partial<CloneOptions> = {}) =>
  cloneRepository({
    plugin: "clock",
    address: fixture.repository,
    branches: ["main"],
    subdirectory: "",
    into: fixture.into,
    protocols: ["file", "http"],
    ...options
  })
const cloned = (fixture: Fixture, options: Partial<CloneOptions> = {}) =>
  Effect.provide(cloning(fixture, options), services)

/** What came out, in one word or two. */
const outcome = (fixture: Fixture, options: Partial<CloneOptions> = {}) =>
  cloned(fixture, options).pipe(
    Effect.match({
      onSuccess: (answer) => (typeof answer === "string" ? answer : "refused"),
      onFailure: (error) => `${error.transient ? "transient" : "permanent"} ${error.code}`
    })
  )

const sendAll = (response: ServerResponse, content: Buffer) => {
  response.end(content)
}

/** A server of git repositories, as any host runs one. */
const gitServer =
  (root: string, send = sendAll): Answering =>
  (request: IncomingMessage, response: ServerResponse) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost")
    const child = spawn("git", ["http-backend"], {
      stdio: ["pipe", "pipe", "ignore"],
      env: {
        PATH: process.env["PATH"],
        GIT_CONFIG_COUNT: "1",
        GIT_CONFIG_KEY_0: "safe.directory",
        GIT_CONFIG_VALUE_0: "*",
        GIT_PROJECT_ROOT: root,
        GIT_HTTP_EXPORT_ALL: "1",
        PATH_INFO: pathname,
        QUERY_STRING: searchParams.toString(),
        REQUEST_METHOD: request.method,
        CONTENT_TYPE: request.headers["content-type"] ?? "",
        HTTP_CONTENT_ENCODING: request.headers["content-encoding"],
        GIT_PROTOCOL: request.headers["git-protocol"]?.toString()
      }
    })
    child.stdin.on("error", () => {})
    request.pipe(child.stdin)
    const pieces: Array<Buffer> = []
    child.stdout.on("data", (piece: Buffer) => pieces.push(piece))
    child.once("close", () => {
      const whole = Buffer.concat(pieces)
      const end = whole.indexOf("\r\n\r\n")
      const headers = whole.subarray(0, end).toString("latin1").split("\r\n")
      const fields = headers.map((line) => line.split(/: (.*)/su, 2))
      const status = fields.find(([name]) => name === "Status")?.[1] ?? "200"
      response.statusCode = Number.parseInt(status, 10)
      for (const [name = "", value = ""] of fields) if (name !== "Status") response.setHeader(name, value)
      send(response, whole.subarray(end + 4))
    })
  }

const status =
  (code: number, headers: { readonly [name: string]: string } = {}): Answering =>
  (_request, response) => {
    response.writeHead(code, headers).end("no")
  }

const breaksOff: Answering = (_request, response) => {
  response.writeHead(200, {
    "content-type": "application/x-git-upload-pack-advertisement",
    "content-length": "1000"
  })
  response.write("001e# service=git-upload-pack\n", () => response.destroy())
}

/** Lets the talk begin, and cuts the pack. */
const cutThePack = (response: ServerResponse, content: Buffer) => {
  const pack = content.indexOf("PACK")
  if (pack < 0) return sendAll(response, content)
  response.setHeader("content-length", content.byteLength)
  response.write(content.subarray(0, pack + 30), () => response.destroy())
}

const runningWith = (text: string) =>
  readdirSync("/proc").filter((name) => {
    if (!/^\d+$/u.test(name) || name === String(process.pid)) return false
    try {
      return readFileSync(`/proc/${name}/cmdline`, "utf8").includes(text)
    } catch {
      return false // It has ended meanwhile.
    }
  })

/** A server that takes requests and never answers; tells when one came and when its connection ended. */
const silent = Effect.gen(function* () {
  const came = yield* Deferred.make<void>()
  const gone = yield* Deferred.make<void>()
  const address = yield* serving((request) => {
    request.socket.once("close", () => Deferred.doneUnsafe(gone, Effect.void))
    Deferred.doneUnsafe(came, Effect.void)
  })
  return { address, came: Deferred.await(came), gone: Deferred.await(gone) }
})

const everythingIn = (directory: string) =>
  readdirSync(directory, { recursive: true, encoding: "utf8" }).map((name) => join(directory, name))

const text = (...path: ReadonlyArray<string>) => readFileSync(join(...path), "utf8")

describe("a clone", () => {
  const places = [
    ["a local repository", (fixture: Fixture) => Effect.succeed(fixture.repository)],
    [
      "a server",
      ({ root }: Fixture) => Effect.map(serving(gitServer(root)), (address) => `${address}/clock/.git`)
    ]
  ] as const

  it.live.each(places)("of %s is of the first branch that is there", ([, addressOf]) =>
    Effect.gen(function* () {
      const fixture = yield* fixtureWith()
      branchWith(fixture.repository, "release/1", "manager.py", "release")
      const address = yield* addressOf(fixture)
      const branches = ["gone", "release/1", "main"]
      assert.strictEqual(yield* cloned(fixture, { address, branches }), "cloned")
      assert.strictEqual(text(fixture.into, "manager.py"), "release")
    })
  )

  it.live.each(places)("of %s is of its default branch where none of the named is there", ([, addressOf]) =>
    Effect.gen(function* () {
      const fixture = yield* fixtureWith()
      git(fixture.repository, "branch", "-m", "main", "trunk")
      const address = yield* addressOf(fixture)
      assert.strictEqual(yield* cloned(fixture, { address, branches: ["main", "master"] }), "cloned")
      assert.strictEqual(text(fixture.into, "manager.py"), "main")
    })
  )

  it.live.each(places)("of %s is shallow, and knows where it came from", ([, addressOf]) =>
    Effect.gen(function* () {
      const fixture = yield* fixtureWith()
      const address = yield* addressOf(fixture)
      yield* cloned(fixture, { address })
      assert.strictEqual(git(fixture.into, "rev-list", "--count", "HEAD"), "1")
      assert.include(git(fixture.into, "remote", "get-url", "origin"), address)
    })
  )

  it.live("is fetched from where its server has led, and knows its own address", () =>
    Effect.gen(function* () {
      const fixture = yield* fixtureWith()
      const address = "http://127.0.0.1:1/moved"
      const led = `${yield* serving(gitServer(fixture.root))}/clock/.git`
      assert.strictEqual(yield* cloned(fixture, { address, led, protocols: ["http"] }), "cloned")
      assert.strictEqual(text(fixture.into, "manager.py"), "main")
      assert.strictEqual(git(fixture.into, "remote", "get-url", "origin"), address)
    })
  )

  it.live("follows no redirect by itself", () =>
    Effect.gen(function* () {
      const fixture = yield* fixtureWith()
      const there = yield* serving(gitServer(fixture.root))
      const moved: Answering = ({ url = "" }, response) => {
        response.writeHead(301, { location: `${there}${url}` }).end()
      }
      const address = `${yield* serving(moved)}/clock/.git`
      assert.strictEqual(yield* outcome(fixture, { address, protocols: ["http"] }), "refused")
    })
  )

  it.live("is made of a repository whose path holds odd characters", () =>
    Effect.gen(function* () {
      const fixture = yield* fixtureWith()
      const address = `${fixture.root}/a %41?é #b`
      git(fixture.root, "clone", "-q", "--bare", fixture.repository, address)
      assert.strictEqual(yield* cloned(fixture, { address }), "cloned")
    })
  )

  it.live("is made where nothing is yet", () =>
    Effect.gen(function* () {
      const fixture = yield* fixtureWith()
      const into = `${fixture.root}/staging/other`
      assert.strictEqual(yield* cloned(fixture, { into }), "cloned")
      assert.strictEqual(text(into, "manager.py"), "main")
    })
  )

  it.live("holds files and directories with LEDMatrix's modes", () =>
    Effect.gen(function* () {
      const fixture = yield* fixtureWith({ "assets/deep/a.txt": "a", "run.sh": "#!/bin/sh" })
      execFileSync("chmod", ["755", `${fixture.repository}/run.sh`])
      commit(fixture.repository, "executable")
      yield* cloned(fixture)
      const modes = ["", "assets", "assets/deep", "assets/deep/a.txt", "run.sh"].map((path) =>
        (lstatSync(join(fixture.into, path)).mode & 0o7777).toString(8)
      )
      assert.deepStrictEqual(modes, ["2775", "2775", "2775", "664", "664"])
    })
  )

  it.live("belongs to the owner of the directory above it, git's own files included", () =>
    Effect.gen(function* () {
      const fixture = yield* fixtureWith({ "assets/a.txt": "a" })
      const staging = `${fixture.root}/staging`
      if (process.getuid?.() === 0) chownSync(staging, 1234, 1235)
      yield* cloned(fixture)
      const { gid, uid } = lstatSync(staging)
      const others = [fixture.into, ...everythingIn(fixture.into)].filter((path) => {
        const stat = lstatSync(path)
        return stat.uid !== uid || stat.gid !== gid
      })
      assert.deepStrictEqual(others, [])
    })
  )

  it.live("is unchanged in the eyes of git, for every user", () =>
    Effect.gen(function* () {
      const fixture = yield* fixtureWith({ "run.sh": "#!/bin/sh" })
      execFileSync("ln", ["-s", "run.sh", `${fixture.repository}/link`])
      execFileSync("chmod", ["755", `${fixture.repository}/run.sh`])
      commit(fixture.repository, "executable")
      yield* cloned(fixture)
      assert.strictEqual(git(fixture.into, "-c", "safe.directory=*", "status", "--porcelain"), "")
      assert.deepStrictEqual(yield* Effect.provide(localChanges(fixture.into), services), [])
    })
  )

  it.live("says that it is downloading", () =>
    Effect.gen(function* () {
      const fixture = yield* fixtureWith()
      const steps: Array<ProgressEvent> = []
      yield* Effect.provideService(cloned(fixture), Progress, (event) =>
        Effect.sync(() => {
          steps.push(event)
        })
      )
      assert.deepStrictEqual(
        steps.map(({ plugin, step }) => [plugin, step]),
        [["clock", "downloading"]]
      )
    })
  )
})

describe("a repository that cannot be cloned", () => {
  it.live.each([
    ["is absent where the server does not know it", status(404), "absent"],
    ["is absent where it is gone", status(410), "absent"],
    [
      "is absent where the server asks who wants it",
      status(401, { "www-authenticate": 'Basic realm="GitHub"' }),
      "absent"
    ],
    ["is absent where there is a page", status(200, { "content-type": "text/html" }), "absent"],
    ["is refused where the server refuses", status(400), "refused"],
    ["is refused where it redirects to a file", status(302, { location: "file:///etc/passwd" }), "refused"],
    [
      "is refused where it redirects to another protocol",
      status(302, { location: "ftp://127.0.0.1/clock" }),
      "refused"
    ],
    ["is tried later where the server has trouble", status(503), "transient download_failed"],
    ["is tried later where the server is asked too often", status(429), "transient download_failed"],
    ["is tried later where the server forbids", status(403), "transient download_failed"],
    ["is tried later where the answer breaks off", breaksOff, "transient download_failed"]
  ] satisfies ReadonlyArray<readonly [string, Answering, string]>)("%s", ([, answer, expected]) =>
    Effect.gen(function* () {
      const fixture = yield* fixtureWith()
      const address = `${yield* serving(answer)}/clock`
      assert.strictEqual(yield* outcome(fixture, { address }), expected)
      assert.deepStrictEqual(readdirSync(fixture.into), [])
    })
  )

  it.live("is tried later where the pack breaks off", () =>
    Effect.gen(function* () {
      const fixture = yield* fixtureWith()
      const address = `${yield* serving(gitServer(fixture.root, cutThePack))}/clock/.git`
      assert.strictEqual(yield* outcome(fixture, { address }), "transient download_failed")
    })
  )

  it.live("is tried later where no server listens", () =>
    Effect.gen(function* () {
      const fixture = yield* fixtureWith()
      const address = yield* Effect.scoped(serving(status(200)))
      assert.strictEqual(yield* outcome(fixture, { address }), "transient download_failed")
    })
  )

  it.live("is refused where an allowed address redirects to one that is not", () =>
    Effect.gen(function* () {
      const fixture = yield* fixtureWith()
      const secure = "https://127.0.0.1:1/clock"
      const address = `${yield* serving(status(302, { location: secure }))}/clock`
      assert.strictEqual(yield* outcome(fixture, { address, protocols: ["http"] }), "refused")
    })
  )

  it.live("is absent where its path leads nowhere", () =>
    Effect.gen(function* () {
      const fixture = yield* fixtureWith()
      assert.strictEqual(yield* outcome(fixture, { address: `${fixture.root}/none` }), "absent")
    })
  )

  it.live("is absent where it holds no commit, and leaves nothing", () =>
    Effect.gen(function* () {
      const fixture = yield* fixtureWith()
      const address = `${fixture.root}/empty`
      git(fixture.root, "init", "-q", address)
      assert.strictEqual(yield* outcome(fixture, { address }), "absent")
      assert.deepStrictEqual(readdirSync(fixture.into), [])
    })
  )

  it.live("is refused where git is not installed", () =>
    Effect.gen(function* () {
      const fixture = yield* fixtureWith()
      const none = Layer.succeed(GitProgram, { run: () => Effect.fail(new GitMissing()) })
      const answer = yield* Effect.provide(cloning(fixture), Layer.merge(files, none))
      assert.deepStrictEqual(answer, { refused: "git is not installed" })
    })
  )

  it.effect("is tried later where the server is silent for five minutes, and no git is left", () =>
    Effect.gen(function* () {
      const fixture = yield* fixtureWith()
      const { address, came, gone } = yield* silent
      const running = yield* Effect.forkChild(outcome(fixture, { address: `${address}/clock` }))
      yield* came
      yield* TestClock.adjust(GIT_TIME_MAX)
      assert.strictEqual(yield* Fiber.join(running), "transient download_failed")
      assert.deepStrictEqual(runningWith(address), [])
      yield* gone
    })
  )

  it.live("is left at once when the run is interrupted, and no git is left", () =>
    Effect.gen(function* () {
      const fixture = yield* fixtureWith()
      const { address, came, gone } = yield* silent
      const running = yield* Effect.forkChild(cloned(fixture, { address: `${address}/clock` }))
      yield* came
      yield* Fiber.interrupt(running)
      assert.deepStrictEqual(runningWith(address), [])
      yield* gone
    })
  )
})

describe("an address", () => {
  const never = Layer.mock(GitProgram, {}) // Dies when git is run.

  it.live.each([
    "ext::sh -c touch% /tmp/x",
    "fd::7",
    "--upload-pack=touch /tmp/x",
    "-c",
    "ssh://git@github.com/a/b",
    "git@github.com:a/b.git",
    "git://github.com/a/b",
    "file:///etc",
    "relative/path",
    "",
    "https://user:secret@github.com/a/b",
    "https://token@github.com/a/b",
    "http://github.com/a/b",
    "https://github.com/a/b\n--upload-pack=x",
    "https://github.com/\u0000a",
    "https://",
    "/local/\ud800",
    "/local/repository"
  ])("%j is refused before git sees it", (address) =>
    Effect.gen(function* () {
      const answer = yield* cloneRepository({
        plugin: "clock",
        address,
        branches: [],
        subdirectory: "",
        into: "/nonexistent/clock",
        protocols: ["https"]
      })
      assert.deepStrictEqual(Object.keys(answer), ["refused"])
    }).pipe(Effect.provide(Layer.merge(files, never)))
  )
})

describe("a hostile repository", () => {
  it.live.each(["--upload-pack=touch MARK", "-u", "main..other", "main.lock", "a.lock/b", "a b", "a\u0000b"])(
    "gets nothing by the branch %j",
    (branch) =>
      Effect.gen(function* () {
        const fixture = yield* fixtureWith()
        const mark = `${fixture.root}/ran`
        const asked: Array<ReadonlyArray<string>> = []
        const watched = Layer.effect(
          GitProgram,
          Effect.map(GitProgram, (real) => ({
            run: (args, options) => {
              asked.push(args)
              return real.run(args, options)
            }
          }))
        ).pipe(Layer.provide(NodeGitProgram.layer))
        const branches = [branch.replace("MARK", mark)]
        const answer = yield* Effect.provide(cloning(fixture, { branches }), Layer.merge(files, watched))
        assert.strictEqual(answer, "cloned")
        assert.notInclude(asked.flat(), branches[0])
        assert.isFalse(existsSync(mark))
      })
  )

  it.live("runs no hook, not even one of this machine's template", () =>
    Effect.gen(function* () {
      const fixture = yield* fixtureWith()
      const mark = `${fixture.root}/ran`
      const template = `${fixture.root}/template`
      mkdirSync(`${template}/hooks`, { recursive: true })
      for (const hook of ["post-checkout", "reference-transaction", "post-index-change"]) {
        writeFileSync(`${template}/hooks/${hook}`, `#!/bin/sh\ntouch ${mark}\n`, { mode: 0o755 })
      }
      process.env["GIT_TEMPLATE_DIR"] = template
      yield* Effect.ensuring(
        cloned(fixture),
        Effect.sync(() => delete process.env["GIT_TEMPLATE_DIR"])
      )
      assert.deepStrictEqual([existsSync(mark), existsSync(`${fixture.into}/.git/hooks`)], [false, false])
    })
  )

  it.live("has its submodules left alone, with any address", () =>
    Effect.gen(function* () {
      const fixture = yield* fixtureWith()
      const mark = `${fixture.root}/ran`
      const modules = `[submodule "a"]\n\tpath = a\n\turl = ext::sh -c touch% ${mark}\n[submodule "b"]\n\tpath = b\n\turl = file://${fixture.repository}\n`
      const head = git(fixture.repository, "rev-parse", "HEAD")
      writeFileSync(`${fixture.repository}/.gitmodules`, modules)
      git(fixture.repository, "update-index", "--add", "--cacheinfo", `160000,${head},a`)
      git(fixture.repository, "update-index", "--add", "--cacheinfo", `160000,${head},b`)
      git(fixture.repository, "add", ".gitmodules")
      git(fixture.repository, "commit", "-q", "-m", "submodules")
      assert.strictEqual(yield* cloned(fixture), "cloned")
      assert.isFalse(existsSync(mark))
      assert.deepStrictEqual([readdirSync(`${fixture.into}/a`), readdirSync(`${fixture.into}/b`)], [[], []])
    })
  )

  it.live("has its symbolic links come out as plain files", () =>
    Effect.gen(function* () {
      const fixture = yield* fixtureWith()
      execFileSync("ln", ["-s", "/etc/passwd", `${fixture.repository}/link`])
      commit(fixture.repository, "link")
      assert.strictEqual(yield* cloned(fixture), "cloned")
      assert.isTrue(lstatSync(`${fixture.into}/link`).isFile())
      assert.strictEqual(text(fixture.into, "link"), "/etc/passwd")
    })
  )

  it.live("runs no filter that its attributes name", () =>
    Effect.gen(function* () {
      const fixture = yield* fixtureWith({ ".gitattributes": "* filter=evil diff=evil merge=evil\n" })
      const mark = `${fixture.root}/ran`
      const settings = {
        GIT_CONFIG_COUNT: "1",
        GIT_CONFIG_KEY_0: "filter.evil.smudge",
        GIT_CONFIG_VALUE_0: `touch ${mark}; cat`
      }
      Object.assign(process.env, settings)
      yield* Effect.ensuring(
        cloned(fixture),
        Effect.sync(() => {
          for (const name of Object.keys(settings)) delete process.env[name]
        })
      )
      assert.deepStrictEqual([existsSync(mark), text(fixture.into, "manager.py")], [false, "main"])
    })
  )

  it.live("is refused where it would replace git's own directory", () =>
    Effect.gen(function* () {
      const fixture = yield* fixtureWith()
      const inner = treeOf(fixture.repository, `100644 blob ${blobOf(fixture.repository, "x")}\tconfig`)
      headWith(fixture.repository, treeOf(fixture.repository, `040000 tree ${inner}\t.git`))
      assert.strictEqual(yield* outcome(fixture), "permanent corrupt_archive")
    })
  )
})

describe("a part of a repository", () => {
  const PART = "plugins/n[e]ws"
  const part = { subdirectory: PART }
  /** The plugin in `PART`, and one more line at the top of the repository. */
  const around = (repository: string, elsewhere: string, inside = "") => {
    const blob = blobOf(repository, "x")
    const news = treeOf(repository, `100644 blob ${blob}\tmanifest.json`, ...(inside ? [inside] : []))
    const plugins = treeOf(repository, `040000 tree ${news}\tn[e]ws`, `040000 tree ${news}\tnews`)
    headWith(
      repository,
      treeOf(repository, `040000 tree ${plugins}\tplugins`, ...(elsewhere ? [elsewhere] : []))
    )
  }
  const written = (fixture: Fixture) =>
    readdirSync(fixture.into, { recursive: true, withFileTypes: true })
      .filter((file) => file.isFile() && !`${file.parentPath}/`.includes("/.git/"))
      .map((file) => join(file.parentPath, file.name).slice(fixture.into.length + 1))

  it.live.each<readonly [name: string, elsewhere: (repository: string) => string]>([
    ["a backslash", (repository) => `100644 blob ${blobOf(repository, "x")}\ta\\b`],
    ["a line feed", (repository) => `100644 blob ${blobOf(repository, "x")}\ta\nb`],
    ["a name too long", (repository) => `100644 blob ${blobOf(repository, "x")}\t${"n".repeat(300)}`],
    ["a file too large", (repository) => `100644 blob ${blobOf(repository, "x".repeat(51 << 20))}\tbig`],
    ["a link", (repository) => `120000 blob ${blobOf(repository, "plugins")}\tlink`]
  ])("is judged and written alone: elsewhere %s", ([, elsewhere]) =>
    Effect.gen(function* () {
      const fixture = yield* fixtureWith()
      around(fixture.repository, elsewhere(fixture.repository))
      assert.strictEqual(yield* outcome(fixture, part), "cloned")
      assert.deepStrictEqual(written(fixture), [`${PART}/manifest.json`])
    })
  )

  it.live("is refused where a name in it breaks a rule", () =>
    Effect.gen(function* () {
      const fixture = yield* fixtureWith()
      around(fixture.repository, "", `100644 blob ${blobOf(fixture.repository, "x")}\ta\\b`)
      assert.strictEqual(yield* outcome(fixture, part), "permanent bad_name")
    })
  )

  it.live.each<readonly [name: string, entry: (repository: string) => string]>([
    ["is not there", () => ""],
    ["is a file", (repository) => `100644 blob ${blobOf(repository, "x")}\tpart`],
    ["is a link", (repository) => `120000 blob ${blobOf(repository, "plugins")}\tpart`],
    [
      "is a repository of its own",
      (repository) => `160000 commit ${git(repository, "rev-parse", "HEAD")}\tpart`
    ]
  ])("is absent where it %s", ([, entry]) =>
    Effect.gen(function* () {
      const fixture = yield* fixtureWith()
      around(fixture.repository, entry(fixture.repository))
      assert.strictEqual(yield* outcome(fixture, { subdirectory: "part" }), "absent")
    })
  )
})

describe("a repository that breaks a limit", () => {
  const big = Buffer.alloc(45 * 1024 * 1024)

  /** Each with what makes the head of the repository. */
  const cases: ReadonlyArray<readonly [code: string, why: string, make: (repository: string) => string]> = [
    [
      "too_many_files",
      "2,001 files",
      (repository) => {
        const blob = blobOf(repository, "x")
        return treeOf(
          repository,
          ...Array.from({ length: 2001 }, (_, n) => `100644 blob ${blob}\tf${String(n).padStart(4, "0")}`)
        )
      }
    ],
    [
      "too_many_files",
      "ten thousand million files in a few trees",
      (repository) => {
        let inner = `100644 blob ${blobOf(repository, "x")}`
        for (let depth = 0; depth < 10; depth++) {
          const tree = treeOf(repository, ...Array.from({ length: 10 }, (_, n) => `${inner}\t${n}`))
          inner = `040000 tree ${tree}`
        }
        return inner.slice("040000 tree ".length)
      }
    ],
    [
      "file_too_large",
      "a file of more than 50 MiB",
      (repository) => {
        writeFileSync(`${repository}/big`, Buffer.alloc(50 * 1024 * 1024 + 1))
        const blob = git(repository, "hash-object", "-w", "big")
        return treeOf(repository, `100644 blob ${blob}\tbig`)
      }
    ],
    [
      "archive_too_large",
      "files of more than 200 MiB together",
      (repository) => {
        writeFileSync(`${repository}/big`, big)
        const blob = git(repository, "hash-object", "-w", "big")
        return treeOf(repository, ...["a", "b", "c", "d", "e"].map((name) => `100644 blob ${blob}\t${name}`))
      }
    ],
    [
      "name_collision",
      "names that differ only in case",
      (repository) => {
        const blob = blobOf(repository, "x")
        return treeOf(repository, `100644 blob ${blob}\tREADME`, `100644 blob ${blob}\treadme`)
      }
    ],
    [
      "bad_name",
      "a backslash in a name",
      (repository) => treeOf(repository, `100644 blob ${blobOf(repository, "x")}\ta\\b`)
    ],
    [
      "bad_name",
      "a control character in a name",
      (repository) => treeOf(repository, `100644 blob ${blobOf(repository, "x")}\ta\nb`)
    ],
    ["empty_archive", "no file", (repository) => treeOf(repository)]
  ]

  it.live.each(cases)("is refused as %s, with %s, before a file is written", ([code, , make]) =>
    Effect.gen(function* () {
      const fixture = yield* fixtureWith()
      headWith(fixture.repository, make(fixture.repository))
      assert.strictEqual(yield* outcome(fixture), `permanent ${code}`)
      assert.deepStrictEqual(readdirSync(fixture.into), [".git"])
    })
  )

  it.live("is refused where its files grow over the limit as they are written", () =>
    Effect.gen(function* () {
      const fixture = yield* fixtureWith({
        ".gitattributes": "big.txt working-tree-encoding=UTF-32\n"
      })
      const blob = blobOf(fixture.repository, "a".repeat(15 * 1024 * 1024))
      git(fixture.repository, "update-index", "--add", "--cacheinfo", `100644,${blob},big.txt`)
      git(fixture.repository, "commit", "-q", "-m", "grows")
      assert.strictEqual(yield* outcome(fixture), "permanent file_too_large")
    })
  )

  it.live("is refused where a name is no text", () =>
    Effect.gen(function* () {
      const fixture = yield* fixtureWith()
      const line = Buffer.concat([
        Buffer.from(`100644 blob ${blobOf(fixture.repository, "x")}\t`),
        Buffer.from([0x66, 0xff, 0x00])
      ])
      const tree = execFileSync("git", ["mktree", "-z"], { cwd: fixture.repository, input: line }).toString()
      headWith(fixture.repository, tree.trim())
      assert.strictEqual(yield* outcome(fixture), "permanent bad_name")
    })
  )

  it.live("is refused where it has more than 2,000 directories", () =>
    Effect.gen(function* () {
      const fixture = yield* fixtureWith()
      const blob = blobOf(fixture.repository, "x")
      let deep = treeOf(fixture.repository, `100644 blob ${blob}\tf`)
      for (let depth = 0; depth < 20; depth++) deep = treeOf(fixture.repository, `040000 tree ${deep}\td`)
      const wide = Array.from({ length: 100 }, (_, n) => `040000 tree ${deep}\t${n}`)
      headWith(fixture.repository, treeOf(fixture.repository, ...wide))
      assert.strictEqual(yield* outcome(fixture), "permanent too_many_files")
    })
  )

  const MIB = 1024 * 1024

  it.live.each([
    ["room", { bytes: 100 * MIB, files: 50_000 }, "cloned"],
    ["no room", { bytes: MIB, files: 50_000 }, "transient ENOSPC"],
    ["room for few files", { bytes: 100 * MIB, files: 100 }, "transient ENOSPC"],
    ["room for any number of files", { bytes: 100 * MIB, files: null }, "cloned"],
    ["room for less than it is", { bytes: 3 * MIB, files: null }, "transient ENOSPC"]
  ] as const)("on a card with %s is what it is", ([, free, expected]) =>
    Effect.gen(function* () {
      const fixture = yield* fixtureWith({ noise: randomBytes(3 * MIB) })
      const result = yield* Effect.provideService(outcome(fixture), FreeSpaceAt, () => Effect.succeed(free))
      assert.strictEqual(result, expected)
    })
  )
})
