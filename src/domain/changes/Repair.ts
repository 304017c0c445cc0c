import { Data } from "effect"
import type { PutBack, SetByteOrderMark } from "./Change.ts"
import type { Edit } from "./Evidence.ts"

/** What can be done about a finding without a person. It is data: `check` only shows it. */
/** What a rule wants to be done about a finding. */
export type Repair = Data.TaggedEnum<{
  /** Changes values in config or in the saved state: all of it in one of these files. */
  Edit: Edit
  /** Renames a set-aside copy back to its place. */
  PutBack: { readonly change: PutBack }
  /** Takes the byte-order mark off a manifest. */
  TakeOffMark: { readonly change: SetByteOrderMark }
  /** Fetches a plugin from the store. With `replacing`, a directory with a broken manifest is set aside for it. */
  Fetch: { readonly plugin: string; readonly replacing: boolean }
}>
/** Makes repairs, and tells them apart. */
export const Repair: Data.TaggedEnum.Constructor<Repair> = Data.taggedEnum<Repair>()
