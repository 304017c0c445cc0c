/** The files of a clone: judged before they are written, and once more when they are there. */
import { Effect, Result } from "effect"
import { dirname, join } from "node:path/posix"
import { BadArchive, DownloadFailed } from "../../../domain/errors/FetchReason.ts"
import { FileWriter } from "../../../ports/Files.ts"
import { OUTPUT_TOO_LARGE } from "../../../ports/GitProgram.ts"
import type { ZipEntry } from "../../../ports/ZipReader.ts"
import { selectPluginFiles } from "../archive/archiveNames.ts"
import { everythingIn, giveAll } from "../install/stagedFiles.ts"
import { PLUGIN_DIRECTORY_MODE, PLUGIN_FILE_MODE } from "../install/writePluginFiles.ts"
import { FILES_MAX } from "../limits.ts"
import { problemIn } from "./gitVerdict.ts"
import { gitInside, type GitPlace } from "./gitWithin.ts"

/** Room for more names than are allowed, each as long as a path can be. */
const LISTING_BYTES_MAX = 16 * 1024 * 1024

const encoder = new TextEncoder()
const NO_TEXT = Uint8Array.of(0xff)

/** Files of a repository keep the same rules as those of an archive. */
const asEntry = (path: string, size: number, fileType: number): ZipEntry => ({
  rawName: path.includes("\uFFFD") ? NO_TEXT : encoder.encode(path),
  isUtf8: true,
  compressedSize: size,
  uncompressedSize: size,
  encrypted: false,
  method: 0,
  fileType
})

/** What was cloned, and the part of it that is judged. */
export interface ClonedPart extends GitPlace {
  readonly address: string
  readonly subdirectory: string
}

const LISTED = /^(\d{6}) \w+ \w+ +(\d+|-)\t(.*)$/su
const SUBMODULE = "160000"

/** Judges every file of the part by name and size, before one is written. False where there is no such part. */
export const checkListing = Effect.fnUntraced(function* ({ address, subdirectory, ...place }: ClonedPart) {
  const tree = `HEAD${subdirectory === "" ? "" : `:${subdirectory}`}`
  const args = ["ls-tree", "-r", "--long", "-z", "--full-tree", tree]
  const { exitCode, stderr, stdout } = yield* gitInside(place, args, { bytesMax: LISTING_BYTES_MAX })
  if (exitCode === OUTPUT_TOO_LARGE)
    return yield* new BadArchive({ code: "too_many_files", problem: `it has more than ${FILES_MAX} files` })
  if (exitCode !== 0) {
    if (/Not a valid object name|not a tree object/u.test(stderr)) return false
    return yield* new DownloadFailed({ address, problem: problemIn(stderr) })
  }
  const entries = stdout.split("\0").flatMap((line) => {
    const [, mode, size = "", path = ""] = LISTED.exec(line) ?? []
    if (mode === undefined) return []
    // Links come out as plain files that hold their target, submodules as empty directories.
    return mode === SUBMODULE ? [] : [asEntry(path, Number(size), 0)]
  })
  const checked = selectPluginFiles(entries, "")
  return Result.isFailure(checked) ? yield* checked.failure : true
})

const isGits = (path: string): boolean => path === ".git" || path.startsWith(".git/")

const FILE_TYPE = { file: 0o100000, symlink: 0o120000, other: 0o020000 } as const

/** Checks again what git has written, since attributes of the repository can make files grow; sets modes and owner. */
export const finishCheckout = Effect.fnUntraced(function* (into: string) {
  const writer = yield* FileWriter
  const found = yield* everythingIn(into)
  const entries = found.flatMap(({ path, stat: { kind, size } }) =>
    kind === "directory" || isGits(path) ? [] : [asEntry(path, size, FILE_TYPE[kind])]
  )
  const checked = selectPluginFiles(entries, "")
  if (Result.isFailure(checked)) return yield* checked.failure
  yield* writer.setMode(into, PLUGIN_DIRECTORY_MODE)
  for (const { path, stat } of found) {
    const mode = stat.kind === "directory" ? PLUGIN_DIRECTORY_MODE : PLUGIN_FILE_MODE
    if (!isGits(path)) yield* writer.setMode(join(into, path), mode)
  }
  yield* giveAll(into, ".git", dirname(into))
})
