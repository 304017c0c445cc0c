/** Our own records: private to the owner, because a journal may tell what a config held. */
import { Clock, Effect, Option } from "effect"
import { dirname, join } from "node:path/posix"
import { replaceFile } from "../../files/replacing/replaceFile.ts"
import { giveToParentOwner, makeOwnDirectory } from "../../files/replacing/makeOwnDirectory.ts"
import { FileReader, FileWriter } from "../../../ports/Files.ts"
import { FileFault } from "../../../ports/FileFault.ts"
import { setFileAside } from "../../files/replacing/setFileAside.ts"
import { Installation } from "../../installation/Installation.ts"
import { LEDGER_BYTES_MAX, shownLedgerFile } from "./readLedgerFile.ts"
import { fileFailed } from "../../files/fileReason.ts"

export const LEDGER_DIRECTORY_MODE = 0o700
export const LEDGER_FILE_MODE = 0o600

/** Makes a directory of ours. Where it is a link, it is taken only for one that its own user could have followed. */
export const makeLedgerDirectory = Effect.fnUntraced(function* (path: string) {
  const reader = yield* FileReader
  const isNew = Option.isNone(yield* reader.lstat(path))
  yield* makeOwnDirectory(path, LEDGER_DIRECTORY_MODE)
  if (isNew) yield* keepFromGit(path)
  const [itself, target] = [yield* reader.lstat(path), yield* reader.stat(path)]
  if (Option.isNone(itself) || itself.value.kind !== "symlink") return
  const { uid } = itself.value
  if (uid === 0 || Option.exists(target, (directory) => directory.uid === uid)) return
  return yield* new FileFault({ operation: "open", path, code: "ELOOP" })
})

/**
 * The root is a checkout, whose own `.gitignore` does not name our records: they are nothing to clean, stash or commit.
 * Where that cannot be written, the run goes on.
 */
const keepFromGit = Effect.fnUntraced(function* (path: string) {
  if (!path.endsWith("/data/reconciler")) return
  const ignore = `${path}/.gitignore`
  yield* Effect.scoped(
    Effect.flatMap((yield* FileWriter).create(ignore, { mode: LEDGER_FILE_MODE }), (file) =>
      file.write(new TextEncoder().encode("*\n"))
    )
  ).pipe(Effect.andThen(giveToParentOwner(ignore)), Effect.ignore)
})

/**
 * Replaces the record that is called `name` in our directory through `edit`, making its own directory first. One that is too large is to `edit` as broken as an
 * empty one; where that may be begun anew, it is set aside.
 */
export const replaceLedgerFile = Effect.fnUntraced(function* <E, R>(
  name: string,
  edit: (current: Option.Option<Uint8Array>) => Effect.Effect<Option.Option<string>, E, R>,
  bytesMax: number = LEDGER_BYTES_MAX
) {
  const path = join((yield* Installation).ledgerDirectory, name)
  const shown = shownLedgerFile(name)
  yield* makeLedgerDirectory(dirname(path)).pipe(
    Effect.mapError((fault) => fileFailed(fault, "data/reconciler"))
  )
  const there = yield* Effect.option((yield* FileReader).lstat(path))
  if (Option.exists(Option.flatten(there), ({ size }) => size > bytesMax)) {
    yield* edit(Option.some(new Uint8Array()))
    yield* setFileAside(path, shown, yield* Clock.currentTimeMillis)
  }
  yield* replaceFile({
    path,
    shown,
    own: true,
    bytesMax,
    createMode: LEDGER_FILE_MODE,
    edit: (current) =>
      Effect.flatMap(edit(current), (text) => {
        const content = Option.map(text, (printed) => new TextEncoder().encode(printed))
        // What could not be read again is not written.
        return Option.exists(content, ({ byteLength }) => byteLength > bytesMax)
          ? Effect.fail(fileFailed(new FileFault({ operation: "write", path, code: "TOO_LARGE" }), shown))
          : Effect.succeed({ content })
      })
  })
})
