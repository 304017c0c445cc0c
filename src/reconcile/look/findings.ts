/** What is wrong in a snapshot. The registry's copy is read only where a plugin is missing: most looks do without. */
import { Effect, Option } from "effect"
import type { Finding, Reason } from "../../domain/findings/Finding.ts"
import type { Policy } from "../../domain/Policy.ts"
import type { Snapshot } from "../../domain/sources/Snapshot.ts"
import type { RegistryCopy } from "../../domain/store/RegistryCopy.ts"
import { PluginStore } from "../../services/PluginStore.ts"
import { detect } from "../judge/detect.ts"

const OF_THE_STORE: ReadonlySet<Reason> = new Set(["not_installed", "unrecoverable", "wrong_key"])

/** Findings, and the snapshot that they were found in. */
export interface Looked {
  readonly seen: Snapshot
  readonly findings: ReadonlyArray<Finding>
}

/** `proves`: whether a fresh copy of the registry counts as its answer. A run that asks the registry itself needs none. */
export const findings = Effect.fnUntraced(function* (
  seen: Snapshot,
  policy: Policy,
  proves: boolean
): Effect.fn.Return<Looked, never, PluginStore> {
  const found = detect(seen, policy)
  if (!found.some(({ reason }) => OF_THE_STORE.has(reason))) return { seen, findings: found }
  const knowing = yield* withRegistry(seen)
  if (knowing.registry === undefined) return { seen, findings: found }
  const heard: RegistryCopy = proves ? knowing.registry : { ...knowing.registry, stale: true }
  const judged: Snapshot = { ...knowing, registry: heard }
  return { seen: judged, findings: detect(judged, policy) }
})

/** The snapshot with the registry's copy at hand. */
export const withRegistry = Effect.fnUntraced(function* (
  seen: Snapshot
): Effect.fn.Return<Snapshot, never, PluginStore> {
  const copy = yield* (yield* PluginStore).copy
  return Option.match(copy, { onNone: () => seen, onSome: (registry) => ({ ...seen, registry }) })
})
