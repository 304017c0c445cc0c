/**
 * Pure: what a person has undone is left to that person. A finding whose repair was undone is not repaired
 * again until one of its sources says something else than it did then.
 */
import { Result } from "effect"
import { type Finding, findingKey, Fix } from "../../../domain/findings/Finding.ts"
import { parseJson } from "../../../json/parsing/parseJson.ts"
import { isOfDesired, standsUndone } from "../desired/judgedBy.ts"
import { isMarked, pluginFacts, type PluginFacts, type SnapshotFacts } from "./PluginFacts.ts"
import { found, type Verdict } from "../rules/Verdict.ts"

/** What the sources say of the plugin, in one line that differs where any of them does. */
export const evidence = (plugin: PluginFacts, around: SnapshotFacts): string => {
  const { disk, uninstalled } = around
  return JSON.stringify([
    plugin.key,
    plugin.entry ?? null,
    disk === undefined ? "unread" : plugin.installed.map(({ directory, version }) => [directory, version]),
    plugin.record?.value ?? null,
    around.broken.get(plugin.id)?.problem ?? null,
    disk?.setAside.get(plugin.id)?.directory ?? null,
    around.state !== undefined,
    uninstalled === undefined ? "unread" : isMarked(around, plugin.id)
  ])
}

/** The verdicts of one rule, with those findings handed to a person whose repair was undone, as one. */
export const heedUndone = (
  verdicts: ReadonlyArray<Verdict>,
  plugin: PluginFacts,
  around: SnapshotFacts
): ReadonlyArray<Verdict> => {
  const { undone } = around.snapshot.ledger
  if (undone.size === 0) return verdicts
  const wasUndone = (verdict: Verdict): verdict is Extract<Verdict, { readonly _tag: "Found" }> =>
    verdict._tag === "Found" &&
    verdict.finding.fix._tag === "Auto" &&
    isStanding(verdict.finding.type, undone.get(findingKey(verdict.finding)), plugin, around)
  const [first, ...more] = verdicts.filter(wasUndone).map(({ finding }) => finding)
  if (first === undefined) return verdicts
  return [...verdicts.filter((verdict) => !wasUndone(verdict)), found(asUndone(first, more))]
}

/** Undone, findings of one rule about one plugin have the same reason, by which they are identified: they become one. */
const asUndone = (first: Finding, more: ReadonlyArray<Finding>): Finding => ({
  ...first,
  reason: "undone",
  description: `${[first, ...more].map(({ description }) => description).join("; ")}; its repair was undone`,
  current: Object.assign({}, ...[first, ...more].map(({ current }) => current)),
  expected: Object.assign({}, ...[first, ...more].map(({ expected }) => expected)),
  fix: Fix.Manual()
})

/** What is remembered as undone, without that whose sources say something else by now. */
export const stillUndone = (around: SnapshotFacts): ReadonlyMap<string, string> => {
  const { undone } = around.snapshot.ledger
  if (undone.size === 0) return undone
  const standing = [...undone].filter(([key, then]) =>
    isStanding(typeOf(key), then, pluginFacts(idOf(key), around), around)
  )
  return standing.length === undone.size ? undone : new Map(standing)
}

/** Whether what was undone rests on what is there now. */
const isStanding = (
  type: string,
  then: string | undefined,
  plugin: PluginFacts,
  around: SnapshotFacts
): boolean =>
  isOfDesired(type) ? then !== undefined && standsUndone(then, around) : evidence(plugin, around) === then

/** The plugin that a remembered finding is of. */
export const idOf = (key: string): string => partOf(key, 0)

const typeOf = (key: string): string => partOf(key, 1)

const partOf = (key: string, at: number): string => {
  const parsed = Result.getOrUndefined(parseJson(key))
  const part: unknown = Array.isArray(parsed) ? parsed[at] : undefined
  return typeof part === "string" ? part : ""
}
