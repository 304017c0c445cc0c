/**
 * `detect` with a memory of one call. A warm pass reads the very same views again; where also nothing was
 * found, looking again cannot find anything either.
 */
import type { Finding } from "../domain/Finding.ts"
import type { Policy } from "../domain/Policy.ts"
import type { Snapshot } from "../domain/Snapshot.ts"
import { Result } from "effect"
import type { Reading } from "../domain/Source.ts"
import { detect } from "./detect.ts"

type Detect = typeof detect

/** A `detect` for one long-running process. Transparent: it answers what `detect` would. */
export const rememberingDetect = (): Detect => {
  let last: { readonly snapshot: Snapshot; readonly policy: Policy } | undefined
  return (snapshot, policy) => {
    if (last !== undefined && last.policy === policy && sameViews(last.snapshot, snapshot)) return NOTHING
    const findings = detect(snapshot, policy)
    // Only an empty result is kept: a finding may depend on the time of day.
    last = findings.length === 0 ? { snapshot, policy } : undefined
    return findings
  }
}

const NOTHING: ReadonlyArray<Finding> = []

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
const sameView = <A>(a: Reading<A>, b: Reading<A>): boolean =>
  Result.isSuccess(a) && Result.isSuccess(b) && a.success === b.success
