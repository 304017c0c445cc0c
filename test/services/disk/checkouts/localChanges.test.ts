// What is the owner's own in a real checkout, and that silence is never taken for "nothing".
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { execFileSync } from "node:child_process"
import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { NodeFileReader } from "../../../../src/node/NodeFileReader.ts"
import { NodeGitProgram } from "../../../../src/node/NodeGitProgram.ts"
import { GitMissing, GitProgram } from "../../../../src/ports/GitProgram.ts"
import { localChanges } from "../../../../src/services/disk/checkouts/localChanges.ts"
import { directoryWith } from "../../../support/realInstallation.ts"

/** Git as a person runs it. */
const git = (cwd: string, ...args: ReadonlyArray<string>) =>
  execFileSync("git", ["-c", "user.name=A", "-c", "user.email=a@example.org", ...args], {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: process.env["PATH"], GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" }
  }).trim()

const MANIFEST = { id: "clock", name: "Clock", display_modes: ["clock"], size: { w: 1.5, h: [1, 2] } }

/** A clone of a repository with these files besides a manifest, `manager.py` and `old.py`. */
const checkoutWith = Effect.fnUntraced(function* (files: { readonly [path: string]: string } = {}) {
  const root = yield* directoryWith({
    "origin/manifest.json": JSON.stringify(MANIFEST),
    "origin/manager.py": "import clock\n",
    "origin/old.py": "old\n",
    "origin/.gitignore": "*.log\n/secret/\n__pycache__/\n",
    ...Object.fromEntries(Object.entries(files).map(([path, text]) => [`origin/${path}`, text]))
  })
  git(`${root}/origin`, "init", "-q", "-b", "main")
  git(`${root}/origin`, "add", "-A")
  git(`${root}/origin`, "commit", "-q", "-m", "first")
  git(root, "clone", "-q", "--depth", "1", `file://${root}/origin`, "clock")
  return `${root}/clock`
})

const write = (checkout: string, path: string, text: string) => {
  mkdirSync(join(checkout, path, ".."), { recursive: true })
  writeFileSync(join(checkout, path), text)
}

const changesIn = (checkout: string) =>
  localChanges(checkout).pipe(Effect.provide(Layer.merge(NodeFileReader.layer, NodeGitProgram.layer)))

/** What is found after `change` was made to a fresh checkout. */
const changesAfter = (change: (checkout: string) => void, files: { readonly [path: string]: string } = {}) =>
  Effect.gen(function* () {
    const checkout = yield* checkoutWith(files)
    change(checkout)
    return yield* changesIn(checkout)
  })

const commit = (checkout: string, message: string) =>
  git(checkout, "commit", "-q", "--allow-empty", "-m", message)

describe("a checkout's local changes", () => {
  it.live.each([
    ["none in a fresh clone", () => {}, []],
    ["a changed file", (at) => write(at, "manager.py", "mine"), ["manager.py"]],
    [
      "a changed file that was staged",
      (at) => {
        write(at, "manager.py", "mine")
        git(at, "add", "-A")
      },
      ["manager.py"]
    ],
    ["a removed file", (at) => rmSync(join(at, "old.py")), ["old.py"]],
    ["both names of a renamed file", (at) => git(at, "mv", "old.py", "new.py"), ["new.py", "old.py"]],
    [
      "untracked files, each by its path",
      (at) => {
        write(at, "mine/b.txt", "b")
        write(at, "mine/a.txt", "a")
        write(at, "also mine.txt", "")
      },
      ["also mine.txt", "mine/a.txt", "mine/b.txt"]
    ],
    [
      "names with odd characters as they are",
      (at) => write(at, 'a "b"\t->\nü.txt', ""),
      ['a "b"\t->\nü.txt']
    ],
    [
      "a repository inside",
      (at) => {
        git(at, "init", "-q", "inner")
        write(at, "inner/a.txt", "a")
      },
      ["inner/"]
    ],
    [
      "no caches of Python",
      (at) => {
        write(at, "__pycache__/manager.cpython-311.pyc", "x")
        write(at, "deep/__pycache__/a.txt", "x")
        write(at, "module.pyc", "x")
      },
      []
    ],
    [
      "nothing that git ignores",
      (at) => {
        write(at, "debug.log", "x")
        write(at, "secret/key", "x")
        write(at, ".git/info/exclude", "notes.txt\n")
        write(at, "notes.txt", "x")
      },
      []
    ],
    ["no modes", (at) => chmodSync(join(at, "manager.py"), 0o775), []],
    [
      "a change that git was told to overlook",
      (at) => {
        git(at, "update-index", "--assume-unchanged", "manager.py")
        git(at, "update-index", "--skip-worktree", "old.py")
        write(at, "manager.py", "mine")
        write(at, "old.py", "mine")
      },
      ["manager.py", "old.py"]
    ],
    [
      "changes that the checkout's settings hide",
      (at) => {
        git(at, "config", "status.showUntrackedFiles", "no")
        git(at, "config", "status.relativePaths", "true")
        git(at, "config", "core.worktree", "/nonexistent")
        write(at, "mine.txt", "x")
      },
      ["mine.txt"]
    ],
    ["one commit that was not pushed", (at) => commit(at, "a"), ["1 commit that is on no remote"]],
    [
      "commits that were not pushed, on other branches too",
      (at) => {
        git(at, "checkout", "-q", "-b", "other")
        commit(at, "a")
        commit(at, "b")
        git(at, "checkout", "-q", "main")
      },
      ["2 commits that are on no remote"]
    ],
    [
      "commits on no branch",
      (at) => {
        git(at, "checkout", "-q", "--detach")
        commit(at, "a")
      },
      ["1 commit that is on no remote"]
    ],
    [
      "a stash",
      (at) => {
        write(at, "manager.py", "mine")
        git(at, "stash", "-q")
      },
      ["1 stash"]
    ],
    [
      "stashes, after files and commits",
      (at) => {
        for (const text of ["mine", "also mine"]) {
          write(at, "manager.py", text)
          git(at, "stash", "-q")
        }
        commit(at, "a")
        write(at, "zz.txt", "x")
      },
      ["zz.txt", "1 commit that is on no remote", "2 stashes"]
    ]
  ] satisfies ReadonlyArray<readonly [string, (checkout: string) => void, ReadonlyArray<string>]>)(
    "are %s",
    ([, change, expected]) =>
      Effect.map(changesAfter(change), (found) => assert.deepStrictEqual(found, expected))
  )
})

describe("a manifest", () => {
  const completed = { entry_point: "manager.py", ...MANIFEST, class_name: "Clock" }

  it.live.each([
    ["completed by an installer", JSON.stringify(completed, undefined, 2)],
    ["completed with a class alone", JSON.stringify({ ...MANIFEST, class_name: "Clock" })],
    ["completed with an entry point alone", JSON.stringify({ ...MANIFEST, entry_point: "manager.py" })]
  ] satisfies ReadonlyArray<readonly [string, string]>)("%s is no local change, staged or not", ([, text]) =>
    Effect.gen(function* () {
      const change = (at: string) => write(at, "manifest.json", text)
      assert.deepStrictEqual(yield* changesAfter(change), [])
      const staged = (at: string) => {
        change(at)
        git(at, "add", "-A")
      }
      assert.deepStrictEqual(yield* changesAfter(staged), [])
    })
  )

  it.live.each([
    ["with another value", JSON.stringify({ ...completed, name: "My clock" })],
    ["with another value deep inside", JSON.stringify({ ...completed, size: { w: 1.5, h: [2, 1] } })],
    ["without a value", JSON.stringify({ id: "clock", class_name: "Clock" })],
    ["with one more value", JSON.stringify({ ...completed, mine: 1 })],
    ["that is no text where one belongs", JSON.stringify({ ...MANIFEST, class_name: 5 })],
    ["that is broken", `${JSON.stringify(completed)},`]
  ] satisfies ReadonlyArray<readonly [string, string]>)("%s is a local change", ([, text]) =>
    Effect.gen(function* () {
      const found = yield* changesAfter((at) => write(at, "manifest.json", text))
      assert.deepStrictEqual(found, ["manifest.json"])
    })
  )

  it.live("with another class than the published one is a local change", () =>
    Effect.gen(function* () {
      const published = JSON.stringify({ ...MANIFEST, class_name: "Clock" })
      const change = (at: string) =>
        write(at, "manifest.json", JSON.stringify({ ...MANIFEST, class_name: "Mine" }))
      assert.deepStrictEqual(yield* changesAfter(change, { "manifest.json": published }), ["manifest.json"])
    })
  )

  it.live("whose staged form is the owner's is a local change", () =>
    Effect.gen(function* () {
      const found = yield* changesAfter((at) => {
        write(at, "manifest.json", JSON.stringify({ ...MANIFEST, name: "My clock" }))
        git(at, "add", "-A")
        write(at, "manifest.json", JSON.stringify(completed))
      })
      assert.deepStrictEqual(found, ["manifest.json"])
    })
  )

  it.live("elsewhere in the checkout is a file like any other", () =>
    Effect.gen(function* () {
      const found = yield* changesAfter(
        (at) => write(at, "sub/manifest.json", JSON.stringify({ ...MANIFEST, class_name: "Clock" })),
        { "sub/manifest.json": JSON.stringify(MANIFEST) }
      )
      assert.deepStrictEqual(found, ["sub/manifest.json"])
    })
  )
})

describe("where git cannot tell", () => {
  const unknown = (checkout: string) =>
    Effect.map(Effect.flip(changesIn(checkout)), ({ _tag, message, transient }) => {
      assert.deepStrictEqual([_tag, transient], ["LocalChangesUnknown", false])
      return message
    })

  it.live("because the checkout is broken, and stands in another one, that is said", () =>
    Effect.gen(function* () {
      const checkout = yield* checkoutWith()
      git(join(checkout, ".."), "init", "-q")
      rmSync(join(checkout, ".git/HEAD"))
      assert.include(yield* unknown(checkout), "not a git repository")
    })
  )

  it.live("because it is no checkout, that is said", () =>
    Effect.gen(function* () {
      const directory = yield* directoryWith({ "manifest.json": "{}" })
      assert.include(yield* unknown(directory), "not a git repository")
    })
  )

  it.live("because nothing was ever committed, that is said", () =>
    Effect.gen(function* () {
      const directory = yield* directoryWith({ "manifest.json": "{}" })
      git(directory, "init", "-q")
      yield* unknown(directory)
    })
  )

  it.live("because its index is damaged, that is said", () =>
    Effect.gen(function* () {
      const checkout = yield* checkoutWith()
      writeFileSync(join(checkout, ".git/index"), "garbage")
      assert.include(yield* unknown(checkout), "index")
    })
  )

  /** Git as it answers on machines that a test cannot count on. */
  const gitSaying = (stderr: string) =>
    Layer.succeed(GitProgram, {
      run: (args) => Effect.succeed({ exitCode: 0, stdout: args.includes("rev-list") ? "0\n" : "", stderr })
    })

  const changesBy = (fake: Layer.Layer<GitProgram>) =>
    Effect.provide(localChanges("/plugins/clock"), Layer.merge(NodeFileReader.layer, fake))

  it.effect("because a directory is closed to us, that is said", () =>
    Effect.gen(function* () {
      const fake = gitSaying("warning: could not open directory 'mine/': Permission denied\n")
      const error = yield* Effect.flip(changesBy(fake))
      assert.include(error.message, "mine/ cannot be read")
    })
  )

  it.effect("because a cache of Python is closed to us, nothing is lost", () =>
    Effect.gen(function* () {
      const fake = gitSaying("warning: could not open directory 'a/__pycache__/': Permission denied\n")
      assert.deepStrictEqual(yield* changesBy(fake), [])
    })
  )

  it.effect("because there is no git, that is said", () =>
    Effect.gen(function* () {
      const none = Layer.succeed(GitProgram, { run: () => Effect.fail(new GitMissing()) })
      const error = yield* Effect.flip(changesBy(none))
      assert.strictEqual(error._tag, "GitMissing")
    })
  )
})
