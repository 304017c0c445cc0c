import { Data } from "effect"
import type { PutBack, SetByteOrderMark, Why } from "./Change.ts"
import type { Edit } from "./Evidence.ts"

/** A plugin that the desired state wants. */
export interface DesiredFetch {
  readonly plugin: string
  /** Exactly this version, or `latest`; `undefined` for any. */
  readonly version: string | undefined
  readonly instead: string | undefined
}

/** A plugin that the desired state does not want. */
export interface UndesiredPlugin extends Why {
  readonly directories: ReadonlyArray<string>
  readonly forget: boolean
}

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
  /** Fetches a plugin as the desired state wants it, onto a free name or `instead` of the directory of another version. */
  Obtain: DesiredFetch
  /** Sets a plugin aside and marks it as uninstalled; with `forget` its entry goes too. */
  Remove: UndesiredPlugin
}>
/** Makes repairs, and tells them apart. */
export const Repair: Data.TaggedEnum.Constructor<Repair> = Data.taggedEnum<Repair>()
