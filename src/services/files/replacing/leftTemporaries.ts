/** Temporary files that killed runs left, in every directory in which this program makes new versions of files. */
import { Clock, Effect, Option } from "effect"
import { dirname, join } from "node:path/posix"
import { FileReader, FileWriter } from "../../../ports/Files.ts"
import { FileFault } from "../../../ports/FileFault.ts"
import { Installation } from "../../installation/Installation.ts"
import { isTemporary } from "./writeTemporary.ts"

/** Ten minutes later no program is still writing one. */
const LEFT_AFTER_MS = 600_000

/**
 * Removes the old ones. What a run removes is not left to the next write beside it: a file that is no longer written,
 * as the saved state of a LEDMatrix that has become newer, has none. `names` is what stands in the plugins directory.
 */
export const sweepLeftTemporaries = Effect.fn("sweepLeftTemporaries")(function* (
  plugins: string,
  names: ReadonlyArray<string>
) {
  const reader = yield* FileReader
  const { configFile, ledgerDirectory, secretsFile, stateFile, uninstalledFile } = yield* Installation
  const documents = yield* Effect.forEach([configFile, secretsFile, uninstalledFile], besideTarget)
  const ours = ["", "journal", "installs"].map((name) => join(ledgerDirectory, name))
  // Where the saved state is retired, its file is not looked at.
  const own = [...new Set([...documents, dirname(stateFile), ...ours])]
  // Manifests are rewritten too.
  const all = [...own, ...names.map((name) => join(plugins, name))]
  const listed = yield* reader.listAll(all)
  for (const [at, directory] of all.entries()) {
    const left = namesIn(listed[at]).filter(isTemporary)
    // What a plugin's link leads to belongs to its owner.
    if (left.length > 0 && (at < own.length || !(yield* isLink(directory))))
      yield* Effect.forEach(left, (name) => Effect.ignore(removeIfOld(join(directory, name))))
  }
})

/** New versions are made beside the file to which a link leads. */
const besideTarget = Effect.fnUntraced(function* (path: string) {
  const target = yield* Effect.orElseSucceed((yield* FileReader).realPath(path), () => path)
  return dirname(target)
})

const namesIn = (listed: ReadonlyArray<string> | FileFault | undefined): ReadonlyArray<string> =>
  listed === undefined || listed instanceof FileFault ? [] : listed

const isLink = Effect.fnUntraced(function* (path: string) {
  const stat = yield* Effect.option((yield* FileReader).lstat(path))
  return Option.exists(Option.flatten(stat), ({ kind }) => kind === "symlink")
})

const removeIfOld = Effect.fnUntraced(function* (path: string) {
  const stat = yield* (yield* FileReader).lstat(path)
  const nowMs = yield* Clock.currentTimeMillis
  if (Option.exists(stat, ({ modifiedAtMs }) => nowMs - modifiedAtMs > LEFT_AFTER_MS))
    yield* (yield* FileWriter).removeFile(path)
})
