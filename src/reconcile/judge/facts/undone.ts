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

/** One thing that is said of a plugin, and whether the source that says it can be read. */
interface Statement {
  readonly isRead: boolean
  readonly says: unknown
}

const statementsOf = (plugin: PluginFacts, around: SnapshotFacts): ReadonlyArray<Statement> => {
  const { broken, disk, uninstalled } = around
  const config = { isRead: around.config !== undefined }
  const onDisk = { isRead: disk !== undefined }
  const state = { isRead: around.state !== undefined }
  const marks = { isRead: uninstalled !== undefined }
  const installed = plugin.installed.map(({ directory, version }) => [directory, version])
  return [
    // Whose key it is may rest on each of them.
    { isRead: [config, onDisk, state, marks].every(({ isRead }) => isRead), says: plugin.key },
    { ...config, says: plugin.entry ?? null },
    { ...onDisk, says: onDisk.isRead ? installed : "unread" },
    { ...state, says: plugin.record?.value ?? null },
    { ...onDisk, says: broken.get(plugin.id)?.problem ?? null },
    { ...onDisk, says: disk?.setAside.get(plugin.id)?.directory ?? null },
    { ...state, says: state.isRead },
    { ...marks, says: uninstalled === undefined ? "unread" : isMarked(around, plugin.id) }
  ]
}

/** What the sources say of the plugin, in one line that differs where any of them does. */
export const statementLine = (plugin: PluginFacts, around: SnapshotFacts): string =>
  JSON.stringify(statementsOf(plugin, around).map(({ says }) => says))

/** Whether all that can be read says what it said then: a source that cannot be read says nothing else. */
const isUnchanged = (then: string, plugin: PluginFacts, around: SnapshotFacts): boolean => {
  const before = Result.getOrUndefined(parseJson(then))
  return (
    Array.isArray(before) &&
    statementsOf(plugin, around).every(
      ({ isRead, says }, at) => !isRead || JSON.stringify(says) === JSON.stringify(before[at])
    )
  )
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
  then !== undefined && (isOfDesired(type) ? standsUndone(then, around) : isUnchanged(then, plugin, around))

/** The plugin that a remembered finding is of. */
export const idOf = (key: string): string => partOf(key, 0)

const typeOf = (key: string): string => partOf(key, 1)

const partOf = (key: string, at: number): string => {
  const parsed = Result.getOrUndefined(parseJson(key))
  const part: unknown = Array.isArray(parsed) ? parsed[at] : undefined
  return typeof part === "string" ? part : ""
}
