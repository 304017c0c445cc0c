/** Pure: what takes a change back, and what a change touches. */
import { Option } from "effect"
import { Change, FILE, putBack, removeValue, setValue } from "../domain/changes/Change.ts"

/** The change that takes `change` back; what was freshly fetched is set aside as `keepAs`. `None` where nothing does. */
export const inverse = (change: Change, keepAs: string): Option.Option<Change> =>
  Change.$match(change, {
    SetValue: (set) =>
      Option.some(
        Option.match(set.from, {
          onNone: (): Change => removeValue(set, set.to, set.spelled),
          onSome: (from) => setValue(set, set.to, from, set.spelled)
        })
      ),
    RemoveValue: (removed) => Option.some(setValue(removed, undefined, removed.from, removed.spelled)),
    AddMember: (member) => Option.some(Change.RemoveMember(member)),
    RemoveMember: (member) => Option.some(Change.AddMember(member)),
    PlaceFetched: (placed) => Option.some(wayBack(placed, keepAs)),
    PutBack: (back) => Option.some(wayBack(back, back.from)),
    SetAside: (aside) => Option.some(putBack(aside, aside.place, aside.kept)),
    SetByteOrderMark: (mark) => Option.some(Change.SetByteOrderMark({ ...mark, present: !mark.present })),
    RenameEntry: ({ from, leavesBare, overBare, to, ...why }) =>
      Option.some(
        Change.RenameEntry({ ...why, from: to, to: from, overBare: leavesBare, leavesBare: overBare })
      ),
    ReplaceFile: ({ becomes, by, kept, was, ...at }) =>
      Option.some(Change.ReplaceFile({ ...at, by: kept, kept: by, was: becomes, becomes: was })),
    RebuildState: () => Option.none()
  })

const wayBack = (move: Extract<Change, { readonly _tag: "PlaceFetched" | "PutBack" }>, to: string): Change =>
  Option.match(move.kept, {
    onNone: () => Change.SetAside({ plugin: move.plugin, cause: move.cause, place: move.place, kept: to }),
    onSome: (former) => putBack(move, move.place, former, to)
  })

/** What a change touches, as reports name it. */
export const touchedFiles = (change: Change): ReadonlyArray<string> =>
  Change.$match(change, {
    SetValue: ({ file }) => [FILE[file]],
    RemoveValue: ({ file }) => [FILE[file]],
    AddMember: ({ list }) => listFiles(list),
    RemoveMember: ({ list }) => listFiles(list),
    PlaceFetched: ({ kept, place }) => [place, ...Option.toArray(kept)],
    PutBack: ({ kept, place }) => [place, ...Option.toArray(kept)],
    SetAside: ({ kept, place }) => [place, kept],
    SetByteOrderMark: ({ file }) => [file],
    RenameEntry: () => [FILE.config],
    ReplaceFile: ({ file }) => [file],
    RebuildState: () => [FILE.state]
  })

/** Our own records are nothing that was changed. */
const listFiles = (list: "marks" | "tombstones"): ReadonlyArray<string> =>
  list === "marks" ? [FILE.marks] : []
