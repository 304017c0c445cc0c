/** Reads our own records. Apart from what replaces them: a look loads nothing of that. */
import type { Effect, Result } from "effect"
import { join } from "node:path/posix"
import type { FileUnreadable } from "../../../domain/errors/FileUnreadable.ts"
import type { FileReader } from "../../../ports/Files.ts"
import { type JsonFile, jsonFileReader } from "../../files/reading/jsonFileReader.ts"
import type { Installation } from "../../installation/Installation.ts"

/** No file of ours comes near this: what is larger is read no more than a broken one. */
export const LEDGER_BYTES_MAX = 8 * 1024 * 1024

/** How errors name the record that is called `name` in our directory. */
export const shownLedgerFile = (name: string): string => `data/reconciler/${name}`

/** One of our records: what it is called in our directory, and what it says. */
export interface LedgerFile<A> extends Omit<JsonFile<A>, "path" | "shown"> {
  readonly name: string
}

/** As `jsonFileReader`; without `bytesMax`, what is larger than `LEDGER_BYTES_MAX` is not read. */
export const ledgerFileReader = <A>(
  files: typeof FileReader.Service,
  { ledgerDirectory }: typeof Installation.Service,
  { name, ...file }: LedgerFile<A>
): Effect.Effect<Result.Result<A, FileUnreadable>> =>
  jsonFileReader<A>(files, {
    bytesMax: LEDGER_BYTES_MAX,
    ...file,
    path: join(ledgerDirectory, name),
    shown: shownLedgerFile(name)
  })
