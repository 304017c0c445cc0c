/** What every operation begins with: no other run writes, what a crash cut short is recovered, every source is read. */
import { type Advice, advice } from "../domain/advice/Advice.ts"
import { NextStep } from "../domain/advice/NextStep.ts"
import { Effect, Option, Result } from "effect"
import type { ConfigView } from "../domain/sources/ConfigView.ts"
import type { DiskView } from "../domain/sources/DiskView.ts"
import { OperationRefused } from "../domain/Operation.ts"
import type { Snapshot } from "../domain/sources/Snapshot.ts"
import type { FileUnreadable } from "../domain/errors/FileUnreadable.ts"
import type { SourceError } from "../domain/sources/Source.ts"
import type { Uninstalled } from "../domain/sources/StoreView.ts"
import { LocalFiles } from "../services/disk/localFiles/LocalFiles.ts"
import { snapshot } from "../reconcile/look/snapshot.ts"
import { type SnapshotFacts, snapshotFacts } from "../reconcile/judge/facts/PluginFacts.ts"
import { Policy } from "../services/Policy.ts"
import { recover, recoverInterrupted } from "../reconcile/recover.ts"

/** What every source says. */
export interface AllSources {
  readonly seen: Snapshot
  readonly config: ConfigView
  readonly disk: DiskView
  readonly uninstalled: Uninstalled
  /** The same, as the rules look at it. */
  readonly around: SnapshotFacts
}

/** Under the root lock. An operation needs all sources: what could not be read may say the opposite. */
export const allSources = Effect.fn("allSources")(function* (plugin: string) {
  yield* recover()
  const here = yield* readSources(plugin)
  // Copies that can no longer be put back are removed by the next operation of any kind.
  yield* (yield* LocalFiles).sweep(here.disk.path)
  return here
})

/** The same before the lock is taken, for what is looked at first. */
export const allSourcesAhead = Effect.fn("allSourcesAhead")(function* (plugin: string) {
  yield* recoverInterrupted()
  return yield* readSources(plugin)
})

const readSources = Effect.fnUntraced(function* (plugin: string) {
  const seen = yield* snapshot(new Set())
  const config = yield* needed(plugin, seen.config)
  const disk = yield* needed(plugin, seen.disk)
  if (Option.isSome(seen.state)) yield* needed(plugin, seen.state.value)
  const uninstalled = yield* needed(plugin, seen.store.uninstalled)
  return { seen, config, disk, uninstalled, around: snapshotFacts(seen, yield* Policy) } satisfies AllSources
})

const hintOf = ({ backup, code, owner }: SourceError | FileUnreadable): Advice => {
  if (code === "byte_order_mark") return advice`${NextStep.ReplaceBroken()} takes it off; then run this again`
  if (owner !== undefined) return `run it as ${owner}, or give the file to the user who runs this`
  return backup === undefined
    ? advice`repair it and run again; ${NextStep.ShowFindings()} says what is wrong`
    : `repair it, or put ${backup} in its place, and run again`
}

const needed = <A>(
  plugin: string,
  reading: Result.Result<A, SourceError | FileUnreadable>
): Effect.Effect<A, OperationRefused> =>
  Result.isSuccess(reading)
    ? Effect.succeed(reading.success)
    : Effect.fail(
        new OperationRefused({
          plugin,
          code: "source_unreadable",
          problem: `${reading.failure.message}; nothing was changed`,
          path: reading.failure.path,
          hint: hintOf(reading.failure)
        })
      )
