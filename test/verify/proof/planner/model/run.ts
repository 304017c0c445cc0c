/**
 * A run over a world: the rounds of `reconcile` with the shipped functions that decide, and the world's
 * repairs in place of the services'.
 */
import type { Finding } from "../../../../../src/domain/findings/Finding.ts"
import { localIsoTime } from "../../../../../src/domain/text/isoTime.ts"
import type { Report } from "../../../../../src/domain/findings/Report.ts"
import type { AgreementChanges } from "../../../../../src/domain/sources/recordMarks.ts"
import { newAgreements, replacedRecords } from "../../../../../src/reconcile/judge/agreements.ts"
import { rules } from "../../../../../src/reconcile/judge/detect.ts"
import { detectBy, type Rule } from "../../../../../src/reconcile/judge/detectBy.ts"
import { type Plan, plan } from "../../../../../src/reconcile/judge/plan.ts"
import { snapshotFacts } from "../../../../../src/reconcile/judge/facts/PluginFacts.ts"
import { stillUndone } from "../../../../../src/reconcile/judge/facts/undone.ts"
import { recordsFromScratch } from "../../../../../src/reconcile/repair/rebuildState.ts"
import { report, sourceErrors } from "../../../../../src/reconcile/tell/report.ts"
import {
  closeUnconverged,
  closeWaiting,
  noOutcomes,
  observe,
  withOutcome,
  type RunOutcomes,
  untried
} from "../../../../../src/reconcile/tell/outcomes.ts"
import { type Repaired, repair } from "./repair.ts"
import { type Change, changesBetween } from "./changes.ts"
import type { Stage } from "./Stage.ts"
import { always, changePlugin, pluginOf, type World } from "./World.ts"

/** Everything that decides, each of it to be exchanged for something broken. */
export interface Parts {
  readonly rules: ReadonlyArray<Rule>
  readonly detectBy: typeof detectBy
  readonly plan: typeof plan
  readonly observe: typeof observe
  readonly newAgreements: typeof newAgreements
  readonly replacedRecords: typeof replacedRecords
  readonly recordsFromScratch: typeof recordsFromScratch
}

export interface Planner extends Parts {
  readonly detect: ReturnType<typeof detectBy>
}

export const plannerOf = (parts: Parts): Planner => ({ ...parts, detect: parts.detectBy(parts.rules) })

export const shipped: Planner = plannerOf({
  rules,
  detectBy,
  plan,
  observe,
  newAgreements,
  replacedRecords,
  recordsFromScratch
})

export interface Round {
  readonly before: World
  readonly findings: ReadonlyArray<Finding>
  readonly plan: Plan
  /** Nothing in a round that made the state file anew. */
  readonly repaired: Repaired | undefined
  readonly after: World
  /** What differs between the two. */
  readonly changes: () => ReadonlyArray<Change>
}

export interface Ran {
  readonly begun: World
  readonly rounds: ReadonlyArray<Round>
  /** What the last look found. */
  readonly last: ReadonlyArray<Finding>
  readonly outcomes: RunOutcomes
  /** The world at the end, with what the program remembers of the run. */
  readonly ended: World
}

const ROUNDS_MAX = 3

const roundOf = (
  before: World,
  findings: ReadonlyArray<Finding>,
  plan: Plan,
  repaired: Repaired | undefined,
  after: World
): Round => {
  let known: ReadonlyArray<Change> | undefined
  return { before, findings, plan, repaired, after, changes: () => (known ??= changesBetween(before, after)) }
}

export const run = (planner: Planner, stage: Stage, begun: World): Ran => {
  const { policy, snapshot } = stage
  const rounds: Array<Round> = []
  const unrecoverable = new Map<string, "process" | "remembered">()
  let world = begun
  let outcomes = noOutcomes
  let last: ReadonlyArray<Finding> = []
  const lookAgain = () => {
    stage.show(world)
    last = planner.detect(snapshot, policy)
    outcomes = planner.observe(outcomes, last, sourceErrors(snapshot).length === 0)
  }
  const end = (): Ran => {
    const seen = world
    const remembered = remember(seen, () => stage.during(seen, () => planner.newAgreements(snapshot)))
    const ended = [...unrecoverable].reduce(
      (now, [id, how]) => changePlugin(now, id, { unrecoverable: always(how) }),
      remembered
    )
    const undone = stage.during(seen, () => stillUndone(snapshotFacts(snapshot, policy)))
    return { begun, rounds, last, outcomes: closeWaiting(outcomes), ended: { ...ended, undone } }
  }
  for (let round = 1; round <= ROUNDS_MAX; round++) {
    lookAgain()
    const before = world
    const planned = planner.plan(untried(outcomes))
    if (mayRebuild(before)) {
      world = withRecords(before, planner.recordsFromScratch(snapshot, policy))
      rounds.push(roundOf(before, last, planner.plan([]), undefined, world))
      continue
    }
    if (untried(outcomes).length === 0) return end()
    const repaired = repair(before, planned)
    for (const { findings, outcome } of repaired.settled) outcomes = withOutcome(outcomes, findings, outcome)
    for (const [id, how] of repaired.unrecoverable) unrecoverable.set(id, how)
    const edits = repaired.stateEdits
    world = repaired.world
    if (edits.length > 0)
      world = remember(world, () =>
        stage.during(before, () => planner.replacedRecords(edits, snapshot.ledger))
      )
    rounds.push(roundOf(before, last, planned, repaired, world))
  }
  lookAgain()
  outcomes = closeUnconverged(outcomes)
  return end()
}

/** What the ledger holds afterwards; worked out when somebody looks, because most runs never do. */
const remember = (world: World, changes: () => AgreementChanges): World => {
  let known: AgreementChanges | undefined
  const changed = () => (known ??= changes())
  return world.ids.reduce((now, id) => {
    const { agreed, replaced } = pluginOf(world, id)
    return changePlugin(now, id, {
      agreed: () => (changed().has(id) ? changed().get(id)?.enabled : agreed()),
      replaced: () => (changed().has(id) ? (changed().get(id)?.replaced ?? []) : replaced())
    })
  }, world)
}

/** A state file that no parser reads is made anew, where that is asked for and can be done. */
const mayRebuild = ({ readable, replaceBroken }: World): boolean =>
  readable.state() === "unparseable" && readable.config() && readable.disk() && replaceBroken()

const withRecords = (world: World, records: ReturnType<typeof recordsFromScratch>): World =>
  records.reduce(
    (now, { enabled, plugin_id, status, version }) =>
      changePlugin(now, plugin_id, {
        record: always("object"),
        recorded: always(enabled),
        status: always(status),
        recordVersion: always(version),
        recordTime: always(localIsoTime(world.nowMs)),
        counter: always(1),
        fault: always(false)
      }),
    withoutRecords(world)
  )

const withoutRecords = (world: World): World => {
  const read: World = { ...world, readable: { ...world.readable, state: always("read") } }
  return world.ids.reduce((now, id) => changePlugin(now, id, { record: always("none") }), read)
}

/** The report of a run, or of a check, that found this. */
export const reported = (
  stage: Stage,
  { ended, outcomes }: Ran,
  mode: "check" | "reconcile" = "reconcile"
): Report =>
  report({
    mode,
    outcomes,
    sourceErrors: stage.during(ended, ({ snapshot }) => sourceErrors(snapshot)),
    unrecoverable: new Set(),
    changedFiles: new Set(),
    runId: "",
    durationMs: 0,
    broken: undefined
  })
