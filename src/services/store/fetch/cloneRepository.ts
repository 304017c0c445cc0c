/** Clones a plugin's repository, shallowly; its list of files is checked before one of them is written. */
import { Duration, Effect, Result } from "effect"
import { dirname, join } from "node:path/posix"
import { BadArchive, DownloadFailed } from "../../../domain/errors/FetchReason.ts"
import { type FileReader, FileWriter } from "../../../ports/Files.ts"
import type { FileFault } from "../../../ports/FileFault.ts"
import { GitProgram, type GitProtocol, OUTPUT_TOO_LARGE } from "../../../ports/GitProgram.ts"
import { Progress } from "../../../ports/Progress.ts"
import type { ZipEntry } from "../../../ports/ZipReader.ts"
import { selectPluginFiles } from "../archive/archiveNames.ts"
import { problemIn, UNSEEN, verdictOn } from "./gitVerdict.ts"
import { beyondBounds, boundsIn } from "./cloneBounds.ts"
import { FILES_MAX } from "../limits.ts"
import { PLUGIN_DIRECTORY_MODE } from "../install/writePluginFiles.ts"
import { everythingIn, giveAll } from "../install/stagedFiles.ts"

/** For one command of git. */
export const GIT_TIME_MAX = Duration.minutes(5)

/** Room for more names than are allowed, each as long as a path can be. */
const LISTING_BYTES_MAX = 16 * 1024 * 1024
const PLUGIN_FILE_MODE = 0o664

/** What to clone, and where. */
export interface Cloning {
  readonly plugin: string
  /** An http(s) address, or the absolute path of a local repository. */
  readonly address: string
  /** Where its server has led, if elsewhere: it is fetched from there, and remembered by its own address. */
  readonly led?: string
  /** Tried in this order, then the default branch. What is no plain branch name is passed over. */
  readonly branches: ReadonlyArray<string>
  /** The part of the repository that is judged and written, by the path that it keeps; empty for the whole. */
  readonly subdirectory: string
  /** An empty directory, or one that is not there. A failure leaves in it what git had made so far. */
  readonly into: string
  readonly protocols: ReadonlyArray<GitProtocol>
  readonly timeMax?: Duration.Duration
}

/** Absent and refused are no failures, since the next fetch method may do. */
export type Cloned = "cloned" | "absent" | { readonly refused: string }

/**
 * Clones the first of the branches that is there. No file that it writes is a symbolic link, or can be run.
 * `DownloadFailed` where time may help, `BadArchive` where the files break the rules for archives.
 */
export const cloneRepository = Effect.fn("cloneRepository")(
  function* (cloning: Cloning) {
    const address = addressFor(cloning)
    if (Result.isFailure(address)) return { refused: address.failure }
    const tell = yield* Progress
    yield* tell({
      plugin: cloning.plugin,
      step: "downloading",
      bytes: undefined,
      bytesTotal: undefined
    })
    const got = yield* fetchBranch(cloning, address.success)
    if (got !== "cloned") return got
    if (!(yield* checkListing(cloning))) {
      yield* (yield* FileWriter).removeTree(join(cloning.into, ".git"))
      return "absent" as const
    }
    yield* checkOut(cloning)
    yield* finishCheckout(cloning.into)
    return "cloned" as const
  },
  (
    self,
    { address }
  ): Effect.Effect<Cloned, DownloadFailed | BadArchive | FileFault, GitProgram | FileReader | FileWriter> =>
    self.pipe(
      Effect.catchTags({
        GitMissing: ({ message }) => Effect.succeed({ refused: message }),
        GitTimeout: ({ message }) => Effect.fail(new DownloadFailed({ address, problem: message }))
      })
    )
)

/** The address as git gets it: in one form, which git cannot take for an option or for a command of a transport. */
const addressFor = ({ address, protocols }: Cloning): Result.Result<string, string> => {
  if (UNSEEN.test(address) || !address.isWellFormed())
    return Result.fail("its address holds a character that no address should")
  if (address.startsWith("/")) {
    // As an address even a local repository is fetched shallowly, and by git's own protocol.
    return protocols.includes("file")
      ? Result.succeed(`file://${address.split("/").map(encodeURIComponent).join("/")}`)
      : Result.fail("a local repository is not followed here")
  }
  const url = /^https?:\/\//iu.test(address) && URL.canParse(address) ? new URL(address) : undefined
  if (url === undefined) return Result.fail("its address is none that is cloned")
  if (url.username !== "" || url.password !== "") return Result.fail("its address carries credentials")
  return protocols.some((protocol) => `${protocol}:` === url.protocol)
    ? Result.succeed(url.href)
    : Result.fail(`${url.protocol} addresses are not followed`)
}

const BRANCH = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,199}$/u

const isBranch = (name: string): boolean =>
  BRANCH.test(name) && !name.includes("..") && !/\.lock(?:\/|$)/u.test(name)

const runIn = Effect.fnUntraced(function* (
  { into, protocols, timeMax = GIT_TIME_MAX }: Cloning,
  args: ReadonlyArray<string>,
  more: { readonly bytesMax?: number } = {}
) {
  const git = yield* GitProgram
  const bounds = yield* boundsIn(into)
  const answer = yield* git.run(["--git-dir=.git", "--work-tree=.", ...args], {
    cwd: into,
    timeout: timeMax,
    protocols,
    bounds,
    ...more
  })
  return yield* beyondBounds(into, bounds, answer.stderr) ?? Effect.succeed(answer)
})

/** Git's object database and no file yet, from the first branch that is there. */
const fetchBranch = Effect.fnUntraced(function* (cloning: Cloning, address: string) {
  const git = yield* GitProgram
  const { branches, into, protocols, timeMax = GIT_TIME_MAX } = cloning
  const choices = [...branches.filter(isBranch).map((branch) => ["--branch", branch]), []]
  for (const choice of choices) {
    const shallow = ["--depth", "1", "--single-branch", "--no-tags", "--no-checkout", "--template="]
    // For later commands of git as well: the modes that we set, and links that are plain files, count as no changes.
    const kept = ["--config", "core.fileMode=false", "--config", "core.symlinks=false"]
    const elsewhere = cloning.led === undefined ? [] : ["-c", `url.${cloning.led}.insteadOf=${address}`]
    const args = [...elsewhere, "clone", "--quiet", ...shallow, ...kept, ...choice, "--", address, into]
    const bounds = yield* boundsIn(into)
    const { exitCode, stderr } = yield* git.run(args, { timeout: timeMax, protocols, bounds })
    const beyond = exitCode === 0 ? undefined : beyondBounds(into, bounds, stderr)
    if (beyond !== undefined) return yield* beyond
    const verdict = exitCode === 0 ? "cloned" : yield* verdictOn(cloning.address, stderr)
    if (verdict !== "no such branch") return verdict
  }
  return "absent" as const
})

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

const LISTED = /^(\d{6}) \w+ \w+ +(\d+|-)\t(.*)$/su
const SUBMODULE = "160000"

/** Judges every file of the part by name and size, before one is written. False where there is no such part. */
const checkListing = Effect.fnUntraced(function* (cloning: Cloning) {
  const { subdirectory } = cloning
  const tree = `HEAD${subdirectory === "" ? "" : `:${subdirectory}`}`
  const args = ["ls-tree", "-r", "--long", "-z", "--full-tree", tree]
  const { exitCode, stderr, stdout } = yield* runIn(cloning, args, { bytesMax: LISTING_BYTES_MAX })
  if (exitCode === OUTPUT_TOO_LARGE)
    return yield* new BadArchive({ code: "too_many_files", problem: `it has more than ${FILES_MAX} files` })
  if (exitCode !== 0) {
    if (/Not a valid object name|not a tree object/u.test(stderr)) return false
    return yield* new DownloadFailed({ address: cloning.address, problem: problemIn(stderr) })
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

const checkOut = Effect.fnUntraced(function* (cloning: Cloning) {
  const { subdirectory } = cloning
  const command =
    subdirectory === ""
      ? ["reset", "--hard", "--quiet", "HEAD"]
      : ["--literal-pathspecs", "checkout", "--quiet", "HEAD", "--", subdirectory]
  const { exitCode, stderr } = yield* runIn(cloning, command)
  if (exitCode === 0) return
  const problem = problemIn(stderr)
  return yield* /invalid path/u.test(stderr)
    ? new BadArchive({ code: "bad_name", problem })
    : new DownloadFailed({ address: cloning.address, problem })
})

const isGits = (path: string): boolean => path === ".git" || path.startsWith(".git/")

const FILE_TYPE = { file: 0o100000, symlink: 0o120000, other: 0o020000 } as const

/** Checks again what git has written, since attributes of the repository can make files grow; sets modes and owner. */
const finishCheckout = Effect.fnUntraced(function* (into: string) {
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
