/** Repairs as the rules want them, each with what it rests on. */
import { setValue } from "../../../domain/changes/Change.ts"
import { type Edit, Evidence } from "../../../domain/changes/Evidence.ts"
import { Repair } from "../../../domain/changes/Repair.ts"
import { Fix, type Reason } from "../../../domain/findings/Finding.ts"
import type { RecordReading } from "../../../domain/sources/StateRecord.ts"

/** The very record that was read: another version of it may say what would be decided otherwise. */
export const asRead = (id: string, record: RecordReading): Evidence =>
  Evidence.Record({ plugin: id, file: "state", key: ["states", id], reading: record })

/** Changes of one plugin's record, as it was read. */
export const editRecord = (
  id: string,
  record: RecordReading,
  changes: Edit["changes"],
  given: ReadonlyArray<Evidence> = []
): Fix => Fix.Auto({ repair: Repair.Edit({ changes, given: [asRead(id, record), ...given] }) })

/** An entry under a key that holds nothing. */
export const addEntry = (id: string, cause: Reason, enabled: boolean): Fix =>
  Fix.Auto({
    repair: Repair.Edit({
      changes: [setValue({ plugin: id, cause, file: "config", key: [id] }, undefined, { enabled })],
      given: []
    })
  })
