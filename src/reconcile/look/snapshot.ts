/** Reads everything a pass needs, once. A source that cannot be read is a value in the snapshot. */
import { Clock, Effect, Result } from "effect"
import { inOrderOfChoice } from "../../domain/host/chosenDirectory.ts"
import type { DesiredSign } from "../../domain/desired/DesiredDocument.ts"
import type { DesiredView } from "../../domain/desired/DesiredView.ts"
import type { Snapshot } from "../../domain/sources/Snapshot.ts"
import { type Reading, SourceError } from "../../domain/sources/Source.ts"
import type { ConfigView } from "../../domain/sources/ConfigView.ts"
import type { DiskView } from "../../domain/sources/DiskView.ts"
import { Config } from "../../services/Config.ts"
import { DesiredState } from "../../services/desired/DesiredState.ts"
import { Host } from "../../services/installation/Host.ts"
import { Disk } from "../../services/Disk.ts"
import type { Journal } from "../../services/ownFiles/Journal.ts"
import { Ledger } from "../../services/ownFiles/Ledger.ts"
import { PluginManager } from "../../services/PluginManager.ts"
import { PluginStore } from "../../services/PluginStore.ts"
import type { Policy } from "../../services/Policy.ts"
import { StateStore } from "../../services/StateStore.ts"

import { unlessVanished } from "./pluginsVanished.ts"

/** What a pass that only looks needs: capabilities that can neither write nor reach the network, and the policy. */
export type Readers =
  | Host
  | Config
  | Disk
  | PluginManager
  | StateStore
  | PluginStore
  | Ledger
  | Journal
  | Policy

/**
 * `disk`, read a moment ago under the lock, is not read again to confirm a round that only edited files: no
 * edit can have changed it.
 */
export const snapshot = Effect.fn("snapshot")(function* (
  unrecoverable: ReadonlySet<string>,
  known?: Reading<DiskView>
) {
  const host = yield* (yield* Host).read
  const config = yield* (yield* Config).read
  const ledger = yield* (yield* Ledger).view
  const disk =
    known !== undefined && Result.isSuccess(config)
      ? known
      : unlessVanished(
          Result.map(yield* scanDisk(config), (view) => inOrderOfChoice(view, host.traits)),
          ledger
        )
  const state = yield* (yield* StateStore).read
  // After the files, which are compared with each other: it may take its time.
  const manager = yield* (yield* PluginManager).read(disk)
  const store = yield* (yield* PluginStore).view(Result.isSuccess(disk) ? disk.success : undefined)
  const desired = yield* desiredView(disk)
  const takenAtMs = yield* Clock.currentTimeMillis
  const lostEntries = yield* (yield* Ledger).lostEntries(config, disk, takenAtMs)
  return {
    host,
    config,
    disk,
    manager,
    state,
    store,
    ledger,
    unrecoverable,
    lostEntries,
    takenAtMs,
    desired
  } satisfies Snapshot
})

/** What this sign should be, beside what that is compared with; nothing is read where no desired state is given. */
const desiredView = Effect.fnUntraced(function* (disk: Reading<DiskView>) {
  const state = yield* (yield* DesiredState).current
  if (state === undefined) return undefined
  const settings = yield* (yield* Config).settings(state.plugins.keys())
  if (Result.isFailure(disk)) return { state, settings, kept: new Set<string>() } satisfies DesiredView
  const mayGo = disk.success.plugins.filter(({ id }) => !isToStay(id, state))
  return { state, settings, kept: yield* (yield* Disk).kept(disk.success, mayGo) } satisfies DesiredView
})

const isToStay = (id: string, { others, plugins }: DesiredSign): boolean => {
  const wanted = plugins.get(id)
  return wanted === undefined ? others === "keep" : wanted.absent?.value !== true
}

/** Config says where the plugins are: while it cannot be read, the place is unknown, not empty. */
const scanDisk = Effect.fnUntraced(function* (config: Reading<ConfigView>) {
  if (Result.isSuccess(config)) return yield* (yield* Disk).scan(config.success.pluginsDirectory)
  return Result.fail(
    new SourceError({
      source: "disk",
      path: config.failure.path,
      code: "place_unknown",
      error: "the plugins directory is not known, because config could not be read",
      transient: config.failure.transient
    })
  )
})
