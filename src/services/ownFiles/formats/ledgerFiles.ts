/** Our own records: private to the owner, because a journal may tell what a config held. */
import { Effect, Option } from "effect"
import { dirname } from "node:path/posix"
import { replaceFile } from "../../files/replaceFile.ts"
import { makeOwnDirectory } from "../../files/makeOwnDirectory.ts"
import { fileFailed } from "../../files/fileReason.ts"

export const LEDGER_DIRECTORY_MODE = 0o700
export const LEDGER_FILE_MODE = 0o600

/** No record of ours comes near this. */
export const LEDGER_BYTES_MAX = 16 * 1024 * 1024

/** Replaces one of our files through `edit`, making its directory first. */
export const replaceLedgerFile = Effect.fnUntraced(function* <E, R>(
  path: string,
  shown: string,
  edit: (current: Option.Option<Uint8Array>) => Effect.Effect<Option.Option<string>, E, R>
) {
  yield* makeOwnDirectory(dirname(path), LEDGER_DIRECTORY_MODE).pipe(
    Effect.mapError((fault) => fileFailed(fault, "data/reconciler"))
  )
  yield* replaceFile({
    path,
    shown,
    bytesMax: LEDGER_BYTES_MAX,
    createMode: LEDGER_FILE_MODE,
    edit: (current) =>
      Effect.map(edit(current), (text) => ({
        content: Option.map(text, (printed) => new TextEncoder().encode(printed))
      }))
  })
})
