/** What in a git checkout is its owner's own work: it would be lost with the directory. */
import { Data, Duration, Effect, Equal, Result } from "effect"
import { join } from "node:path/posix"
import { isJsonObject } from "../../../json/JsonValue.ts"
import { parseJson } from "../../../json/parsing/parseJson.ts"
import { FileReader } from "../../../ports/Files.ts"
import { type GitMissing, GitProgram, type GitTimeout } from "../../../ports/GitProgram.ts"
import { MANIFEST_BYTES_MAX } from "../scan/readManifests.ts"

/** Git could not say what was changed. That is not the same as nothing. */
export class LocalChangesUnknown extends Data.TaggedError("LocalChangesUnknown")<{
  readonly directory: string
  readonly problem: string
}> {
  readonly code = "local_changes_unknown"
  readonly transient = false
  override get message(): string {
    return `git cannot tell what was changed in ${this.directory}: ${this.problem}`
  }
}

/** Nothing leaves the machine; what takes long is reading a large checkout from a slow card. */
const TIME_MAX = Duration.minutes(1)

const MANIFEST = "manifest.json"

/** What LEDMatrix's installer, and ours, add to a manifest that lacks them. */
const ADDED_FIELDS = ["class_name", "entry_point"]

/**
 * Changed, added, removed and untracked files of the checkout, sorted by path, then what its history holds that
 * no remote does. Empty only where git said so. Python's caches are not listed, nor is what git ignores, nor a
 * manifest that only an installer has completed.
 */
export const localChanges = Effect.fn("localChanges")(function* (
  directory: string
): Effect.fn.Return<
  ReadonlyArray<string>,
  GitMissing | GitTimeout | LocalChangesUnknown,
  GitProgram | FileReader
> {
  const ask = asking(directory)
  const paths = [...(yield* changedFiles(directory, ask)), ...(yield* hiddenFiles(ask))]
  const own = [...new Set(paths)].filter((path) => !isPythonCache(path)).toSorted()
  return [...own, ...(yield* unpublished(ask))]
})

type GitOutput = Effect.Effect<string, GitMissing | GitTimeout | LocalChangesUnknown, GitProgram>
type Ask = (...args: ReadonlyArray<string>) => GitOutput

/**
 * The directory's own repository and no other: where it is broken git would search upwards, and find
 * LEDMatrix's. Modes are no changes: installers set them.
 */
const asking =
  (directory: string): Ask =>
  (...args) =>
    Effect.gen(function* () {
      const git = yield* GitProgram
      const fixed = ["-c", "core.fileMode=false", "--git-dir=.git", "--work-tree=."]
      const answer = yield* git.run([...fixed, ...args], {
        cwd: directory,
        timeout: TIME_MAX,
        protocols: []
      })
      const problem = trouble(answer)
      return problem === undefined ? answer.stdout : yield* new LocalChangesUnknown({ directory, problem })
    })

const trouble = ({ exitCode, stderr }: { readonly exitCode: number; readonly stderr: string }) => {
  if (exitCode !== 0)
    return /^(?:fatal|error): (.*)$/mu.exec(stderr)?.[1] ?? `it ended with exit code ${exitCode}`
  // Git warns of what it may not look into, and goes on as if nothing were there.
  const unread = [...stderr.matchAll(/could not open directory '([^']*)'/gu)].map(([, path = ""]) => path)
  const path = unread.find((unreadable) => !isPythonCache(unreadable))
  return path === undefined ? undefined : `${path} cannot be read`
}

const isPythonCache = (path: string): boolean =>
  path.endsWith(".pyc") || path.split("/").includes("__pycache__")

const changedFiles = Effect.fnUntraced(function* (directory: string, ask: Ask) {
  const status = yield* ask(
    "status",
    "--porcelain=v1",
    "-z",
    "--untracked-files=all",
    "--ignore-submodules=none",
    "--no-renames"
  )
  const paths: Array<string> = []
  for (const line of status.split("\0")) {
    const code = line.slice(0, 2)
    const path = line.slice(3)
    if (path === "") continue
    const mayBeCompleted = path === MANIFEST && (code === " M" || code === "M ")
    if (!(mayBeCompleted && (yield* isOnlyCompleted(directory, ask)))) paths.push(path)
  }
  return paths
})

/** Files whose changes the owner told git not to report. */
const hiddenFiles = Effect.fnUntraced(function* (ask: Ask) {
  const listed = yield* ask("ls-files", "-v", "-z")
  return listed.split("\0").flatMap((line) => (/^[a-zS] /u.test(line) ? [line.slice(2)] : []))
})

const isOnlyCompleted = Effect.fnUntraced(function* (directory: string, ask: Ask) {
  const reader = yield* FileReader
  const [here] = yield* reader.readTexts([join(directory, MANIFEST)], { bytesMax: MANIFEST_BYTES_MAX })
  if (here?._tag !== "Text") return false
  const now = Result.getOrUndefined(parseJson(here.text))
  const before = Result.getOrUndefined(parseJson(yield* ask("cat-file", "blob", `HEAD:${MANIFEST}`)))
  if (!isJsonObject(now) || !isJsonObject(before)) return false
  const added = ADDED_FIELDS.filter((field) => isText(now[field]) && !isText(before[field]))
  return Equal.equals(without(now, added), without(before, added))
})

const isText = (value: unknown): value is string => typeof value === "string" && value.trim() !== ""

const without = (manifest: { readonly [key: string]: unknown }, fields: ReadonlyArray<string>) =>
  Object.fromEntries(Object.entries(manifest).filter(([field]) => !fields.includes(field)))

const unpublished = Effect.fnUntraced(function* (ask: Ask) {
  const commits = Number(yield* ask("rev-list", "--count", "--branches", "HEAD", "--not", "--remotes"))
  const listed = yield* ask("stash", "list", "--no-show-signature", "--format=%H")
  const stashes = listed.split("\n").filter((line) => line !== "").length
  return [
    ...(commits === 0
      ? []
      : [commits === 1 ? "1 commit that is on no remote" : `${commits} commits that are on no remote`]),
    ...(stashes === 0 ? [] : [stashes === 1 ? "1 stash" : `${stashes} stashes`])
  ]
})
