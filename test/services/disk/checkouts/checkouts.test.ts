// What `installed` tells of real git checkouts, read from git's own files and held against what git says.
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { execFileSync } from "node:child_process"
import { appendFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { NodeFileReader } from "../../../../src/node/NodeFileReader.ts"
import { FileReader } from "../../../../src/ports/Files.ts"
import {
  type CheckoutReader,
  checkoutReader
} from "../../../../src/services/disk/checkouts/gitInfo/checkoutReader.ts"
import { directoryWith } from "../../../support/realInstallation.ts"

const git = (cwd: string, ...args: ReadonlyArray<string>) =>
  execFileSync("git", ["-c", "user.name=A", "-c", "user.email=a@example.org", ...args], {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: process.env["PATH"],
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_ALLOW_PROTOCOL: "file"
    }
  }).trim()

const commit = (cwd: string, message: string) => git(cwd, "commit", "-q", "--allow-empty", "-m", message)

/** What git itself says. */
const said = (checkout: string) => ({
  branch: ((branch) => (branch === "" ? null : branch))(git(checkout, "branch", "--show-current")),
  commit: git(checkout, "rev-parse", "HEAD"),
  date: git(checkout, "log", "-1", "--format=%cI")
})

const told = (checkout: string, read?: CheckoutReader) =>
  Effect.gen(function* () {
    const reader = read ?? checkoutReader(yield* FileReader)
    const info = (yield* reader([checkout])).get(checkout)
    return info && { branch: info.branch, commit: info.commit, date: info.date }
  }).pipe(Effect.provide(NodeFileReader.layer))

const remoteIn = (checkout: string) =>
  Effect.gen(function* () {
    return (yield* checkoutReader(yield* FileReader)([checkout])).get(checkout)?.remote
  }).pipe(Effect.provide(NodeFileReader.layer))

const repository = Effect.gen(function* () {
  const root = yield* directoryWith({ "origin/manifest.json": "{}" })
  const origin = `${root}/origin`
  git(origin, "init", "-q", "-b", "main")
  git(origin, "add", "-A")
  commit(origin, "first")
  return { root, origin }
})

/** Settled: of files that changed a moment ago no signature is trusted. */
const aWhile = Effect.sleep("80 millis")

describe("what is known of a checkout", () => {
  it.live.each<readonly [string, (root: string, origin: string) => string]>([
    ["a repository with loose objects", (_root: string, origin: string) => origin],
    [
      "a shallow clone",
      (root: string, origin: string) => {
        commit(origin, "second")
        git(root, "clone", "-q", "--depth", "1", `file://${origin}`, "clock")
        return join(root, "clock")
      }
    ],
    [
      "a full clone, its commit deep in a pack",
      (root: string, origin: string) => {
        for (let at = 0; at < 30; at++) commit(origin, `number ${at}`)
        git(origin, "branch", "-q", "old", "HEAD~20")
        git(root, "clone", "-q", "-b", "old", `file://${origin}`, "clock")
        return join(root, "clock")
      }
    ],
    [
      "a repository that git has just tidied",
      (_root: string, origin: string) => {
        git(origin, "gc", "-q")
        return origin
      }
    ],
    [
      "a commit after a clone",
      (root: string, origin: string) => {
        git(root, "clone", "-q", `file://${origin}`, "clock")
        commit(join(root, "clock"), "mine")
        return join(root, "clock")
      }
    ],
    [
      "a detached head",
      (_root: string, origin: string) => {
        commit(origin, "second")
        git(origin, "checkout", "-q", "--detach", "HEAD~1")
        return origin
      }
    ],
    [
      "a branch with a slash in its name",
      (_root: string, origin: string) => {
        git(origin, "checkout", "-q", "-b", "feature/new/clock")
        return origin
      }
    ],
    [
      "a worktree",
      (root: string, origin: string) => {
        git(origin, "worktree", "add", "-q", "-b", "beside", join(root, "clock"))
        commit(join(root, "clock"), "beside")
        return join(root, "clock")
      }
    ],
    [
      "a submodule",
      (root: string, origin: string) => {
        mkdirSync(join(root, "super"))
        git(join(root, "super"), "init", "-q")
        git(
          join(root, "super"),
          "-c",
          "protocol.file.allow=always",
          "submodule",
          "--quiet",
          "add",
          origin,
          "clock"
        )
        return join(root, "super/clock")
      }
    ],
    [
      "a repository of SHA-256 names",
      (root: string) => {
        mkdirSync(join(root, "new"))
        git(join(root, "new"), "init", "-q", "-b", "main", "--object-format=sha256")
        commit(join(root, "new"), "first")
        return join(root, "new")
      }
    ]
  ])("is what git says, of %s", ([, make]) =>
    Effect.gen(function* () {
      const { origin, root } = yield* repository
      const checkout = make(root, origin)
      assert.deepStrictEqual(yield* told(checkout), said(checkout))
    }).pipe(Effect.scoped)
  )

  it.live("is nothing of a directory that is none", () =>
    Effect.gen(function* () {
      const { root } = yield* repository
      assert.isUndefined(yield* told(root))
    }).pipe(Effect.scoped)
  )

  it.live("is no commit where nothing was committed yet", () =>
    Effect.gen(function* () {
      const root = yield* directoryWith({ "manifest.json": "{}" })
      git(root, "init", "-q", "-b", "main")
      assert.deepStrictEqual(yield* told(root), { branch: "main", commit: null, date: null })
    }).pipe(Effect.scoped)
  )

  it.live.each<readonly [string, string]>([
    ["https://github.com/ChuckBuilds/x", "https://github.com/ChuckBuilds/x"],
    ["https://pi:ghp_t0ken@github.com/x/y.git?key=1#z", "https://github.com/x/y.git"],
    ["git@github.com:x/y.git", "github.com:x/y.git"]
  ])("has a remote without what may be secret in it: %s", ([address, shown]) =>
    Effect.gen(function* () {
      const { origin } = yield* repository
      git(origin, "remote", "add", "origin", address)
      assert.strictEqual(yield* remoteIn(origin), shown)
    }).pipe(Effect.scoped)
  )
})

describe("a second look at a checkout", () => {
  const twice = (change: (origin: string, root: string) => void) =>
    Effect.gen(function* () {
      const { origin, root } = yield* repository
      const read = checkoutReader(yield* FileReader)
      yield* aWhile
      yield* told(origin, read)
      yield* told(origin, read)
      yield* told(origin, read)
      change(origin, root)
      assert.deepStrictEqual(yield* told(origin, read), said(origin))
    }).pipe(Effect.provide(NodeFileReader.layer), Effect.scoped)

  it.live("sees a commit", () => twice((origin) => commit(origin, "second")))

  it.live("sees a fast-forward pull, which leaves HEAD alone (LEDMatrix of April 2026)", () =>
    twice((origin, root) => {
      git(root, "clone", "-q", `file://${origin}`, "other")
      commit(join(root, "other"), "theirs")
      git(origin, "pull", "-q", "--ff-only", join(root, "other"), "main")
    })
  )

  it.live("sees a commit whose ref was packed since", () =>
    twice((origin) => {
      commit(origin, "second")
      git(origin, "pack-refs", "--all")
    })
  )

  it.live("sees another branch", () => twice((origin) => git(origin, "checkout", "-q", "-b", "other")))

  it.live("sees that it is no checkout any more, and one again", () =>
    Effect.gen(function* () {
      const { origin, root } = yield* repository
      const read = checkoutReader(yield* FileReader)
      const before = yield* told(origin, read)
      renameSync(join(origin, ".git"), join(root, "aside"))
      assert.isUndefined(yield* told(origin, read))
      assert.isUndefined(yield* told(origin, read))
      renameSync(join(root, "aside"), join(origin, ".git"))
      assert.deepStrictEqual(yield* told(origin, read), before)
    }).pipe(Effect.provide(NodeFileReader.layer), Effect.scoped)
  )

  it.live("reads nothing where nothing changed", () =>
    Effect.gen(function* () {
      const { origin } = yield* repository
      yield* aWhile
      let reads = 0
      const live = yield* FileReader
      const counted =
        <A extends ReadonlyArray<unknown>, B>(call: (...args: A) => B) =>
        (...args: A): B => {
          reads++
          return call(...args)
        }
      const read = checkoutReader({
        ...live,
        readTexts: counted(live.readTexts),
        peekTexts: counted(live.peekTexts),
        read: counted(live.read),
        readSlices: counted(live.readSlices),
        list: counted(live.list),
        listAll: counted(live.listAll),
        open: counted(live.open)
      })
      yield* told(origin, read)
      yield* told(origin, read)
      reads = 0
      yield* told(origin, read)
      assert.strictEqual(reads, 0)
    }).pipe(Effect.provide(NodeFileReader.layer), Effect.scoped)
  )
})

describe("a damaged repository", () => {
  it.live.each<readonly [string, (git: string) => void]>([
    ["HEAD is empty", (git: string) => writeFileSync(join(git, "HEAD"), "")],
    [
      "HEAD leads out of the refs",
      (git: string) => writeFileSync(join(git, "HEAD"), "ref: refs/../../secret\n")
    ],
    ["HEAD is far too long", (git: string) => appendFileSync(join(git, "HEAD"), "x".repeat(100_000))],
    ["the objects are gone", (git: string) => rmSync(join(git, "objects"), { recursive: true })],
    [
      "`.git` is a file that points nowhere",
      (git: string) => {
        rmSync(git, { recursive: true })
        writeFileSync(git, "gitdir: /nowhere/at/all\n")
      }
    ]
  ])("costs only what cannot be told: %s", ([, damage]) =>
    Effect.gen(function* () {
      const { origin } = yield* repository
      damage(join(origin, ".git"))
      const info = yield* told(origin)
      assert.isDefined(info)
      assert.isNull(info?.date)
    }).pipe(Effect.scoped)
  )
})
