/** `install` of a plugin that is on disk already: nothing to download, and the other sources are brought into line. */
import { advice } from "../../domain/advice/Advice.ts"
import { NextStep } from "../../domain/advice/NextStep.ts"
import { Clock, Effect } from "effect"
import { OperationRefused, type OperationResult } from "../../domain/Operation.ts"
import type { InstalledPlugin } from "../../domain/sources/DiskView.ts"
import { noteSeen } from "../../reconcile/repair/removal.ts"
import { inside } from "../../services/installation/Installation.ts"
import { stepsOf } from "../../changes/steps.ts"
import { beginOperation, transaction } from "../../changes/transaction.ts"
import { allSources, type AllSources } from "../allSources.ts"
import { refuseBesideCopy } from "../besideLedmatrix.ts"
import { pluginFacts } from "../../reconcile/judge/facts/PluginFacts.ts"
import { entryChanges, recordChanges } from "./installChanges.ts"

/** Looks again, under the root lock, at a plugin that was there a moment ago. */
export const registerAnew = Effect.fnUntraced(function* (name: string, present: InstalledPlugin) {
  const here = yield* allSources(name)
  yield* refuseBesideCopy([present.id], here)
  const still = here.disk.plugins.find(({ id }) => id === present.id)
  if (still === undefined) {
    return yield* new OperationRefused({
      plugin: name,
      code: "changed_meanwhile",
      problem: `${inside(here.disk.shownPath, present.directory)} was removed at the same moment`,
      hint: "run it again"
    })
  }
  return yield* registerPresent(name, still, here)
})

export const registerPresent = Effect.fnUntraced(function* (
  name: string,
  present: InstalledPlugin,
  here: AllSources
) {
  const plugin = pluginFacts(present.id, here.around)
  const nowMs = yield* Clock.currentTimeMillis
  const changes = [
    ...entryChanges(plugin, [name, present.id], here),
    // A record that is there says when it was installed; only a missing one is written.
    ...(plugin.record === undefined ? recordChanges(plugin, present.version, nowMs, here) : [])
  ]
  const result = {
    command: "install",
    plugin_id: present.id,
    status: "already_installed",
    message: `${present.id} ${present.version ?? ""} is installed already`.replace("  ", " "),
    version: present.version ?? null,
    notes: [advice`${NextStep.Update({ plugin: present.id })} looks for a newer version`]
  } as const
  if (changes.length === 0) return { ...result, changed_files: [] } satisfies OperationResult
  const run = yield* beginOperation("install")
  const done = yield* transaction(run, { _tag: "whole", plugin: present.id }, stepsOf(changes))
  yield* noteSeen(here, { placed: present.id })
  return { ...result, changed_files: done.changedFiles, run_id: run.id } satisfies OperationResult
})
