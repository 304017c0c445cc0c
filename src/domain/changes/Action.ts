/** What can be done about a finding. Data only: `repair` carries it out, a dry run just shows it. */
import { Data } from "effect"
import type { SetAsideCopy } from "../sources/DiskView.ts"
import type { EntryEnabled } from "../sources/ConfigView.ts"
import type { RecordReading, StateRecord } from "../sources/StateRecord.ts"

/** A change of `config/config.json`. `from` is the evidence: where it no longer holds, the edit is dropped. */
export type ConfigEdit = Data.TaggedEnum<{
  /** Adds `{"enabled": enabled}` under a key that holds nothing. */
  AddEntry: { readonly id: string; readonly enabled: boolean }
  /** Sets `enabled` of an existing entry. */
  SetEntryEnabled: { readonly id: string; readonly from: EntryEnabled; readonly to: boolean }
}>
export const ConfigEdit = Data.taggedEnum<ConfigEdit>()

/** A change of `data/plugin_state.json`. `from` is the record as read, the evidence. */
export type StateEdit = Data.TaggedEnum<{
  /** Sets `enabled`, and `status` where it would contradict. */
  SetRecordEnabled: { readonly id: string; readonly from: RecordReading; readonly to: boolean }
  SetRecordVersion: { readonly id: string; readonly from: RecordReading; readonly to: string }
  RebuildRecord: { readonly id: string; readonly from: RecordReading; readonly to: StateRecord }
  RemoveRecord: { readonly id: string; readonly from: RecordReading }
}>
export const StateEdit = Data.taggedEnum<StateEdit>()

export type Action = Data.TaggedEnum<{
  EditConfig: { readonly edit: ConfigEdit }
  EditState: { readonly edit: StateEdit }
  /** Renames a set-aside copy back to its place. */
  PutBack: { readonly copy: SetAsideCopy }
  /** Fetches a missing plugin from the store. Entry and record stay as they are. */
  Reinstall: { readonly id: string }
  /** Sets a directory with a broken manifest aside and fetches the plugin anew. */
  ReplaceBroken: { readonly directory: string }
}>
export const Action = Data.taggedEnum<Action>()
