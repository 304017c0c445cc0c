/** All that the page knows. */
import type { ControllerStatus, PassSummary } from "../../domain/Controller.ts"
import type {
  InstalledPluginDocument,
  OpenChoices,
  PastRuns,
  PendingDiff,
  PluginExplanation,
  StoreList
} from "../api/wire.ts"
import type { DesiredStatus } from "../../domain/desired/DesiredStatus.ts"
import type { SignTiles } from "../../domain/fleet/SignTile.ts"
import type { Choice } from "../../domain/findings/Finding.ts"
import type { Contact } from "../model/headline.ts"
import type { Snoozes } from "../model/findings/snooze.ts"
import { type Loadable, waiting } from "./Loadable.ts"
import type { Route } from "./Route.ts"

/** Whether the controller can be heard. Times are the browser's. */
export type Link =
  | { readonly tag: "connecting" }
  | { readonly tag: "live" }
  | {
      readonly tag: "gone"
      readonly sinceMs: number
      readonly problem: string
      readonly retryAtMs: number
    }
  | { readonly tag: "locked"; readonly refused: boolean }

/** Something that happened and that somebody should hear of. What is bad stays until it is put away. */
export interface Notice {
  readonly id: number
  readonly tone: "good" | "bad" | "info"
  /** The plugin that it is about, or `repair`, `undo`: a later notice about the same takes its place. */
  readonly about: string | undefined
  readonly text: string
  readonly details: ReadonlyArray<string>
  /** The run that can be undone. */
  readonly undo: string | undefined
  /** Only after a restart of the display it shows. */
  readonly restart?: boolean
}

/** What a click does about a file that cannot be read: makes it anew, takes its mark off, puts its backup back. */
export type FileMending = "rebuild" | "mark" | "restore"

/** What is asked before something is done that is not easily taken back. */
export type Question =
  | { readonly tag: "uninstall"; readonly id: string; readonly name: string }
  | { readonly tag: "forget"; readonly id: string }
  | { readonly tag: "replace"; readonly ids: ReadonlyArray<string> }
  | { readonly tag: "mendFile"; readonly how: FileMending; readonly path: string }
  | { readonly tag: "decide"; readonly id: string; readonly name: string; readonly choice: Choice }
  | { readonly tag: "update"; readonly ids: ReadonlyArray<string> }
  | { readonly tag: "undo"; readonly run: string }
  | { readonly tag: "restart" }

export interface Model {
  /** Of this page. */
  readonly version: string
  readonly link: Link
  readonly status: ControllerStatus | undefined
  readonly installed: Loadable<ReadonlyArray<InstalledPluginDocument>>
  readonly passes: Loadable<ReadonlyArray<PassSummary>>
  readonly history: Loadable<PastRuns>
  readonly store: Loadable<StoreList>
  /** What waits for a choice, asked for where a file is to be compared. */
  readonly choices: Loadable<OpenChoices>
  /** What the next repair would change, asked for where it is looked at. */
  readonly diff: Loadable<PendingDiff>
  readonly desired: Loadable<DesiredStatus>
  readonly signs: Loadable<SignTiles>
  readonly explanations: ReadonlyMap<string, Loadable<PluginExplanation>>
  readonly notices: ReadonlyArray<Notice>
  /** What has been asked for and has not been answered: see `busyKey`. */
  readonly busy: ReadonlySet<string>
  /** Kept by the browser. */
  readonly snoozes: Snoozes
  readonly route: Route
  readonly question: Question | undefined
}

export const initialModel = (version: string, route: Route): Model => ({
  version,
  link: { tag: "connecting" },
  status: undefined,
  installed: waiting,
  passes: waiting,
  history: waiting,
  store: waiting,
  choices: waiting,
  diff: waiting,
  desired: waiting,
  signs: waiting,
  explanations: new Map(),
  notices: [],
  busy: new Set(),
  snoozes: new Map(),
  route,
  question: undefined
})

export const contactOf = ({ link }: Pick<Model, "link">): Contact => link.tag

export const busyKey = {
  repair: "repair",
  suspension: "suspension",
  storeRefresh: "store-refresh",
  desired: "desired",
  restart: "restart",
  plugin: (id: string) => `plugin:${id}`,
  undo: (run: string) => `undo:${run}`
}
