/** Zip archives, honest, forged and damaged: all that is unpacked lies where it should. */
import { Effect } from "effect"
import { pluginFiles, under, zip, type ZipFile } from "../../../../support/zip.ts"
import { NodeZipReader } from "../../../../../src/node/NodeZipReader.ts"
import { unpackArchive } from "../../../../../src/services/store/archive/unpackArchive.ts"
import { MemoryFiles } from "../../../../../src/testing/MemoryFiles.ts"
import { MEMORY_ROOT } from "../../../../../src/testing/MemoryInstallation.ts"
import { anyOf, strange } from "../../grammars/json.ts"
import { knownId, path } from "../../grammars/words.ts"
import { installationOf, laid } from "../../harness/surroundings/disk.ts"
import { mutated } from "../../harness/inputs/mutate.ts"
import { bytesOf, pieces, textIn } from "../../harness/inputs/Pieces.ts"
import type { Random } from "../../harness/inputs/Random.ts"
import { answered, promise, type Target } from "../../harness/Target.ts"

const NAMES = [
  "../x",
  "/etc/x",
  "a/../../x",
  "C:/x",
  "a\\b",
  "a//b",
  "./a",
  "a/.",
  "MANIFEST.json",
  "manifest.json",
  "manager.py/x",
  "lib/",
  ".git/config",
  ".GIT/hooks/x",
  "é",
  "e\u0301",
  "\ud800",
  "a\u0000b",
  "con",
  "x".repeat(255),
  "x".repeat(256)
] as const

/** A name's length is two bytes; some of it goes to a directory around all names. */
const NAME_BYTES_MAX = 65_500

const file = (random: Random): ZipFile => {
  const name = bytesOf(anyOf((inner) => inner.pick(NAMES), path, strange)(random)).subarray(0, NAME_BYTES_MAX)
  return {
    name,
    content: random.oneIn(8) ? new Uint8Array(random.size(3_000_000)) : bytesOf(strange(random)),
    ...(random.oneIn(8) ? { mode: random.pick([0o120777, 0o020666, 0o040755, 0o100755, 0] as const) } : {}),
    ...(random.oneIn(8) ? { claimedSize: random.pick([0, 1, 5_000_000, 4_294_967_295] as const) } : {}),
    ...(random.oneIn(12) ? { flags: random.pick([1, 8, 0x800, 0xffff] as const) } : {}),
    ...(random.oneIn(12) ? { method: random.pick([0, 8, 9, 12, 99] as const) } : {}),
    ...(random.oneIn(12) ? { crc: 0 } : {}),
    ...(random.oneIn(4) ? { store: true } : {})
  }
}

const archiveOf = (random: Random): Uint8Array => {
  const strangers = random.many(random.size(4), () => file(random))
  const files = [...pluginFiles(knownId(random)), ...strangers]
  const bytes = zip(random.oneIn(3) ? under("repository-main", files) : files)
  return random.oneIn(2) ? mutated(random, bytes) : bytes
}

const INTO = `${MEMORY_ROOT}/plugin-repos/.staging/plugin`

export const archive: Target = {
  name: "archive",
  promises:
    "nothing is written outside the directory that is unpacked into, no link, and no more than is allowed",
  budget: 150,
  make: (random) =>
    pieces({
      "archive.zip": archiveOf(random),
      subdirectory: random.oneIn(3) ? path(random) : ""
    }),
  check: (input) =>
    Effect.gen(function* () {
      yield* laid(input)
      const files = yield* MemoryFiles
      yield* files.put(`${MEMORY_ROOT}/archive.zip`, input.get("archive.zip") ?? new Uint8Array())
      yield* files.putDirectory(INTO)
      yield* files.reset
      yield* answered(
        unpackArchive("clock", `${MEMORY_ROOT}/archive.zip`, INTO, textIn(input, "subdirectory")).pipe(
          Effect.provide(NodeZipReader.layer)
        )
      )
      const written = (yield* files.operations).filter(({ writes }) => writes)
      const stray = written.find(
        ({ path: place }) =>
          !(place === INTO || place.startsWith(`${INTO}/`)) || place.includes("/../") || place.endsWith("/..")
      )
      yield* promise(stray === undefined, "it writes outside its directory", stray?.path.slice(0, 200))
      const git = written.find(({ path: place }) => /\/\.git(?:\/|$)/iu.test(place))
      yield* promise(git === undefined, "it writes git's own files", git?.path.slice(0, 200))
    }).pipe(Effect.provide(installationOf()))
}
