/** What a change rests on: what must stand in a file for it to be made. Compared in one way by everything that edits. */
import { type Array as Arr, Data, Option } from "effect"
import { isJsonObject, type JsonValue } from "../../json/JsonValue.ts"
import { type ValueChange, valueAfter, type ValuePlace } from "./Change.ts"
import type { RecordReading } from "../sources/StateRecord.ts"
import { LEFT_OUT, sameAsJournalled } from "./leftOut.ts"

/** What must stand at one place of a file for a change to be made. A change whose evidence has gone is dropped. */
export type Evidence = Data.TaggedEnum<{
  /** This very value stands there; with `None` nothing does. */
  Value: ValuePlace & { readonly value: Option.Option<JsonValue> }
  /** An object stands there, with any members. */
  Object: ValuePlace
  /** The record is the very version that was read, its time and counter too. */
  Record: ValuePlace & { readonly plugin: string; readonly reading: RecordReading }
}>
/** Makes evidence, and tells its kinds apart. */
export const Evidence: Data.TaggedEnum.Constructor<Evidence> = Data.taggedEnum<Evidence>()

/** Changes of one file that are made together or not at all. */
export interface Edit {
  readonly changes: Arr.NonEmptyReadonlyArray<ValueChange>
  /** What they rest on beside the values that they replace, in this file or another. */
  readonly given: ReadonlyArray<Evidence>
}

/** A change that rests on nothing but the value that it replaces. */
export const editOf = (change: ValueChange): Edit => ({ changes: [change], given: [] })

/** The value that a change replaces. */
export const evidence = (change: ValueChange): Evidence =>
  standing(change, change._tag === "SetValue" ? change.from : Option.some(change.from))

/** What stands once a change is made: where it stands already there is nothing to do. */
export const evidenceAfter = (change: ValueChange): Evidence => standing(change, valueAfter(change))

const standing = ({ file, key }: ValuePlace, value: Option.Option<JsonValue>): Evidence =>
  Evidence.Value({ file, key, value: file === "state" ? Option.map(value, withoutTouches) : value })

/** Every write of a record sets these, ours too: they are no evidence that somebody else changed it. */
const TOUCHED = ["last_updated", "config_version"]

/** Those of a record's fields that every write sets. */
export const touchedFields = (record: { readonly [field: string]: unknown }): ReadonlyArray<string> =>
  TOUCHED.filter((field) => Object.hasOwn(record, field))

const withoutTouches = (value: JsonValue): JsonValue =>
  isJsonObject(value)
    ? { ...value, ...Object.fromEntries(touchedFields(value).map((field) => [field, LEFT_OUT])) }
    : value

/** Whether the evidence is there; `now` is the value at its place, `undefined` for none. */
export const stands = (needed: Evidence, now: JsonValue | undefined): boolean =>
  Evidence.$match(needed, {
    Value: ({ value }) =>
      Option.match(value, {
        onNone: () => now === undefined,
        onSome: (before) => sameAsJournalled(before, now)
      }),
    Object: () => isJsonObject(now),
    Record: ({ reading }) => sameAsJournalled(reading.value, now)
  })
