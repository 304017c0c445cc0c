// Manifests that are no files, or none that anybody would wait for, on a real disk: each is a finding, and the scan ends.
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Result } from "effect"
import { spawnSync } from "node:child_process"
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs"
import { NodeFileReader } from "../../../../src/node/NodeFileReader.ts"
import { Disk } from "../../../../src/services/Disk.ts"
import { Installation } from "../../../../src/services/installation/Installation.ts"
import { directoryWith } from "../../../support/realInstallation.ts"

const GIGABYTE = 1 << 30

interface Hostile {
  readonly manifest: string
  readonly make: (path: string) => void
  readonly problem: string
}

const hostile: ReadonlyArray<Hostile> = [
  {
    manifest: "a pipe that no program writes into",
    make: (path) => {
      assert.strictEqual(spawnSync("mkfifo", [path]).status, 0)
    },
    problem: "it cannot be read: not a regular file (NOT_A_FILE)"
  },
  {
    manifest: "a device without end",
    make: (path) => {
      symlinkSync("/dev/zero", path)
    },
    problem: "it cannot be read: not a regular file (NOT_A_FILE)"
  },
  {
    manifest: "a file of a gigabyte",
    make: (path) => {
      writeFileSync(path, '{"id": "evil"}')
      truncateSync(path, GIGABYTE)
    },
    problem: "it cannot be read: larger than any real one (TOO_LARGE)"
  },
  {
    manifest: "ten thousand levels deep",
    make: (path) => {
      writeFileSync(path, `{"id": ${"[".repeat(10_000)}${"]".repeat(10_000)}}`)
    },
    problem: "nested more than 512 levels deep"
  }
]

/** Two scans of one program: the second goes by what the first remembers. */
const scanned = Effect.fnUntraced(function* (root: string) {
  const scans = Effect.gen(function* () {
    const disk = yield* Disk
    return [yield* disk.scan(undefined), yield* disk.scan(undefined)].map(Result.getOrThrow)
  })
  const services = Layer.mergeAll(NodeFileReader.layer, Layer.succeed(Installation, Installation.at(root)))
  return yield* Effect.provide(scans, Disk.layer.pipe(Layer.provide(services)), { local: true })
})

describe("a scan beside a manifest that is", () => {
  it.live.each(hostile)("$manifest tells it as broken, and the plugin beside it", ({ make, problem }) =>
    Effect.gen(function* () {
      const root = yield* directoryWith({ "plugin-repos/clock/manifest.json": '{"id": "clock"}' })
      mkdirSync(`${root}/plugin-repos/evil`)
      make(`${root}/plugin-repos/evil/manifest.json`)
      for (const { broken, plugins } of yield* scanned(root)) {
        assert.deepStrictEqual(broken, [{ directory: "evil", problem }])
        assert.deepStrictEqual(
          plugins.map(({ id }) => id),
          ["clock"]
        )
      }
    })
  )
})
