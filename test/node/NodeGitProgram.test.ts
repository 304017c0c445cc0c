// The git program as it is really run: what it may not do, and that nothing of it is left running.
import { assert, describe, it } from "@effect/vitest"
import { Deferred, Duration, Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { execFileSync } from "node:child_process"
import { randomBytes } from "node:crypto"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { NodeGitProgram } from "../../src/node/NodeGitProgram.ts"
import { type GitBounds, type GitOptions, GitProgram, OUTPUT_TOO_LARGE } from "../../src/ports/GitProgram.ts"
import { directoryWith, serving } from "../support/realInstallation.ts"

const MINUTE = Duration.minutes(1)

const run = (args: ReadonlyArray<string>, options: Partial<GitOptions> = {}) =>
  GitProgram.use((git) => git.run(args, { timeout: MINUTE, protocols: [], ...options })).pipe(
    Effect.provide(NodeGitProgram.layer)
  )

/** Git as a person runs it, for making what is tested on. */
const git = (cwd: string, ...args: ReadonlyArray<string>) =>
  execFileSync("git", ["-c", "user.name=A", "-c", "user.email=a@example.org", ...args], {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
    env: { PATH: process.env["PATH"], GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" }
  })

const repositoryWith = Effect.fnUntraced(function* (files: { readonly [path: string]: string | Uint8Array }) {
  const root = yield* directoryWith(files)
  git(root, "init", "-q", "-b", "main")
  git(root, "add", "-A")
  git(root, "commit", "-q", "--allow-empty", "-m", "first")
  return root
})

/** Command lines of running processes that hold a text. */
const runningWith = (text: string) =>
  readdirSync("/proc").filter((name) => {
    if (!/^\d+$/u.test(name) || name === String(process.pid)) return false
    try {
      return readFileSync(`/proc/${name}/cmdline`, "utf8").includes(text)
    } catch {
      return false // It has ended meanwhile.
    }
  })

const withVariables = <A, E, R>(
  variables: { readonly [name: string]: string },
  body: Effect.Effect<A, E, R>
) =>
  Effect.acquireUseRelease(
    Effect.sync(() => {
      const before = Object.keys(variables).map((name) => [name, process.env[name]] as const)
      Object.assign(process.env, variables)
      return before
    }),
    () => body,
    (before) =>
      Effect.sync(() => {
        for (const [name, value] of before) {
          delete process.env[name]
          if (value !== undefined) process.env[name] = value
        }
      })
  )

/** A server that takes requests and never answers; tells when one came and when its connection ended. */
const silent = Effect.gen(function* () {
  const came = yield* Deferred.make<void>()
  const gone = yield* Deferred.make<void>()
  const address = yield* serving((request) => {
    request.socket.once("close", () => Deferred.doneUnsafe(gone, Effect.void))
    Deferred.doneUnsafe(came, Effect.void)
  })
  const into = yield* directoryWith({})
  const cloning = run(["clone", "--", `${address}/clock`, `${into}/clock`], { protocols: ["http"] })
  return { address, came: Deferred.await(came), cloning, gone: Deferred.await(gone) }
})

describe("git", () => {
  it.live("answers with what it wrote and its exit code", () =>
    Effect.gen(function* () {
      const root = yield* repositoryWith({ "a.txt": "a" })
      const good = yield* run(["ls-files"], { cwd: root })
      const bad = yield* run(["cat-file", "blob", "HEAD:none"], { cwd: root })
      assert.deepStrictEqual(good, { exitCode: 0, stdout: "a.txt\n", stderr: "" })
      assert.deepStrictEqual([bad.exitCode, bad.stdout], [128, ""])
      assert.include(bad.stderr, "fatal: ")
    })
  )

  it.live("is said to be missing where the machine has none", () =>
    Effect.gen(function* () {
      const empty = yield* directoryWith({})
      const error = yield* Effect.flip(withVariables({ PATH: empty }, run(["--version"])))
      assert.deepStrictEqual([error._tag, error.transient], ["GitMissing", false])
    })
  )

  it.live("is not said to be missing where the directory is", () =>
    Effect.gen(function* () {
      const { exitCode } = yield* run(["status"], { cwd: "/nonexistent/clock" })
      assert.strictEqual(exitCode, 128)
    })
  )

  it.live("gets nothing of the environment but the path and the proxies", () =>
    Effect.gen(function* () {
      const hostile = {
        GIT_DIR: "/elsewhere",
        GIT_SSH_COMMAND: "touch /tmp/x",
        GIT_CONFIG_COUNT: "1",
        GIT_CONFIG_KEY_0: "core.pager",
        GIT_CONFIG_VALUE_0: "x",
        GITHUB_TOKEN: "secret",
        https_proxy: "http://proxy.example:1"
      }
      const { stdout } = yield* withVariables(hostile, run(["-c", "alias.x=!env -0", "x"]))
      const names = stdout.split("\0").map((line) => line.split("=", 1)[0])
      const ours = /^(?:PATH|HOME|LC_ALL|SSH_ASKPASS|.*_proxy|.*_PROXY|PWD|SHLVL|_|)$/u
      const gits =
        /^GIT_(?:ALLOW_PROTOCOL|ASKPASS|ATTR_NOSYSTEM|CONFIG_GLOBAL|CONFIG_NOSYSTEM|CONFIG_PARAMETERS|EXEC_PATH|LFS_SKIP_SMUDGE|NO_LAZY_FETCH|OPTIONAL_LOCKS|PREFIX|SSH_COMMAND|TERMINAL_PROMPT)$/u
      assert.deepStrictEqual(
        names.filter((name = "") => !ours.test(name) && !gits.test(name)),
        []
      )
      assert.include(stdout, "https_proxy=http://proxy.example:1\0")
      assert.include(stdout, "GIT_SSH_COMMAND=/bin/false\0")
    })
  )

  it.live("runs no hook and no monitor that the repository names", () =>
    Effect.gen(function* () {
      const root = yield* repositoryWith({
        "a.txt": "a",
        "hook.sh": '#!/bin/sh\ntouch "$(dirname "$0")/ran"\n'
      })
      execFileSync("cp", [`${root}/hook.sh`, `${root}/.git/hooks/post-checkout`])
      execFileSync("chmod", ["755", `${root}/hook.sh`, `${root}/.git/hooks/post-checkout`])
      git(root, "config", "core.fsmonitor", `${root}/hook.sh`)
      yield* run(["status"], { cwd: root })
      yield* run(["checkout", "-q", "-b", "other"], { cwd: root })
      assert.deepStrictEqual(
        [existsSync(`${root}/ran`), existsSync(`${root}/.git/hooks/ran`)],
        [false, false]
      )
    })
  )

  it.live("asks no helper for a password", () =>
    Effect.gen(function* () {
      const root = yield* repositoryWith({ "a.txt": "a" })
      git(root, "config", "credential.helper", `!touch ${root}/asked; :`)
      const address = yield* serving((_request, response) => {
        response.writeHead(401, { "www-authenticate": 'Basic realm="x"' }).end()
      })
      const { stderr } = yield* run(["ls-remote", `${address}/clock`], { cwd: root, protocols: ["http"] })
      assert.include(stderr, "could not read Username")
      assert.isFalse(existsSync(`${root}/asked`))
    })
  )

  it.live.each(["ext::sh -c touch% MARK", "fd::7/clock", "ssh://host/clock", "host:clock"])(
    "does not reach other repositories by %s",
    (address) =>
      Effect.gen(function* () {
        const root = yield* directoryWith({})
        const { exitCode, stderr } = yield* run(
          ["clone", "--", address.replace("MARK", `${root}/ran`), `${root}/clock`],
          { protocols: ["https", "http", "file"] }
        )
        assert.strictEqual(exitCode, 128)
        assert.include(stderr, "not allowed")
        assert.deepStrictEqual(readdirSync(root), [])
      })
  )

  it.live("uses only the protocols it was given, even if the repository allows more", () =>
    Effect.gen(function* () {
      const root = yield* repositoryWith({ "a.txt": "a" })
      git(root, "config", "protocol.file.allow", "always")
      const ask = (protocols: GitOptions["protocols"]) =>
        run(["ls-remote", `file://${root}`], { cwd: root, protocols })
      assert.strictEqual((yield* ask(["https"])).exitCode, 128)
      assert.strictEqual((yield* ask([])).exitCode, 128)
      assert.strictEqual((yield* ask(["file"])).exitCode, 0)
    })
  )

  it.live("is ended where it writes more than allowed, with all that it started", () =>
    Effect.gen(function* () {
      const mark = `endless-${process.pid}`
      const answer = yield* run(["-c", `alias.x=!yes ${mark}`, "x"], { bytesMax: 100_000 })
      assert.strictEqual(answer.exitCode, OUTPUT_TOO_LARGE)
      assert.isAtMost(answer.stdout.length, 100_000)
      assert.deepStrictEqual(runningWith(mark), [])
    })
  )

  it.live("tells the end of long complaints", () =>
    Effect.gen(function* () {
      const { exitCode, stderr } = yield* run([
        "-c",
        "alias.x=!head -c 300000 /dev/zero >&2; echo last >&2; exit 3",
        "x"
      ])
      assert.deepStrictEqual([exitCode, stderr.length, stderr.slice(-5)], [3, 65_536, "last\n"])
    })
  )

  it.effect("is ended when its time is over, with all that it started", () =>
    Effect.gen(function* () {
      const { address, came, cloning, gone } = yield* silent
      const running = yield* Effect.forkChild(Effect.flip(cloning))
      yield* came
      yield* TestClock.adjust(MINUTE)
      const error = yield* Fiber.join(running)
      assert.deepStrictEqual([error._tag, error.transient], ["GitTimeout", true])
      assert.deepStrictEqual(runningWith(address), [])
      yield* gone
    })
  )

  it.live("is ended by an interruption, with all that it started", () =>
    Effect.gen(function* () {
      const { address, came, cloning, gone } = yield* silent
      const running = yield* Effect.forkChild(cloning)
      yield* came
      assert.isNotEmpty(runningWith(address))
      yield* Fiber.interrupt(running)
      assert.deepStrictEqual(runningWith(address), [])
      yield* gone
    })
  )

  it.live("is ended even where a part of it does not listen to signals", () =>
    Effect.gen(function* () {
      const mark = `deaf-${process.pid}`
      const came = yield* Deferred.make<void>()
      const address = yield* serving(() => Deferred.doneUnsafe(came, Effect.void))
      const deaf = `!: ${mark}; trap "" TERM INT HUP; git ls-remote ${address}/clock; sleep 600`
      const running = yield* Effect.forkChild(run(["-c", `alias.x=${deaf}`, "x"], { protocols: ["http"] }))
      yield* Deferred.await(came)
      yield* Fiber.interrupt(running)
      assert.deepStrictEqual(runningWith(mark), [])
    })
  )
})

describe("git within bounds", () => {
  const MIB = 1024 * 1024
  const plenty = { fileBytes: 500 * MIB, memoryBytes: 512 * MIB }

  const cloning = Effect.fnUntraced(function* (content: Buffer, bounds: GitBounds) {
    const root = yield* repositoryWith({ content: content })
    const into = yield* directoryWith({})
    const args = [
      "clone",
      "--quiet",
      "--depth",
      "1",
      "--no-checkout",
      "--",
      `file://${root}`,
      `${into}/clock`
    ]
    return yield* run(args, { protocols: ["file"], bounds })
  })

  it.live("clones as ever", () =>
    Effect.gen(function* () {
      const { exitCode, stderr } = yield* cloning(Buffer.from("x"), plenty)
      assert.strictEqual(exitCode, 0, stderr)
    })
  )

  it.live("writes no file that is larger than allowed, and says so", () =>
    Effect.gen(function* () {
      const { exitCode, stderr } = yield* cloning(randomBytes(3 * MIB), { ...plenty, fileBytes: MIB })
      assert.notStrictEqual(exitCode, 0)
      assert.include(stderr, "File too large")
    })
  )

  it.live("holds no file in memory that unpacks to much more than it came as", () =>
    Effect.gen(function* () {
      const root = yield* directoryWith({ zeros: Buffer.alloc(150 * MIB) })
      git(root, "init", "-q")
      git(root, "-c", "core.bigFileThreshold=1m", "add", "zeros")
      const packs = `${root}/.git/objects/pack`
      const pack = readdirSync(packs).find((name) => name.endsWith(".pack")) ?? ""
      // What a clone does with what it gets.
      const { exitCode, stderr } = yield* run(
        ["index-pack", "--strict", "-o", "new.idx", `${packs}/${pack}`],
        {
          cwd: root,
          bounds: { ...plenty, memoryBytes: 128 * MIB }
        }
      )
      assert.strictEqual(exitCode, 0, stderr)
    })
  )

  it.live("is missing where it is missing", () =>
    Effect.gen(function* () {
      const nowhere = yield* directoryWith({})
      const error = yield* withVariables({ PATH: nowhere }, Effect.flip(run(["version"], { bounds: plenty })))
      assert.strictEqual(error._tag, "GitMissing")
    })
  )
})
