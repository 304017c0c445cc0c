/** What the contract says about a plugin that the store may not have: why, until when, and under which name it is. */
import { isPluginId } from "../../../../../src/domain/plugin/PluginId.ts"
import { localIsoTime } from "../../../../../src/domain/text/isoTime.ts"
import type { Finding } from "../../../../../src/domain/findings/Finding.ts"
import { FAILURE, HELD_MS } from "../model/Stage.ts"
import { pluginOf, type World } from "../model/World.ts"

const knownFailure = (world: World, id: string): "held" | "ended" | undefined => {
  const unrecoverable = pluginOf(world, id).unrecoverable()
  return unrecoverable === "remembered" ? "held" : unrecoverable === "ended" ? "ended" : undefined
}

/** The copy at hand was read in full, and names no such plugin; with `ledmatrix-` it may be called by the rest. */
const lacks = (world: World, id: string): boolean => {
  const copy = world.registry()
  if (copy === undefined || copy.skipped.some((skipped) => skipped.id === undefined)) return false
  const names = new Set([id, id.replace(/^ledmatrix-/u, "")])
  return !copy.entries.some((entry) => names.has(entry.id) || (entry.aliases ?? []).includes(id))
}

/** A failed install tells what it found; else a name of the registry may differ in one letter. */
const rightKey = (world: World, id: string): string | undefined => {
  if (knownFailure(world, id) !== undefined) {
    const found = pluginOf(world, id).foundId()
    return found !== undefined && found !== id && isPluginId(found) ? found : undefined
  }
  if (!lacks(world, id)) return undefined
  return world.registry()?.entries.find((entry) => entry.id === `${id}s`)?.id
}

export const cannotBeHad = (world: World, id: string): string | undefined => {
  const unrecoverable = pluginOf(world, id).unrecoverable()
  const isLost = unrecoverable === "process" || unrecoverable === "remembered"
  if (!isLost && !(world.registryIsFresh() && lacks(world, id))) return undefined
  if (rightKey(world, id) !== undefined) return "wrong_key"
  return isLost ? "unrecoverable" : "not_in_registry"
}

const ABSENT = "the registry at hand has no plugin of this name"

const untilWhen = (nowMs: number): string =>
  localIsoTime(nowMs + HELD_MS)
    .slice(0, 16)
    .replace("T", " ")

/** What a finding has to say beside its reason. */
export const tellings = (world: World, id: string): string => {
  const failure = knownFailure(world, id)
  const key = rightKey(world, id)
  return told([
    key === undefined ? undefined : `the right key ${key}`,
    failure === "held" ? "why" : undefined,
    failure === undefined && lacks(world, id) ? "that it is in no registry" : undefined,
    failure === "held" ? "until when" : undefined
  ])
}

/** The same, as a finding says it. */
export const tellingsOf = ({ cause = "", rightKey: key }: Finding, nowMs: number): string =>
  told([
    key !== undefined && cause.includes(key) ? `the right key ${key}` : undefined,
    cause.includes(FAILURE) ? "why" : undefined,
    cause.includes(ABSENT) ? "that it is in no registry" : undefined,
    cause.includes(untilWhen(nowMs)) ? "until when" : undefined
  ])

const told = (parts: ReadonlyArray<string | undefined>): string => {
  const all = parts.filter((part) => part !== undefined)
  return all.length === 0 ? "" : `, telling ${all.join(", ")}`
}
