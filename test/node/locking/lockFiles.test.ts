// What others can put in the place of a lock's files: it is refused at once, and nothing is written through it.
import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect } from "effect"
import { execFileSync } from "node:child_process"
import { chmodSync, linkSync, lstatSync, mkdirSync, readFileSync, statSync, symlinkSync } from "node:fs"
import { NodeProcessLock } from "../../../src/node/NodeProcessLock.ts"
import { FileFault } from "../../../src/ports/FileFault.ts"
import { ProcessLock } from "../../../src/ports/ProcessLock.ts"
import { directoryWith } from "../../support/realInstallation.ts"

const LONG = Duration.seconds(60)

const acquire = (path: string) =>
  ProcessLock.use((lock) => Effect.scoped(lock.acquire(path, { timeout: LONG })))

const inPlaceOfLock = {
  "a link to a file": {
    put: (root: string, path: string) => symlinkSync(`${root}/theirs`, path),
    code: "ELOOP"
  },
  "a link to nothing": {
    put: (root: string, path: string) => symlinkSync(`${root}/not-there`, path),
    code: "ELOOP"
  },
  "a second name of a file": {
    put: (root: string, path: string) => linkSync(`${root}/theirs`, path),
    code: "EMLINK"
  },
  "a pipe": {
    put: (_root: string, path: string) => {
      execFileSync("mkfifo", [path])
    },
    code: "NOT_A_FILE"
  },
  "a directory": {
    put: (_root: string, path: string) => {
      mkdirSync(path)
    },
    code: "EISDIR"
  }
}

describe("in the place of a lock,", () => {
  for (const [what, { code, put }] of Object.entries(inPlaceOfLock)) {
    it.live(`${what} is refused at once, and nothing is changed by it`, () =>
      Effect.gen(function* () {
        const root = yield* directoryWith({ "data/x": "", theirs: "theirs" })
        chmodSync(`${root}/theirs`, 0o640)
        const before = statSync(`${root}/theirs`)
        put(root, `${root}/data/root.lock`)
        const refused = yield* Effect.flip(acquire(`${root}/data/root.lock`))
        assert.strictEqual(refused instanceof FileFault ? refused.code : refused._tag, code)
        const after = statSync(`${root}/theirs`)
        assert.deepStrictEqual(
          [readFileSync(`${root}/theirs`, "utf8"), after.mode, after.uid, after.mtimeMs],
          ["theirs", before.mode, before.uid, before.mtimeMs]
        )
        assert.isUndefined(lstatSync(`${root}/not-there`, { throwIfNoEntry: false }))
      }).pipe(Effect.provide(NodeProcessLock.layer))
    )
  }
})

describe("in the place of the holder's note,", () => {
  it.live("a link is replaced, and what it leads to stays as it was", () =>
    Effect.gen(function* () {
      const root = yield* directoryWith({ "data/x": "", theirs: "theirs" })
      symlinkSync(`${root}/theirs`, `${root}/data/root.lock.holder`)
      yield* acquire(`${root}/data/root.lock`)
      assert.strictEqual(readFileSync(`${root}/theirs`, "utf8"), "theirs")
    }).pipe(Effect.provide(NodeProcessLock.layer))
  )
})
