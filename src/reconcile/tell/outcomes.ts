/**
 * Pure: what a run knows of its findings after each round. A finding is identified by id, type and reason,
 * listed once, and ends with exactly one outcome.
 */
import { type Finding, findingKey } from "../../domain/findings/Finding.ts"
import { type Failure, Outcome } from "../../domain/findings/Outcome.ts"

interface Line {
  readonly finding: Finding
  /** `undefined` while a fix has not been tried, or was dropped because its evidence had gone. */
  readonly outcome: Outcome | undefined
}

export type RunOutcomes = ReadonlyMap<string, Line>

export const noOutcomes: RunOutcomes = new Map()

const NOT_CONVERGED: Failure = {
  kind: "transient",
  code: "not_converged",
  message: "it was fixed, and something else undid it; the next run tries again"
}

const withoutAttempt = (finding: Finding): Outcome | undefined =>
  finding.fix._tag === "Manual"
    ? Outcome.Manual()
    : finding.fix._tag === "None"
      ? Outcome.Informational()
      : undefined

/**
 * Adds what a round found. What no repair was tried on is what the last look says of it: what is no longer
 * found is forgotten, because it has been mended, perhaps by another repair of this run. Not where a source
 * could not be read (`sawAll`), for then it may only be out of sight. A repair that is found again did not hold.
 */
export const observe = (
  outcomes: RunOutcomes,
  findings: ReadonlyArray<Finding>,
  sawAll = true
): RunOutcomes => {
  const next = new Map<string, Line>()
  for (const [key, line] of outcomes) {
    if (line.outcome !== undefined && !(sawAll && isUntouched(line.outcome))) next.set(key, line)
  }
  for (const finding of findings) {
    const key = findingKey(finding)
    const line = outcomes.get(key)
    next.set(key, line === undefined ? { finding, outcome: withoutAttempt(finding) } : again(line, finding))
  }
  return next
}

/** A finding of an earlier round that is still there. */
const again = (line: Line, finding: Finding): Line => {
  const { outcome } = line
  if (outcome?._tag === "Fixed" || outcome?._tag === "Replaced")
    return { finding, outcome: Outcome.Failed({ error: NOT_CONVERGED }) }
  if (outcome?._tag === "Failed") return { finding, outcome }
  // What a repair has handed to a person stays with that person.
  if (outcome?._tag === "Manual" && finding.fix._tag === "Auto") return line
  return { finding, outcome: withoutAttempt(finding) }
}

const isUntouched = ({ _tag }: Outcome): boolean => _tag === "Manual" || _tag === "Informational"

/** Gives findings the outcome of the repair that was tried on them. */
export const withOutcome = (
  outcomes: RunOutcomes,
  findings: ReadonlyArray<Finding>,
  outcome: Outcome
): RunOutcomes => {
  const next = new Map(outcomes)
  for (const finding of findings) next.set(findingKey(finding), { finding, outcome })
  return next
}

const waits = ({ fix }: Finding): Failure | undefined => (fix._tag === "Auto" ? fix.waits : undefined)

/** The findings that can be fixed now and have not been tried. */
export const untried = (outcomes: RunOutcomes): ReadonlyArray<Finding> =>
  [...outcomes.values()].flatMap(({ finding, outcome }) =>
    outcome === undefined && waits(finding) === undefined ? [finding] : []
  )

/** What still has to wait when a run ends has failed for now. */
export const closeWaiting = (outcomes: RunOutcomes): RunOutcomes => {
  const next = new Map(outcomes)
  for (const [key, { finding, outcome }] of outcomes) {
    const error = waits(finding)
    if (outcome === undefined && error !== undefined)
      next.set(key, { finding, outcome: Outcome.Failed({ error }) })
  }
  return next
}

/** Gives every finding that is still open the same outcome. */
const close = (outcomes: RunOutcomes, outcome: Outcome): RunOutcomes =>
  withOutcome(outcomes, untried(outcomes), outcome)

/** A run that broke off: what it did not come to is for the next one. */
export const closeBroken = (
  outcomes: RunOutcomes,
  why: string,
  kind: Failure["kind"] = "transient"
): RunOutcomes => close(outcomes, Outcome.Failed({ error: { kind, code: "run_failed", message: why } }))

export const closeUnconverged = (outcomes: RunOutcomes): RunOutcomes =>
  close(outcomes, Outcome.Failed({ error: NOT_CONVERGED }))
