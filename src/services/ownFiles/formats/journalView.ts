/** The journal's files as records. */
import { Option, Result, Schema } from "effect"
import { JournalRecord } from "../../../domain/changes/Journal.ts"
import { isReadable } from "../../../domain/changes/journalChange.ts"
import { parseJsonSpelled } from "../../../json/parsing/parseJson.ts"
import type { JournalView } from "../Journal.ts"
import { INTENDED } from "./journalFiles.ts"

const decode = Schema.decodeUnknownOption(JournalRecord)

/** Takes the texts of the files by name; `None` where a file could not be read. */
export const journalView = (
  texts: ReadonlyArray<{ readonly name: string; readonly text: Option.Option<string> }>
): JournalView => {
  const records = new Map<string, JournalRecord>()
  const unreadable: Array<string> = []
  const intended: Array<string> = []
  for (const { name, text } of texts) {
    const parsed = Option.flatMap(text, (read) => Result.getSuccess(parseJsonSpelled(read)))
    // A record counts only under its own run's name: another name would lead to another file.
    const record = Option.flatMap(parsed, decode).pipe(
      Option.filter(
        (one) => (name === `${one.run_id}.json` || name === one.run_id + INTENDED) && isReadable(one)
      )
    )
    if (Option.isSome(record) && name.endsWith(INTENDED)) intended.push(record.value.run_id)
    if (Option.isNone(record)) unreadable.push(name)
    // If a run was completed, its record counts, and not what it had intended.
    else if (!name.endsWith(INTENDED) || !records.has(record.value.run_id)) {
      records.set(record.value.run_id, record.value)
    }
  }
  const completed = intended.filter((run) => records.get(run)?.status !== "intended")
  return { records: [...records.values()], completed, unreadable }
}
