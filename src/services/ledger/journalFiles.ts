/** `data/reconciler/journal/<run>.json`: what each run changed. Bounded in number and size. */
import { Effect } from "effect"
import { join } from "node:path/posix"
import type { JournalChange, JournalRecord } from "../../domain/Journal.ts"
import { isJsonObject, type JsonValue } from "../../json/JsonValue.ts"
import { FileReader, FileWriter } from "../../ports/Files.ts"
import { fileFailed } from "../files/fileReason.ts"
import { replaceLedgerFile } from "./ledgerFiles.ts"

const RECORDS_MAX = 100
const RECORD_BYTES_MAX = 1024 * 1024

const SHOWN = "data/reconciler/journal"

export const writeJournal = Effect.fnUntraced(function* (ledgerDirectory: string, record: JournalRecord) {
  const directory = join(ledgerDirectory, "journal")
  const name = `${record.run_id}.json`
  yield* replaceLedgerFile(join(directory, name), `${SHOWN}/${name}`, () =>
    Effect.succeedSome(printed(record))
  )
  if (record.status === "done")
    yield* dropOldest(directory).pipe(Effect.mapError((fault) => fileFailed(fault, SHOWN)))
})

const printed = (record: JournalRecord): string => {
  const redacted = { ...record, changes: record.changes.map(withoutSecrets) }
  const text = JSON.stringify(redacted, undefined, 1)
  if (text.length <= RECORD_BYTES_MAX) return `${text}\n`
  // What was changed stays told; the values, which `undo` needs, do not fit.
  const changes = record.changes.map(({ after: _after, before: _before, ...told }) => told)
  const short = JSON.stringify({ ...record, changes, values_left_out: true }, undefined, 1)
  return `${short}\n`
}

/** Run ids sort by time. */
const dropOldest = Effect.fnUntraced(function* (directory: string) {
  const names = (yield* (yield* FileReader).list(directory)).filter(
    (name) => name.endsWith(".json") && !name.startsWith(".")
  )
  const writer = yield* FileWriter
  for (const name of names.toSorted().slice(0, -RECORDS_MAX)) yield* writer.removeFile(join(directory, name))
})

const SECRET_NAME = /key|token|secret|password/iu

const withoutSecrets = (change: JournalChange): JournalChange => ({
  ...change,
  ...(change.before === undefined ? {} : { before: redacted(change.before) }),
  ...(change.after === undefined ? {} : { after: redacted(change.after) })
})

/** Strings under a name that sounds like a secret become `‹left out›`, at any depth. */
export const redacted = (value: JsonValue, secret = false): JsonValue => {
  if (typeof value === "string") return secret ? "‹left out›" : value
  if (Array.isArray(value)) return value.map((item: JsonValue) => redacted(item, secret))
  if (!isJsonObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]: [string, JsonValue]) => [
      name,
      redacted(inner, secret || SECRET_NAME.test(name))
    ])
  )
}
