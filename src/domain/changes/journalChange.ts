/** Changes as the journal keeps them, and back. What the journal says that means no change is refused. */
import { Option } from "effect"
import {
  Change,
  type DirectoryChange,
  FILE,
  type List,
  type PlaceFetched,
  type PutBack,
  type ValueChange,
  type ValueFile,
  type Why
} from "./Change.ts"
import type { JournalChange, JournalRecord, MovedDirectory } from "./Journal.ts"

const VALUE_FILES: ReadonlyMap<string, ValueFile> = new Map([
  [FILE.config, "config"],
  [FILE.secrets, "secrets"],
  [FILE.state, "state"]
])
const LISTS: ReadonlyMap<string, List> = new Map([
  [FILE.marks, "marks"],
  [FILE.tombstones, "tombstones"]
])

export const encodeChange = (change: Change): JournalChange => {
  const told = { plugin_id: change.plugin, reason: change.cause }
  return Change.$match(change, {
    SetValue: ({ file, from, key, spelled, to }) => ({
      ...told,
      file: FILE[file],
      key,
      ...(Option.isSome(from) ? { before: from.value } : {}),
      after: to,
      ...(Option.isSome(spelled) ? { spelled: spelled.value } : {})
    }),
    RemoveValue: ({ file, from, key, spelled }) => ({
      ...told,
      file: FILE[file],
      key,
      before: from,
      ...(Option.isSome(spelled) ? { spelled: spelled.value } : {})
    }),
    AddMember: ({ list, member }) => ({ ...told, file: FILE[list], key: [member], after: true }),
    RemoveMember: ({ list, member }) => ({ ...told, file: FILE[list], key: [member], before: true }),
    PlaceFetched: (placed) => ({
      ...told,
      file: placed.place,
      directory: { present: true, ...keptAndFingerprint(placed) }
    }),
    PutBack: (back) => ({
      ...told,
      file: back.place,
      directory: { present: true, from: back.from, ...keptAndFingerprint(back) }
    }),
    SetAside: ({ kept, place }) => ({ ...told, file: place, directory: { present: false, kept } }),
    SetByteOrderMark: ({ file, present }) => ({ ...told, file, byte_order_mark: present }),
    RenameEntry: ({ from, leavesBare, overBare, to }) => ({
      ...told,
      file: FILE.config,
      key: [from],
      renamed: {
        to,
        ...(overBare ? { over_bare: true } : {}),
        ...(leavesBare ? { leaves_bare: true } : {})
      }
    }),
    ReplaceFile: ({ becomes, by, file, kept, was }) => ({
      ...told,
      file,
      replaced: { by, kept, was, becomes }
    }),
    RebuildState: () => ({ ...told, file: FILE.state })
  })
}

const keptAndFingerprint = ({ fingerprint, kept }: PlaceFetched | PutBack) => ({
  ...(Option.isSome(kept) ? { kept: kept.value } : {}),
  ...(Option.isSome(fingerprint) ? { fingerprint: fingerprint.value } : {})
})

/** `None` for what no version of this program writes. */
export const decodeChange = (told: JournalChange): Option.Option<Change> => {
  const { after, before, byte_order_mark: present, directory, file, key, plugin_id, reason, spelled } = told
  const why: Why = { plugin: plugin_id, cause: reason }
  const hasValue = after !== undefined || before !== undefined || spelled !== undefined
  if (told.replaced !== undefined)
    return key === undefined && !hasValue && file === FILE.config
      ? Option.some(Change.ReplaceFile({ ...why, file, ...told.replaced }))
      : Option.none()
  if (told.renamed !== undefined) return hasValue ? Option.none() : decodeRenamed(why, told.renamed, told)
  if (directory !== undefined) {
    return key === undefined && !hasValue ? decodeMove(why, file, directory) : Option.none()
  }
  if (present !== undefined) {
    return key === undefined && !hasValue && mayBeMarked(file)
      ? Option.some(Change.SetByteOrderMark({ ...why, file, present }))
      : Option.none()
  }
  const list = LISTS.get(file)
  if (list !== undefined) return decodeMember(why, list, told)
  if (key === undefined) {
    return file === FILE.state && !hasValue ? Option.some(Change.RebuildState(why)) : Option.none()
  }
  return Option.flatMap(Option.fromUndefinedOr(VALUE_FILES.get(file)), (name) =>
    decodeValue({ ...why, file: name, key }, told)
  )
}

/** LEDMatrix's own files, and what may be a manifest: whether it is one is seen where it is written. */
const mayBeMarked = (file: string): boolean =>
  VALUE_FILES.has(file) || LISTS.get(file) === "marks" || file.endsWith("/manifest.json")

const decodeMove = (
  why: Why,
  place: string,
  { fingerprint, from, kept, present }: MovedDirectory
): Option.Option<DirectoryChange> => {
  if (!present) {
    return kept !== undefined && from === undefined && fingerprint === undefined
      ? Option.some(Change.SetAside({ ...why, place, kept }))
      : Option.none()
  }
  const move = {
    ...why,
    place,
    kept: Option.fromUndefinedOr(kept),
    fingerprint: Option.fromUndefinedOr(fingerprint)
  }
  return Option.some(from === undefined ? Change.PlaceFetched(move) : Change.PutBack({ ...move, from }))
}

const decodeRenamed = (
  why: Why,
  renamed: NonNullable<JournalChange["renamed"]>,
  { file, key = [] }: JournalChange
): Option.Option<Change> => {
  const [from, ...deeper] = key
  if (file !== FILE.config || from === undefined || deeper.length > 0) return Option.none()
  const { leaves_bare: leavesBare = false, over_bare: overBare = false, to } = renamed
  return Option.some(Change.RenameEntry({ ...why, from, to, overBare, leavesBare }))
}

const decodeMember = (
  why: Why,
  list: List,
  { after, before, key, spelled }: JournalChange
): Option.Option<Change> => {
  const [member, ...deeper] = key ?? []
  if (member === undefined || deeper.length > 0 || spelled !== undefined) return Option.none()
  if (after === true && before === undefined) return Option.some(Change.AddMember({ ...why, list, member }))
  if (before === true && after === undefined)
    return Option.some(Change.RemoveMember({ ...why, list, member }))
  return Option.none()
}

const decodeValue = (
  at: Why & Pick<ValueChange, "file" | "key">,
  { after, before, spelled }: JournalChange
): Option.Option<ValueChange> => {
  const as = { ...at, spelled: Option.fromUndefinedOr(spelled) }
  if (at.key.length === 0) return Option.none()
  if (after !== undefined) {
    return Option.some(Change.SetValue({ ...as, from: Option.fromUndefinedOr(before), to: after }))
  }
  return Option.map(Option.fromUndefinedOr(before), (from) => Change.RemoveValue({ ...as, from }))
}

/** The changes of a record; those whose values were left out of it are none. */
export const changesOf = (record: JournalRecord): ReadonlyArray<Change> =>
  record.changes.flatMap((change) => Option.toArray(decodeChange(change)))

/** Whether every change of a record means one. Where values were left out, it cannot be told of them. */
export const isReadable = (record: JournalRecord): boolean =>
  record.values_left_out === true || record.changes.every((change) => Option.isSome(decodeChange(change)))
