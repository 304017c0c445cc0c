/**
 * `detect` with a memory of one call. A warm pass, and the look that is repeated under the lock, read the
 * very same views again: what was found in them a moment ago is what is there.
 */
import { Result } from "effect"
import type { Finding } from "../../domain/findings/Finding.ts"
import type { Policy } from "../../domain/Policy.ts"
import type { Snapshot } from "../../domain/sources/Snapshot.ts"
import { detect } from "./detect.ts"

type Detect = typeof detect

/** Findings may depend on the time of day: whether a file's time lies ahead. Nothing found does not. */
const MOMENT_MS = 1000

/** A `detect` for one long-running process. Transparent: it answers what `detect` would. */
export const rememberingDetect = (): Detect => {
  let last:
    | { readonly snapshot: Snapshot; readonly policy: Policy; readonly findings: ReadonlyArray<Finding> }
    | undefined
  return (snapshot, policy) => {
    if (last !== undefined && last.policy === policy && sameViews(last.snapshot, snapshot)) {
      const age = snapshot.takenAtMs - last.snapshot.takenAtMs
      if (last.findings.length === 0 || (age >= 0 && age < MOMENT_MS)) return last.findings
    }
    const findings = detect(snapshot, policy)
    last = { snapshot, policy, findings }
    return findings
  }
}

const sameViews = (a: Snapshot, b: Snapshot): boolean =>
  sameView(a.config, b.config) &&
  sameView(a.disk, b.disk) &&
  sameView(a.manager, b.manager) &&
  sameView(a.state, b.state) &&
  sameView(a.store.uninstalled, b.store.uninstalled) &&
  a.store.hopeless === b.store.hopeless &&
  a.ledger === b.ledger &&
  a.unrecoverable === b.unrecoverable

/** The same object; two failures are never the same, so that they are judged afresh. */
const sameView = <A>(a: Result.Result<A, unknown>, b: Result.Result<A, unknown>): boolean =>
  Result.isSuccess(a) && Result.isSuccess(b) && a.success === b.success
