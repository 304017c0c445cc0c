/**
 * Pure: what a run knows of its findings after each round. A finding is identified by id, type and reason,
 * listed once, and ends with exactly one outcome.
 */
import { type Finding, findingKey } from "../domain/Finding.ts"
import { type Failure, Outcome } from "../domain/Outcome.ts"

interface Line {
  readonly finding: Finding
  /** `undefined` while a fix has not been tried, or was dropped because its evidence had gone. */
  readonly outcome: Outcome | undefined
}

export type Tally = ReadonlyMap<string, Line>

export const emptyTally: Tally = new Map()

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
 * Adds what a round found. A fix that was never carried out and is no longer found is forgotten: somebody
 * else settled it. One that was carried out and is found again did not hold.
 */
export const observe = (tally: Tally, findings: ReadonlyArray<Finding>): Tally => {
  const next = new Map<string, Line>()
  for (const [key, line] of tally) if (line.outcome !== undefined) next.set(key, line)
  for (const finding of findings) {
    const key = findingKey(finding)
    const line = tally.get(key)
    const before = line?.outcome
    const outcome = before?._tag === "Fixed" ? Outcome.Failed({ error: NOT_CONVERGED }) : before
    // What a repair has handed to a person stays with that person.
    const known = before?._tag === "Manual" && line !== undefined ? line.finding : finding
    next.set(key, { finding: known, outcome: outcome ?? withoutAttempt(finding) })
  }
  return next
}

/** Sets the outcome of findings that a repair settled or failed to settle. */
export const settle = (tally: Tally, findings: ReadonlyArray<Finding>, outcome: Outcome): Tally => {
  const next = new Map(tally)
  for (const finding of findings) next.set(findingKey(finding), { finding, outcome })
  return next
}

/** The findings that can be fixed and have not been tried. */
export const untried = (tally: Tally): ReadonlyArray<Finding> =>
  [...tally.values()].flatMap(({ finding, outcome }) => (outcome === undefined ? [finding] : []))

/** Gives every finding that is still open the same outcome. */
const close = (tally: Tally, outcome: Outcome): Tally => settle(tally, untried(tally), outcome)

/** A run that broke off: what it did not come to is for the next one. */
export const closeBroken = (tally: Tally, why: string): Tally =>
  close(tally, Outcome.Failed({ error: { kind: "transient", code: "run_failed", message: why } }))

export const closeUnconverged = (tally: Tally): Tally =>
  close(tally, Outcome.Failed({ error: NOT_CONVERGED }))
