/** What a person can do next, as data: which command, option, page or button that is, each shell says in its own words. */
import { Data } from "effect"

/** `Show…` is where something is seen; the others are done to one plugin, one run, or the whole. */
export type NextStep = Data.TaggedEnum<{
  ShowPlugins: {}
  ShowStore: {}
  ShowFindings: {}
  ShowHistory: {}
  /** A clause of its own: where the choices are, one of which a person takes. */
  ShowChoices: {}
  Reconcile: {}
  /** `reconcile` that replaces what is broken. */
  ReplaceBroken: {}
  Update: { readonly plugin: string }
  Uninstall: { readonly plugin: string }
  Enable: { readonly plugin: string }
  Undo: { readonly run: string }
  /** The rest are clauses: what is said where the program is called, or started. */
  NameBackup: {}
  GiveRegistryFile: {}
  GiveAnotherRegistry: {}
  GiveDesiredState: {}
  GiveLedmatrix: {}
  RestartByHand: {}
  /** The controller then changes the files itself. */
  LeaveOutLedmatrix: {}
  WaitLonger: {}
}>

export const NextStep = Data.taggedEnum<NextStep>()
