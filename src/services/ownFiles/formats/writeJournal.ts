/** Writes and removes records of the journal, bounded in number and size. */
import { Effect, Option } from "effect"
import { join } from "node:path/posix"
import type { JournalRecord } from "../../../domain/changes/Journal.ts"
import { FileReader, FileWriter } from "../../../ports/Files.ts"
import { fileFailed } from "../../files/fileReason.ts"
import { INTENDED, isRecord, JOURNAL, RECORD_BYTES_MAX, RECORDS_MAX } from "./journalFiles.ts"
import { replaceLedgerFile } from "./ledgerFiles.ts"
import { redactedChange, type SecretNames } from "./redact.ts"

export const writeJournal = Effect.fnUntraced(function* (
  ledgerDirectory: string,
  record: JournalRecord,
  secrets: SecretNames
) {
  const directory = join(ledgerDirectory, "journal")
  const intended = `${record.run_id}${INTENDED}`
  const ended = `${record.run_id}.json`
  const name = record.status === "intended" ? intended : ended
  yield* replaceLedgerFile(`journal/${name}`, () => Effect.succeedSome(printed(record, secrets)))
  if (record.status === "intended") return yield* reopen(directory, ended)
  const writer = yield* FileWriter
  yield* Effect.andThen(writer.removeFile(join(directory, intended)), dropOldest(directory)).pipe(
    Effect.mapError((fault) => fileFailed(fault, JOURNAL))
  )
})

/**
 * The record of an earlier round goes before the next one begins, and for good: beside it, what that one intends
 * would be taken for done.
 */
const reopen = Effect.fnUntraced(
  function* (directory: string, ended: string) {
    const writer = yield* FileWriter
    if (Option.isNone(yield* (yield* FileReader).lstat(join(directory, ended)))) return
    yield* writer.removeFile(join(directory, ended))
    yield* writer.syncDirectory(directory)
  },
  Effect.mapError((fault) => fileFailed(fault, JOURNAL))
)

/** Takes back the intention of a run that has changed nothing, or has put everything back. */
export const dropIntended = Effect.fnUntraced(function* (ledgerDirectory: string, runId: string) {
  const path = join(ledgerDirectory, "journal", `${runId}${INTENDED}`)
  yield* Effect.mapError((yield* FileWriter).removeFile(path), (fault) => fileFailed(fault, JOURNAL))
})

const printed = (record: JournalRecord, secrets: SecretNames): string => {
  const redacted = { ...record, changes: record.changes.map((change) => redactedChange(change, secrets)) }
  const text = JSON.stringify(redacted, undefined, 1)
  if (new TextEncoder().encode(text).byteLength <= RECORD_BYTES_MAX) return `${text}\n`
  // What was changed stays told; the values, which `undo` needs, do not fit.
  const changes = record.changes.map(({ after: _after, before: _before, spelled: _spelled, ...told }) => told)
  const short = JSON.stringify({ ...record, changes, values_left_out: true }, undefined, 1)
  return `${short}\n`
}

/** Run ids sort by time. */
const dropOldest = Effect.fnUntraced(function* (directory: string) {
  const names = (yield* (yield* FileReader).list(directory)).filter(isRecord)
  const writer = yield* FileWriter
  for (const name of names.toSorted().slice(0, -RECORDS_MAX)) yield* writer.removeFile(join(directory, name))
})
