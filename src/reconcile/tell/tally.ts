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
 * Adds what a round found. What no repair was tried on is what the last look says of it: what is no longer
 * found is forgotten, because somebody settled it, perhaps this run with another repair. Not where a source
 * could not be read (`sawAll`), for then it may only be out of sight. A repair that is found again did not hold.
 */
export const observe = (tally: Tally, findings: ReadonlyArray<Finding>, sawAll = true): Tally => {
  const next = new Map<string, Line>()
  for (const [key, line] of tally) {
    if (line.outcome !== undefined && !(sawAll && isUntouched(line.outcome))) next.set(key, line)
  }
  for (const finding of findings) {
    const key = findingKey(finding)
    const line = tally.get(key)
    next.set(key, line === undefined ? { finding, outcome: withoutAttempt(finding) } : again(line, finding))
  }
  return next
}

/** A finding of an earlier round that is still there. */
const again = (line: Line, finding: Finding): Line => {
  const { outcome } = line
  if (outcome?._tag === "Fixed") return { finding, outcome: Outcome.Failed({ error: NOT_CONVERGED }) }
  if (outcome?._tag === "Failed") return { finding, outcome }
  // What a repair has handed to a person stays with that person.
  if (outcome?._tag === "Manual" && finding.fix._tag === "Auto") return line
  return { finding, outcome: withoutAttempt(finding) }
}

const isUntouched = ({ _tag }: Outcome): boolean => _tag === "Manual" || _tag === "Informational"

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
