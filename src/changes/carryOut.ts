/** Carries changes out, each where its evidence stands. Operations, their taking back, undoing and recovery go this way. */
import { Effect } from "effect"
import {
  Change,
  isValueChange,
  type List,
  type ValueChange,
  type ValueFile
} from "../domain/changes/Change.ts"
import { type Edit, editOf, Evidence } from "../domain/changes/Evidence.ts"
import { ConfigWriter } from "../services/writing/ConfigWriter.ts"
import { BackupsWriter } from "../services/writing/BackupsWriter.ts"
import { ByteOrderMarks } from "../services/writing/ByteOrderMarks.ts"
import { StateWriter } from "../services/writing/StateWriter.ts"
import { UninstalledWriter } from "../services/store/uninstalled/UninstalledWriter.ts"
import { confirmPlaced, putDirectoryBack, setDirectoryAside } from "./directories.ts"
import { renameEntry } from "./renameEntry.ts"

/** What came of changes. */
export interface ChangeResults {
  /** Those that were made, or that stood already; also what else was changed on the way. */
  readonly made: ReadonlyArray<Change>
  /** Those whose evidence had gone. */
  readonly dropped: ReadonlyArray<Change>
}

/** Changes that are carried out at once: values of one file, members of one list, or one of any other kind. */
export const groupsOf = (changes: ReadonlyArray<Change>): ReadonlyArray<ReadonlyArray<Change>> => {
  const groups: Array<Array<Change>> = []
  for (const change of changes) {
    const last = groups.at(-1)
    const place = gatheredAt(change)
    if (last?.[0] !== undefined && place !== undefined && gatheredAt(last[0]) === place) last.push(change)
    else groups.push([change])
  }
  return groups
}

const gatheredAt = (change: Change): string | undefined =>
  isValueChange(change) ? change.file : "list" in change ? change.list : undefined

/** Carries out one of the groups. The caller holds the root lock. */
export const carryOut = Effect.fn("carryOut")(function* (group: ReadonlyArray<Change>) {
  const [first] = group
  return first === undefined ? NOTHING : yield* carriedOut(first, group)
})

const NOTHING: ChangeResults = { made: [], dropped: [] }

const carriedOut = (first: Change, group: ReadonlyArray<Change>) => {
  const moved = Effect.map((stands: boolean): ChangeResults =>
    stands ? { made: group, dropped: [] } : { made: [], dropped: group }
  )
  return Change.$match(first, {
    SetValue: ({ file }) => changeValues(file, group),
    RemoveValue: ({ file }) => changeValues(file, group),
    AddMember: ({ list }) => changeMembers(list, group),
    RemoveMember: ({ list }) => changeMembers(list, group),
    PlaceFetched: (change) => moved(confirmPlaced(change)),
    PutBack: (change) => moved(putDirectoryBack(change)),
    SetAside: (change) => moved(setDirectoryAside(change)),
    SetByteOrderMark: ({ file, present }) =>
      moved(Effect.flatMap(ByteOrderMarks, (marks) => marks.set(file, present))),
    RenameEntry: (change) => moved(renameEntry(change)),
    ReplaceFile: (change) => moved(Effect.flatMap(BackupsWriter, (backups) => backups.put(change))),
    // Its records are in no journal: the next run makes them anew.
    RebuildState: () => moved(Effect.succeed(false))
  })
}

/** A setting rests on what it is set in: of an entry that is gone, none comes back alone. */
const resting = (change: ValueChange): Edit =>
  change._tag === "RemoveValue" || change.file !== "config"
    ? editOf(change)
    : { changes: [change], given: [Evidence.Object({ file: "config", key: change.key.slice(0, -1) })] }

const changeValues = Effect.fnUntraced(function* (file: ValueFile, group: ReadonlyArray<Change>) {
  const edits = group.filter(isValueChange).map(resting)
  const { dropped } =
    file === "state"
      ? yield* (yield* StateWriter).change(edits)
      : yield* (yield* ConfigWriter).change(file, edits)
  const gone = new Set<Change>(dropped.flatMap(({ changes }) => changes))
  return {
    made: group.filter((change) => !gone.has(change)),
    dropped: group.filter((change) => gone.has(change))
  }
})

const changeMembers = Effect.fnUntraced(function* (list: List, group: ReadonlyArray<Change>) {
  const writer = yield* UninstalledWriter
  const members = new Map(
    group.flatMap((change) =>
      "member" in change ? [[change.member, change._tag === "AddMember"] as const] : []
    )
  )
  yield* list === "marks" ? writer.setMarks(members) : writer.setTombstones(members)
  return { made: group, dropped: [] }
})
