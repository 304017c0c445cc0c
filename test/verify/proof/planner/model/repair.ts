/**
 * What carrying a plan out does to a world: the specification of repairing. `model.test.ts` holds it against
 * the services that edit real files.
 */
import type { Edit } from "../../../../../src/domain/changes/Evidence.ts"
import type { Finding } from "../../../../../src/domain/findings/Finding.ts"
import { localIsoTime } from "../../../../../src/domain/text/isoTime.ts"
import type { DesiredFetch, UndesiredPlugin } from "../../../../../src/domain/changes/Repair.ts"
import { isNewer } from "../../../../../src/domain/store/versions.ts"
import { Outcome } from "../../../../../src/domain/findings/Outcome.ts"
import { switchedStatus } from "../../../../../src/domain/sources/StateRecord.ts"
import type { Plan, PlanStep } from "../../../../../src/reconcile/judge/plan.ts"
import { meaningOf, readingOf } from "../../../../support/judge/edits.ts"
import {
  always,
  changeDirectory,
  changePlugin,
  directoryOf,
  type Fetched,
  type PluginCells,
  pluginOf,
  type World
} from "./World.ts"

export interface Settled {
  readonly findings: ReadonlyArray<Finding>
  readonly outcome: Outcome
}

export interface Repaired {
  readonly world: World
  readonly settled: ReadonlyArray<Settled>
  /** Edits of records that were made, for what the program remembers of them. */
  readonly stateEdits: ReadonlyArray<Edit>
  /** Plugins that became unrecoverable: for this process, or for later ones too. */
  readonly unrecoverable: ReadonlyMap<string, "process" | "remembered">
}

const failed = (kind: "transient" | "permanent", code: string): Outcome =>
  Outcome.Failed({ error: { kind, code, message: code } })

const FIXED = Outcome.Fixed()

export const repair = (world: World, plan: Plan): Repaired => {
  const settled: Array<Settled> = []
  const unrecoverable = new Map<string, "process" | "remembered">()
  const settle = ({ findings }: Pick<PlanStep<unknown>, "findings">, outcome: Outcome) =>
    settled.push({ findings, outcome })
  let now = world
  if (plan.configEdits.length > 0) {
    const done = world.answers.editConfig() === "done"
    if (done) now = { ...now, configTime: always(world.nowMs) }
    for (const step of plan.configEdits) {
      if (done) now = editConfig(now, step.repair)
      settle(step, done ? FIXED : failed("transient", "ENOSPC"))
    }
  }
  const stateEdits = plan.stateEdits.length > 0 && world.answers.editState() === "done" ? plan.stateEdits : []
  for (const { repair } of stateEdits) now = editState(now, repair)
  for (const step of plan.stateEdits) {
    settle(step, stateEdits.length > 0 ? FIXED : failed("transient", "ENOSPC"))
  }
  for (const step of plan.putBacks) {
    const id = step.repair.plugin
    const outcome = !isFree(now, id)
      ? failed("permanent", "name_taken")
      : now.answers.putBack(id) === "busy"
        ? failed("transient", "operation_in_progress")
        : FIXED
    if (outcome === FIXED) {
      now = changePlugin(now, id, { copied: always(false) })
      now = place(now, id, pluginOf(now, id).copyVersion)
    }
    settle(step, outcome)
  }
  for (const step of plan.marks) {
    const id = step.repair.plugin
    now = place(now, id, directoryOf(now, id).version)
    // The directory is newer now than what was removed.
    now = changePlugin(now, id, { tombstoned: always(false) })
    settle(step, FIXED)
  }
  for (const step of plan.removals) {
    now = removed(now, step.repair)
    settle(step, FIXED)
  }
  const fetches = [
    ...plan.reinstalls.map((step) => ({ id: step.repair, step, replacing: false, wanted: undefined })),
    ...plan.obtained.map((step) => ({
      id: step.repair.plugin,
      step,
      replacing: step.repair.instead !== undefined,
      wanted: step.repair
    })),
    ...plan.replacements.map((step) => ({ id: step.repair, step, replacing: true, wanted: undefined }))
  ]
  for (const { id, replacing, step, wanted } of fetches) {
    const fetched = now.answers.fetch(id)
    if (typeof fetched !== "string" && "version" in fetched && (replacing || isFree(now, id))) {
      if (wanted !== undefined && !isAsked(now, wanted, fetched.version)) {
        settle(step, Outcome.Manual())
        continue
      }
      now = placeIn(now, wanted?.instead ?? id, id, always(fetched.version))
      if (wanted !== undefined) now = welcomed(now, id)
      settle(step, FIXED)
      continue
    }
    settle(step, refusal(fetched, replacing))
    if (fetched === "absent") unrecoverable.set(id, "process")
    if (typeof fetched !== "string" && "refused" in fetched) unrecoverable.set(id, "remembered")
  }
  return { world: now, settled, stateEdits: stateEdits.map((step) => step.repair), unrecoverable }
}

const refusal = (fetched: Fetched, replacing: boolean): Outcome => {
  if (fetched === "unreachable") return failed("transient", "registry_unreachable")
  if (fetched === "absent") return replacing ? Outcome.Manual() : failed("permanent", "not_in_registry")
  return failed("permanent", "refused" in fetched ? fetched.refused : "name_taken")
}

const isFree = (world: World, name: string): boolean => directoryOf(world, name).content() === "free"

const place = (world: World, id: string, version: PluginCells["copyVersion"]): World =>
  placeIn(world, id, id, version)

const placeIn = (world: World, name: string, id: string, version: PluginCells["copyVersion"]): World =>
  changeDirectory(world, name, { content: always({ plugin: id }), version })

/** A store may deliver another version than the one that is wanted. */
const isAsked = (world: World, { instead, version }: DesiredFetch, delivered: string | undefined): boolean =>
  version === undefined ||
  (version === "latest"
    ? instead === undefined || isNewer(delivered, directoryOf(world, instead).version())
    : delivered === version)

/** It is uninstalled no more. */
const welcomed = (world: World, id: string): World =>
  changeDirectory(changePlugin(world, id, { tombstoned: always(false) }), id, { marked: always(false) })

const removed = (world: World, { directories, forget, plugin }: UndesiredPlugin): World => {
  const { key, record } = pluginOf(world, plugin)
  const isRecorded = world.readable.state() === "read" && record() !== "none"
  const without = changePlugin(changeDirectory(world, plugin, { marked: always(true) }), plugin, {
    tombstoned: always(true),
    ...(forget && key() === "entry" && { key: always("free") }),
    ...(isRecorded && { record: always("none") })
  })
  return directories.reduce(
    (now, name) => changeDirectory(now, name, { content: always("free"), version: always(undefined) }),
    without
  )
}

const editConfig = (world: World, edit: Edit): World => {
  const meaning = meaningOf(edit)
  switch (meaning.is) {
    case "AddEntry":
      return changePlugin(world, meaning.id, {
        key: always("entry"),
        enabled: always(meaning.to),
        entryVersion: always(undefined),
        ...cityOf(meaning.settings ?? {})
      })
    case "SetEntryEnabled":
      return changePlugin(world, meaning.id, { enabled: always(meaning.to) })
    case "SetSettings":
      return changePlugin(world, meaning.id, cityOf(meaning.to))
    case "RebuildRecord":
    case "RemoveRecord":
    case "SetRecordEnabled":
    case "SetRecordVersion":
      throw new Error(`${meaning.is} is no edit of an entry`)
  }
}

const cityOf = ({ city }: { readonly [name: string]: unknown }): Partial<PluginCells> => ({
  settings: always(typeof city === "string"),
  ...(typeof city === "string" && { city: always(city) })
})

const editState = (world: World, edit: Edit): World => {
  const meaning = meaningOf(edit)
  const { id } = meaning
  if (meaning.is === "RemoveRecord") return changePlugin(world, id, { record: always("none") })
  const counter = readingOf(edit)?.salvage.configVersion ?? 1
  const touched: Partial<PluginCells> = {
    recordTime: always(localIsoTime(world.nowMs)),
    counter: always(counter + 1)
  }
  switch (meaning.is) {
    case "RebuildRecord": {
      const { enabled = "bad", status = "bad", version } = meaning.to
      return changePlugin(world, id, {
        ...touched,
        record: always("object"),
        recorded: always(enabled),
        status: always(status),
        recordVersion: always(version),
        fault: always(false)
      })
    }
    case "SetRecordVersion":
      return changePlugin(world, id, { ...touched, recordVersion: always(meaning.to) })
    case "SetRecordEnabled":
      return changePlugin(world, id, {
        ...touched,
        recorded: always(meaning.to),
        status: always(switchedStatus(meaning.to))
      })
    case "AddEntry":
    case "SetEntryEnabled":
    case "SetSettings":
      throw new Error("an edit of an entry is none of a record")
  }
}
