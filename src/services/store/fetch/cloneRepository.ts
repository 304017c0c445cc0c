/** Clones a plugin's repository, shallowly; its list of files is checked before one of them is written. */
import { Effect, Result } from "effect"
import { join } from "node:path/posix"
import { BadArchive, DownloadFailed } from "../../../domain/errors/FetchReason.ts"
import { type FileReader, FileWriter } from "../../../ports/Files.ts"
import type { FileFault } from "../../../ports/FileFault.ts"
import type { GitProgram } from "../../../ports/GitProgram.ts"
import { Progress } from "../../../ports/Progress.ts"
import { gitAddress, isBranch } from "./gitAddress.ts"
import { checkListing, finishCheckout } from "./clonedFiles.ts"
import { problemIn, verdictOn } from "./gitVerdict.ts"
import { gitInside, type GitPlace, gitWithin } from "./gitWithin.ts"

/** What to clone, and where. */
export interface CloneOptions extends GitPlace {
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
}

/** Absent and refused are no failures, since the next fetch method may do. */
export type CloneResult = "cloned" | "absent" | { readonly refused: string }

/**
 * Clones the first of the branches that is there. No file that it writes is a symbolic link, or can be run.
 * `DownloadFailed` where time may help, `BadArchive` where the files break the rules for archives.
 */
export const cloneRepository = Effect.fn("cloneRepository")(
  function* (cloning: CloneOptions) {
    const address = gitAddress(cloning.address, cloning.protocols)
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
  ): Effect.Effect<
    CloneResult,
    DownloadFailed | BadArchive | FileFault,
    GitProgram | FileReader | FileWriter
  > =>
    self.pipe(
      Effect.catchTags({
        GitMissing: ({ message }) => Effect.succeed({ refused: message }),
        GitTimeout: ({ message }) => Effect.fail(new DownloadFailed({ address, problem: message }))
      })
    )
)

/** Git's object database and no file yet, from the first branch that is there. */
const fetchBranch = Effect.fnUntraced(function* (cloning: CloneOptions, address: string) {
  const { branches, into } = cloning
  const choices = [...branches.filter(isBranch).map((branch) => ["--branch", branch]), []]
  for (const choice of choices) {
    const shallow = ["--depth", "1", "--single-branch", "--no-tags", "--no-checkout", "--template="]
    // For later commands of git as well: the modes that we set, and links that are plain files, count as no changes.
    const kept = ["--config", "core.fileMode=false", "--config", "core.symlinks=false"]
    const elsewhere = cloning.led === undefined ? [] : ["-c", `url.${cloning.led}.insteadOf=${address}`]
    const args = [...elsewhere, "clone", "--quiet", ...shallow, ...kept, ...choice, "--", address, into]
    const { exitCode, stderr } = yield* gitWithin(cloning, args)
    const verdict = exitCode === 0 ? "cloned" : yield* verdictOn(cloning.address, stderr)
    if (verdict !== "no such branch") return verdict
  }
  return "absent" as const
})

const checkOut = Effect.fnUntraced(function* (cloning: CloneOptions) {
  const { subdirectory } = cloning
  const command =
    subdirectory === ""
      ? ["reset", "--hard", "--quiet", "HEAD"]
      : ["--literal-pathspecs", "checkout", "--quiet", "HEAD", "--", subdirectory]
  const { exitCode, stderr } = yield* gitInside(cloning, command)
  if (exitCode === 0) return
  const problem = problemIn(stderr)
  return yield* /invalid path/u.test(stderr)
    ? new BadArchive({ code: "bad_name", problem })
    : new DownloadFailed({ address: cloning.address, problem })
})
