/** What holds of every run, and of the one after it. */
import { Option } from "effect"
import { type Finding, findingKey } from "../../../../../src/domain/findings/Finding.ts"
import { explanation } from "../../../../../src/reconcile/tell/explanation.ts"
import { exitCode } from "../../../../../src/reconcile/tell/exitCode.ts"
import { sourceErrors } from "../../../../../src/reconcile/tell/report.ts"
import { editsFiles, type Plan, sparesDisk } from "../../../../../src/reconcile/judge/plan.ts"
import { noOutcomes } from "../../../../../src/reconcile/tell/outcomes.ts"
import type { Change } from "../model/changes.ts"
import type { Choices } from "../spaces/exhaust.ts"
import { said } from "./said.ts"
import { meaningOf } from "../../../../support/judge/edits.ts"
import { type Planner, type Ran, reported } from "../model/run.ts"
import type { Stage } from "../model/Stage.ts"
import { directoryOf, pluginOf, type World } from "../model/World.ts"

export interface Lived {
  readonly choices: Choices
  readonly planner: Planner
  readonly stage: Stage
  readonly first: Ran
  /** An hour later, with nothing changed by anybody else and the outside answering as before. */
  readonly second: Ran
}

/** Says what is wrong, or nothing. */
export type Property = (lived: Lived) => string | undefined

const isAuto = ({ fix }: Finding): boolean => fix._tag === "Auto"
/** What has to wait is repaired, but not by this run. */
const isDue = ({ fix }: Finding): boolean => fix._tag === "Auto" && fix.waits === undefined
const isManual = (finding: Finding): boolean => finding.fix._tag === "Manual"
const nameOf = ({ id, reason, type }: Finding): string => `${id} ${type} ${reason}`
const namesOf = (findings: ReadonlyArray<Finding>): ReadonlySet<string> => new Set(findings.map(nameOf))

const fixpoint: Property = ({ first }) => {
  for (const finding of first.last) {
    if (!isAuto(finding)) continue
    const outcome = first.outcomes.get(findingKey(finding))?.outcome
    const isTried = outcome?._tag === "Manual" || outcome?._tag === "Failed"
    if (!isTried) return `${said(finding)} is left at the end`
  }
  for (const { finding, outcome } of first.outcomes.values()) {
    if (outcome?._tag === "Failed" && outcome.error.code === "not_converged") {
      return `${said(finding)} was settled, and came back`
    }
    if (outcome === undefined) return `${said(finding)} has no outcome`
  }
  return undefined
}

const oscillation: Property = ({ first, second }) => {
  const past = new Map<string, Array<unknown>>()
  for (const { changes } of [...first.rounds, ...second.rounds]) {
    for (const { from, id, place, to } of changes()) {
      // A status follows `enabled`, which tells whether something was decided and decided back.
      if (place === "status") continue
      const values = past.get(`${id} ${place}`) ?? [from]
      past.set(`${id} ${place}`, values)
      if (values.includes(to)) return `${place} of ${id} is ${String(to)} again`
      values.push(to)
    }
  }
  return undefined
}

const repetition: Property = ({ first, second }) => {
  const [again] = second.rounds
  if (again === undefined) return undefined
  for (const finding of again.findings) {
    if (!isAuto(finding)) continue
    const outcome = first.outcomes.get(findingKey(finding))?.outcome
    const mayBeTried = outcome?._tag === "Failed" && outcome.error.kind === "transient"
    if (!mayBeTried && !isOfStore(first, finding)) return `${said(finding)} is tried by the second run too`
  }
  return undefined
}

/**
 * Here the registry's copy is never read again, and what has failed is judged by the next run only. A store that delivers
 * another version than the one that is wanted is asked again; and where that failed, the record follows the version that
 * stands there.
 */
const isOfStore = ({ outcomes }: Ran, { fix, id, reason }: Finding): boolean => {
  const wanted = [...outcomes.values()].filter(
    ({ finding, outcome }) =>
      finding.id === id &&
      finding.type === "plugin_not_as_desired" &&
      (outcome?._tag === "Manual" || outcome?._tag === "Failed")
  )
  if (reason === "record_version") return wanted.some(({ finding }) => finding.reason === "desired_version")
  return (
    fix._tag === "Auto" &&
    fix.repair._tag === "Obtain" &&
    wanted.some(({ outcome }) => outcome?._tag === "Manual")
  )
}

/** What may be the cause that something is no longer there, or no longer what it was. */
const CAUSES: { readonly [place: string]: ReadonlyArray<string> } = {
  key: ["desired_absent"],
  enabled: ["config_differs", "desired_enabled", "not_desired"],
  settings: ["desired_settings"],
  city: ["desired_settings"],
  record: ["invalid_record", "uninstalled_record", "desired_absent", "not_desired"],
  recorded: ["config_differs", "invalid_record"],
  status: ["config_differs", "invalid_record"],
  recordVersion: ["record_version", "invalid_record"],
  copied: ["set_aside_copy"],
  directory: ["broken_manifest", "desired_absent", "not_desired", "desired_version"],
  // A plugin that is brought back, be it by taking a mark off its manifest, ends what says that it was removed.
  tombstoned: ["desired_absent", "not_desired", "desired_missing", "desired_version", "broken_manifest"]
}

/** Making something where nothing was takes nothing away; null and no field say nothing either. */
const isLoss = ({ from, place }: Change): boolean =>
  !((place === "key" || place === "directory") && from === "free") &&
  !(place === "record" && from === "none") &&
  !(place === "recordVersion" && (from === undefined || from === null)) &&
  !((place === "recorded" || place === "status") && from === "bad") &&
  !(place === "enabled" && from === "absent")

/** The plugin that has lost something: of a directory, the one that was in it. */
const holderOf = ({ from, id }: Change): string =>
  typeof from === "object" && from !== null && "plugin" in from && typeof from.plugin === "string"
    ? from.plugin
    : id

const loss: Property = ({ choices, first, stage }) => {
  for (const { before, changes, repaired } of first.rounds) {
    if (repaired === undefined) continue
    for (const change of changes()) {
      if (!isLoss(change)) continue
      const id = holderOf(change)
      const told = choices.aside(() =>
        stage.during(before, ({ policy, snapshot }) => explanation(id, snapshot, policy))
      )
      const causes = CAUSES[change.place] ?? []
      const isNamed = Option.exists(told, ({ rules }) =>
        rules.some(
          ({ fix_action, reason }) =>
            fix_action === "auto_fix" && reason !== undefined && causes.includes(reason)
        )
      )
      if (!isNamed) return `${change.place} of ${change.id} is lost and explain does not say why`
    }
  }
  return undefined
}

const settledBy = (plan: Plan): ReadonlyArray<Finding> =>
  [
    plan.configEdits,
    plan.stateEdits,
    plan.putBacks,
    plan.marks,
    plan.reinstalls,
    plan.replacements,
    plan.obtained,
    plan.removals
  ]
    .flat()
    .flatMap((step) => step.findings)

const restraint: Property = ({ first, planner }) => {
  const all = first.rounds[0]?.findings ?? []
  if (settledBy(planner.plan(all)).length !== all.filter(isDue).length) {
    return "a plan of all findings repairs more or less than what can be fixed"
  }
  for (const { findings, plan } of first.rounds) {
    const settled = settledBy(plan)
    if (settled.length === 0) continue
    const wrong = settled.find((finding) => !isDue(finding))
    if (wrong !== undefined) return `${said(wrong)} is acted on`
    const twice = settled.length !== namesOf(settled).size
    if (twice) return "a finding is settled by two steps"
    const found = namesOf(findings)
    const unknown = settled.find((finding) => !found.has(nameOf(finding)))
    if (unknown !== undefined) return `${said(unknown)} is acted on and was not found`
  }
  return undefined
}

/** Of one record, one entry and one directory there is one step, so that no order of steps matters. */
const oneStep: Property = ({ first }) => {
  for (const { plan } of first.rounds) {
    const records = plan.stateEdits.map(({ repair }) => meaningOf(repair))
    const places = [
      ...plan.configEdits.flatMap(({ repair }) => {
        const { id, is } = meaningOf(repair)
        const fields = is === "AddEntry" ? ["enabled", "settings"] : [ENTRY_PLACE[is] ?? ""]
        return fields.map((field) => `entry of ${id} ${field}`)
      }),
      ...records.map(({ id, is }) => `record of ${id} ${RECORD_PLACE[is] ?? ""}`),
      ...records.flatMap(({ id, is }) =>
        RECORD_PLACE[is] === undefined
          ? ["enabled", "version"].map((field) => `record of ${id} ${field}`)
          : []
      ),
      ...plan.putBacks.map(({ repair }) => `directory ${repair.plugin}`),
      ...plan.marks.map(({ repair }) => `directory ${repair.plugin}`),
      ...plan.reinstalls.map(({ repair }) => `directory ${repair}`),
      ...plan.replacements.map(({ repair }) => `directory ${repair}`),
      ...plan.obtained.map(({ repair }) => `directory ${repair.instead ?? repair.plugin}`),
      ...plan.removals.flatMap(({ repair }) => [
        `directory ${repair.plugin}`,
        ...(repair.forget ? ["enabled", "settings"].map((field) => `entry of ${repair.plugin} ${field}`) : [])
      ])
    ]
    const twice = places.find((place, at) => places.indexOf(place) !== at)
    if (twice !== undefined) return `two steps of one round change the ${twice}`
  }
  return undefined
}

const ENTRY_PLACE: { readonly [is: string]: string } = {
  SetEntryEnabled: "enabled",
  SetSettings: "settings"
}

/** Of edits of one field; others are of the whole record. */
const RECORD_PLACE: { readonly [is: string]: string } = {
  SetRecordEnabled: "enabled",
  SetRecordVersion: "version"
}

const once: Property = ({ first }) => {
  for (const { findings } of first.rounds) {
    if (namesOf(findings).size !== findings.length) return findings.map(said).join("; ")
  }
  return undefined
}

const foretold: Property = ({ first }) => {
  for (const { changes, plan, repaired } of first.rounds) {
    if (repaired === undefined) continue
    const places = changes().map(({ place }) => place)
    const moves = places.some((place) => place === "directory" || place === "copied")
    const edits = places.some((place) => place !== "directory")
    if (moves && sparesDisk(plan)) return "a plan that spares the disk changes it"
    // What brings or takes a plugin says so elsewhere too.
    const carries = plan.obtained.length + plan.removals.length > 0
    if (edits && !carries && !editsFiles(plan)) return "a plan that edits nothing has edited"
  }
  return undefined
}

const sight: Property = ({ first }) => {
  for (const { before, plan } of first.rounds) {
    const { config, disk, marks, state } = before.readable
    const { configEdits, marks: unmarked, putBacks, reinstalls, replacements, stateEdits } = plan
    const { obtained, removals } = plan
    if (configEdits.length > 0 && !config()) return "config is edited unread"
    if (stateEdits.length > 0 && state() !== "read") return "the saved state is edited unread"
    const moves = putBacks.length + reinstalls.length + obtained.length + removals.length
    if (moves > 0 && !(config() && disk() && marks()))
      return "a plugin is brought, or taken, on what was not read"
    if (unmarked.length > 0 && !disk()) return "a mark is taken off what was not read"
    if (replacements.length > 0 && !(disk() && marks())) return "a directory is replaced on what was not read"
  }
  return undefined
}

const leftToPeople: Property = ({ first, stage }) => {
  const there = namesOf(first.last)
  for (const { finding, outcome } of first.outcomes.values()) {
    if (outcome?._tag !== "Manual" || there.has(nameOf(finding))) continue
    const isSeen = stage.during(first.ended, ({ snapshot }) => sourceErrors(snapshot).length === 0)
    if (isSeen) return `${said(finding)} is reported, and is there no more`
  }
  return undefined
}

const newWork: Property = ({ first }) => {
  const [round] = first.rounds
  if (round === undefined) return undefined
  const of = ({ id, type }: Finding) => `${id} ${type}`
  const before = new Set(round.findings.filter(isManual).map(of))
  const made = first.last.find(
    (finding) => isManual(finding) && !before.has(of(finding)) && !isUncovered(first, finding)
  )
  return made === undefined ? undefined : `${said(made)} is there since the repair`
}

/** What a repair did not make, but only lets see; and the one thing that it cannot help making. */
const isUncovered = ({ begun, outcomes }: Ran, { id, reason }: Finding): boolean => {
  const wasFixed = (cause: Finding["reason"]): boolean =>
    [...outcomes.values()].some(
      ({ finding, outcome }) =>
        finding.id === id &&
        finding.reason === cause &&
        (outcome?._tag === "Fixed" || outcome?._tag === "Replaced")
    )
  // The saved state was unread, and was made anew.
  // Or the record that had the one vote went with the plugin, whose settings are kept as they are.
  if (reason === "enabled_not_boolean")
    return begun.readable.state() === "unparseable" || wasFixed("desired_absent") || wasFixed("not_desired")
  // Before the copy was back, it was not known which version it holds.
  if (reason === "desired_version" || reason === "version_not_offered") return wasFixed("set_aside_copy")
  // What the document wants is there, and what stands under its key is its owner's.
  const isBrought = wasFixed("desired_missing") || wasFixed("desired_version")
  if ((reason === "key_not_object" || reason === "entry_not_writable") && isBrought) return true
  // The entry under a directory's name says something now, because its record does.
  if (reason === "directory_name") return wasFixed("config_differs")
  // Behind a byte-order mark nothing is new: the other directory and the line in the list of marks were there.
  if (reason === "duplicate_id" || reason === "marked_on_disk")
    return directoryOf(begun, id).content() === "byte_order_mark" && wasFixed("broken_manifest")
  // While a directory's manifest was broken, it was not known that its plugin has no entry.
  return NEEDS_MANIFEST.has(reason) && wasFixed("broken_manifest")
}

const NEEDS_MANIFEST: ReadonlySet<Finding["reason"]> = new Set([
  "key_not_object",
  "system_key",
  "entry_not_writable"
])

/** What a check says is what the first look of a run finds; a run then tries just that in its first round. */
const dryRun: Property = ({ first, planner }) => {
  const [round] = first.rounds
  const findings = round?.findings ?? first.last
  if (findings.length === 0) return undefined
  const planned = new Set<string>()
  for (const { finding, outcome } of planner.observe(noOutcomes, findings).values()) {
    if ((outcome === undefined) !== isAuto(finding)) return `a check is wrong about ${said(finding)}`
    if (outcome === undefined && isDue(finding)) planned.add(nameOf(finding))
  }
  const kept = new Set([...first.outcomes.values()].map(({ finding }) => nameOf(finding)))
  const forgotten = [...planned].find((name) => !kept.has(name))
  if (forgotten !== undefined) return `${forgotten} was planned and is forgotten`
  if (round?.repaired === undefined) return undefined
  const tried = round.repaired.settled.flatMap((settled) => settled.findings)
  return tried.length === planned.size && tried.every((finding) => planned.has(nameOf(finding)))
    ? undefined
    : "the first round does something else than the check says"
}

const exit: Property = ({ first, second, stage }) => {
  const code = exitCode(reported(stage, first))
  const open = (second.rounds[0]?.findings ?? second.last).find((finding) => finding.fix._tag !== "None")
  if (code === 0 && open !== undefined) return `exit 0, and ${said(open)} is there`
  if (code === 2 && open === undefined) return "exit 2, and nothing is there"
  return undefined
}

const turnedOn: Property = ({ first: { begun, ended, rounds } }) => {
  if (rounds.length === 0) return undefined
  for (const id of begun.ids) {
    const on = isOn(ended, id)
    const isWanted = begun.desired()?.plugin === id && begun.desired()?.enabled() === true
    if (on && !isOn(begun, id) && !isWanted) return `${id} is enabled, and no source had said so`
  }
  return undefined
}

const isOn = (world: World, id: string): boolean => {
  const { enabled, key, record, recorded } = pluginOf(world, id)
  const inEntry = key() === "entry" && (enabled() === true || enabled() === "absent")
  return inEntry || (world.readable.state() === "read" && record() === "object" && recorded() === true)
}

export const FIXPOINT = "reaches a fixpoint within three rounds, and what it repairs stays repaired"
export const OSCILLATION = "does not oscillate"
export const REPETITION = "is repeated by a second run only where it failed for the time being"
export const LOSS = "takes nothing away without a cause that explain names"
export const ONCE = "finds each thing once"
export const RESTRAINT = "acts on what can be fixed, and on nothing else"
export const ONE_STEP = "changes each place in one step, so that the order of steps does not matter"
const FORETOLD = "touches what its plan tells that it will touch"
export const SIGHT = "changes nothing on the ground of what was not read"
export const LEFT_TO_PEOPLE = "leaves to a person what is still there"
export const NEW_WORK = "makes no new work for a person"
export const DRY_RUN = "does in its first round what a check says"
export const EXIT = "ends with 0 exactly where nothing is left over"
export const TURNED_ON = "enables nothing that was not enabled"

export const runProperties: { readonly [name: string]: Property } = {
  [FIXPOINT]: fixpoint,
  [OSCILLATION]: oscillation,
  [REPETITION]: repetition,
  [LOSS]: loss,
  [ONCE]: once,
  [RESTRAINT]: restraint,
  [ONE_STEP]: oneStep,
  [FORETOLD]: foretold,
  [SIGHT]: sight,
  [LEFT_TO_PEOPLE]: leftToPeople,
  [NEW_WORK]: newWork,
  [DRY_RUN]: dryRun,
  [EXIT]: exit,
  [TURNED_ON]: turnedOn
}
