/** One alteration of a file or of a plugin's directory. Data only; each has an inverse, and one line in the journal. */
import { Data, Option } from "effect"
import type { JsonValue } from "../../json/JsonValue.ts"
import type { MemberText } from "../../json/editing/memberText.ts"

/** The files that changes touch, relative to the root. */
export const FILE = {
  config: "config/config.json",
  secrets: "config/config_secrets.json",
  state: "data/plugin_state.json",
  marks: "config/uninstalled_plugins.json",
  tombstones: "data/reconciler/tombstones.json"
} as const

/** A JSON file in which single values are changed. */
export type ValueFile = "config" | "secrets" | "state"

/** A list of plugins that were uninstalled: LEDMatrix's marks, or this program's tombstones. */
export type List = "marks" | "tombstones"

/** One value in a file: the path of keys that leads to it. */
export interface ValuePlace {
  readonly file: ValueFile
  readonly key: ReadonlyArray<string>
}

/** Of which plugin, and why: the finding's reason or the operation's name. For people; nothing depends on it. */
export interface Why {
  readonly plugin: string
  readonly cause: string
}

/** Places of directories are relative to the root where they lie inside it. */
export type Change = Data.TaggedEnum<{
  /** Sets a value, or with `from` as `None` adds it. What is marked in `to` as left out is not written. */
  SetValue: Why &
    ValuePlace & {
      readonly from: Option.Option<JsonValue>
      readonly to: JsonValue
      /** How a member that comes back was spelled, and where it stood. Heeded where it means that very value. */
      readonly spelled: Option.Option<MemberText>
    }
  RemoveValue: Why & ValuePlace & { readonly from: JsonValue; readonly spelled: Option.Option<MemberText> }
  AddMember: Why & { readonly list: List; readonly member: string }
  RemoveMember: Why & { readonly list: List; readonly member: string }
  /** Puts a freshly fetched plugin at `place`; what stood there is first renamed to `kept`. */
  PlaceFetched: Why & {
    readonly place: string
    readonly kept: Option.Option<string>
    /** Once it is placed: tells its content from one that somebody has changed since. */
    readonly fingerprint: Option.Option<string>
  }
  /** Renames a directory from `from` back to `place`; what stood there is first renamed to `kept`. */
  PutBack: Why & {
    readonly place: string
    readonly from: string
    readonly kept: Option.Option<string>
    readonly fingerprint: Option.Option<string>
  }
  /** Renames the directory at `place` to `kept`. */
  SetAside: Why & { readonly place: string; readonly kept: string }
  /** Takes the byte-order mark off a file, or puts it back. The file is named relative to the root. */
  SetByteOrderMark: Why & { readonly file: string; readonly present: boolean }
  /**
   * Renames an entry of config, its settings untouched and untold. `overBare`: an entry that is just switched off stands
   * under the new key, and gives way; `leavesBare`: such a one is left under the old key.
   */
  RenameEntry: Why & {
    readonly from: string
    readonly to: string
    readonly overBare: boolean
    readonly leavesBare: boolean
  }
  /**
   * Puts the content of file `by` in the place of `file`, as a whole; what stood there is kept as `kept`. `was` and
   * `becomes` are the SHA-256 of the two contents. Files are named relative to the root.
   */
  ReplaceFile: Why & {
    readonly file: string
    readonly by: string
    readonly kept: string
    readonly was: string
    readonly becomes: string
  }
  /** Sets an unparseable state file aside and makes a new one. The old one stays; there is no way back. */
  RebuildState: Why
}>
/** Makes changes, and tells them apart. */
export const Change: Data.TaggedEnum.Constructor<Change> = Data.taggedEnum<Change>()

/** One value is set, or added. */
export type SetValue = Extract<Change, { readonly _tag: "SetValue" }>
/** One value is removed. */
export type RemoveValue = Extract<Change, { readonly _tag: "RemoveValue" }>
/** A fetched plugin is put in its place. */
export type PlaceFetched = Extract<Change, { readonly _tag: "PlaceFetched" }>
/** A copy that was kept is put back in its place. */
export type PutBack = Extract<Change, { readonly _tag: "PutBack" }>
/** A change of the byte-order mark that a file begins with. */
export type SetByteOrderMark = Extract<Change, { readonly _tag: "SetByteOrderMark" }>
/** A change of the key under which a plugin's settings stand. */
export type RenameEntry = Extract<Change, { readonly _tag: "RenameEntry" }>
/** A file that is replaced as a whole. */
export type ReplaceFile = Extract<Change, { readonly _tag: "ReplaceFile" }>
/** A directory is set aside. */
export type SetAside = Extract<Change, { readonly _tag: "SetAside" }>
/** A change of one value in a JSON file. */
export type ValueChange = SetValue | RemoveValue
/** A change of a plugin's directory. */
export type DirectoryChange = PlaceFetched | PutBack | SetAside

export const isValueChange = (change: Change): change is ValueChange =>
  change._tag === "SetValue" || change._tag === "RemoveValue"

export const isDirectoryChange = (change: Change): change is DirectoryChange =>
  change._tag === "PlaceFetched" || change._tag === "PutBack" || change._tag === "SetAside"

/** Of what is given, which may be another change, just the place and the cause. */
const placeOf = ({ cause, file, key, plugin }: Why & ValuePlace): Why & ValuePlace => ({
  plugin,
  cause,
  file,
  key
})

/** Sets a value; `from` is what stands there, `undefined` where nothing does. */
export const setValue = (
  at: Why & ValuePlace,
  from: JsonValue | undefined,
  to: JsonValue,
  spelled: Option.Option<MemberText> = Option.none()
): SetValue => Change.SetValue({ ...placeOf(at), from: Option.fromUndefinedOr(from), to, spelled })

/** Removes a value. */
export const removeValue = (
  at: Why & ValuePlace,
  from: JsonValue,
  spelled: Option.Option<MemberText> = Option.none()
): RemoveValue => Change.RemoveValue({ ...placeOf(at), from, spelled })

/** What stands at the place once the change is made; `None` for nothing. */
export const valueAfter = (change: ValueChange): Option.Option<JsonValue> =>
  change._tag === "SetValue" ? Option.some(change.to) : Option.none()

/** Puts a fetched plugin at a place, where what stood there is renamed to `kept`. */
export const placeFetched = ({ cause, plugin }: Why, place: string, kept?: string): PlaceFetched =>
  Change.PlaceFetched({
    plugin,
    cause,
    place,
    kept: Option.fromUndefinedOr(kept),
    fingerprint: Option.none()
  })

/** Renames a directory from `from` to `place`, where what stood there is renamed to `kept`. */
export const putBack = ({ cause, plugin }: Why, place: string, from: string, kept?: string): PutBack =>
  Change.PutBack({
    plugin,
    cause,
    place,
    from,
    kept: Option.fromUndefinedOr(kept),
    fingerprint: Option.none()
  })
