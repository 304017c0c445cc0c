/**
 * `data/reconciler/journal/<run>.json`: what each run changed. A run that is under way, or was cut short, has
 * `<run>.intended.json` instead. Bounded in number and size.
 */
import { Effect, Option } from "effect"
import { join } from "node:path/posix"
import { FileReader } from "../../../ports/Files.ts"

export const RECORDS_MAX = 100
export const RECORD_BYTES_MAX = 1024 * 1024

export const JOURNAL = "data/reconciler/journal"
export const INTENDED = ".intended.json"

export const isRecord = (name: string): boolean => name.endsWith(".json") && !name.startsWith(".")

/** Names of the records in the journal's directory; none where there is no journal yet. */
export const recordNames = Effect.fnUntraced(function* (ledgerDirectory: string) {
  const names = yield* (yield* FileReader).list(join(ledgerDirectory, "journal")).pipe(
    Effect.catchIf(
      ({ code }) => code === "ENOENT",
      () => Effect.succeed([])
    )
  )
  return names.filter(isRecord)
})

/** The texts of the records, the newest first; what cannot be read is named. No run left more than are read. */
export const recordTexts = Effect.fnUntraced(function* (ledgerDirectory: string) {
  const names = (yield* recordNames(ledgerDirectory))
    .toSorted()
    .toReversed()
    .slice(0, 2 * RECORDS_MAX)
  const paths = names.map((name) => join(ledgerDirectory, "journal", name))
  const read = yield* (yield* FileReader).readTexts(paths, { bytesMax: 2 * RECORD_BYTES_MAX })
  return names.map((name, at) => {
    const one = read[at]
    return { name, text: Option.fromUndefinedOr(one?._tag === "Text" ? one.text : undefined) }
  })
})
