/** Changes as the journal keeps them, and back. What the journal says that means no change is refused. */
import { Equal, Option } from "effect"
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

/** `None` for what no version of this program writes: each change is written in one way only. */
export const decodeChange = (told: JournalChange): Option.Option<Change> =>
  Option.filter(meant(told), (change) => Equal.equals(encodeChange(change), told))

/** What a line most likely means, going by what it has; it may say more than that, or less. */
const meant = (told: JournalChange): Option.Option<Change> => {
  const { byte_order_mark: present, directory, file, plugin_id, reason, renamed, replaced } = told
  const why: Why = { plugin: plugin_id, cause: reason }
  if (replaced !== undefined) {
    return file === FILE.config
      ? Option.some(Change.ReplaceFile({ ...why, file, ...replaced }))
      : Option.none()
  }
  if (directory !== undefined) return meantMove(why, file, directory)
  if (present !== undefined) {
    return mayBeMarked(file) ? Option.some(Change.SetByteOrderMark({ ...why, file, present })) : Option.none()
  }
  const [key] = told.key ?? []
  if (key === undefined) return file === FILE.state ? Option.some(Change.RebuildState(why)) : Option.none()
  if (renamed !== undefined) return Option.some(meantRename(why, key, renamed))
  const list = LISTS.get(file)
  if (list !== undefined) {
    const member = { ...why, list, member: key }
    return Option.some(told.after === undefined ? Change.RemoveMember(member) : Change.AddMember(member))
  }
  return Option.flatMap(Option.fromUndefinedOr(VALUE_FILES.get(file)), (name) => meantValue(why, name, told))
}

/** LEDMatrix's own files, and what may be a manifest: whether it is one is seen where it is written. */
const mayBeMarked = (file: string): boolean =>
  VALUE_FILES.has(file) || LISTS.get(file) === "marks" || file.endsWith("/manifest.json")

const meantMove = (
  why: Why,
  place: string,
  { fingerprint, from, kept, present }: MovedDirectory
): Option.Option<DirectoryChange> => {
  if (!present)
    return Option.map(Option.fromUndefinedOr(kept), (as) => Change.SetAside({ ...why, place, kept: as }))
  const move = {
    ...why,
    place,
    kept: Option.fromUndefinedOr(kept),
    fingerprint: Option.fromUndefinedOr(fingerprint)
  }
  return Option.some(from === undefined ? Change.PlaceFetched(move) : Change.PutBack({ ...move, from }))
}

const meantRename = (
  why: Why,
  from: string,
  { leaves_bare: leavesBare = false, over_bare: overBare = false, to }: NonNullable<JournalChange["renamed"]>
): Change => Change.RenameEntry({ ...why, from, to, overBare, leavesBare })

const meantValue = (
  why: Why,
  file: ValueFile,
  { after, before, key = [], spelled }: JournalChange
): Option.Option<ValueChange> => {
  const as = { ...why, file, key, spelled: Option.fromUndefinedOr(spelled) }
  const from = Option.fromUndefinedOr(before)
  if (after !== undefined) return Option.some(Change.SetValue({ ...as, from, to: after }))
  return Option.map(from, (was) => Change.RemoveValue({ ...as, from: was }))
}

/** The changes of a record; those whose values were left out of it are none. */
export const changesOf = (record: JournalRecord): ReadonlyArray<Change> =>
  record.changes.flatMap((change) => Option.toArray(decodeChange(change)))

/** Whether every change of a record means one. Where values were left out, it cannot be told of them. */
export const isReadable = (record: JournalRecord): boolean =>
  record.values_left_out === true || record.changes.every((change) => Option.isSome(decodeChange(change)))
