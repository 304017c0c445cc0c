/** Pure: what becomes of the memory of desired states, and how it stands. */
import type { DesiredPhase as State, RejectedRevision } from "../../domain/desired/DesiredStatus.ts"
import { type DesiredMemory, type KeptRevision, withRejected } from "../../services/desired/desiredFile.ts"
import type { DesiredPause } from "../../services/desired/desiredPause.ts"
import type { Validators } from "../../services/network/validators.ts"
import type { DocumentRejected, OfferedRevision } from "../../services/desired/judgeDocument.ts"

/** What to do with a revision that may be taken. */
export type Acceptance =
  /** It wants the same as the one in force. */
  | { readonly _tag: "Same"; readonly memory: DesiredMemory }
  /** It was rejected before, or this sign is not among those that take it yet. */
  | { readonly _tag: "Leave"; readonly memory: DesiredMemory }
  | { readonly _tag: "Take"; readonly memory: DesiredMemory }

/** What a new revision is judged against, should it do harm. */
export interface Baseline {
  readonly runs: ReadonlyArray<string>
  readonly loaded: ReadonlyArray<string>
}

export const taking = (
  memory: DesiredMemory,
  { inShare, ...offered }: OfferedRevision,
  validators: Validators,
  now: string,
  before: Baseline
): Acceptance => {
  const { revision, serial } = offered
  const { etag: _, last_modified: __, ...rest } = memory
  const seen: DesiredMemory = { ...rest, ...validators, offered: { revision, serial } }
  const { in_force } = memory
  const accepted = { ...seen, serial: serial ?? memory.serial }
  if (in_force?.content === offered.content)
    return {
      _tag: "Same",
      memory: { ...accepted, in_force: { ...offered, accepted_at: in_force.accepted_at } }
    }
  if (memory.rejected.some((one) => one.revision === revision) || !inShare)
    return { _tag: "Leave", memory: seen }
  return {
    _tag: "Take",
    memory: {
      ...accepted,
      in_force: { ...offered, accepted_at: now },
      // One that had not settled yet is no place to go back to.
      settling: memory.settling ?? {
        previous: in_force,
        runs_before: before.runs,
        loaded_before: before.loaded
      }
    }
  }
}

/** It was taken back: the one before it is in force again. */
export const takenBack = (memory: DesiredMemory, now: string): DesiredMemory => {
  const { in_force, settling, taking_back } = memory
  if (in_force === null) return { ...memory, settling: null, taking_back: null }
  const rejected: RejectedRevision = {
    revision: in_force.revision,
    rejected_at: now,
    reasons: taking_back ?? []
  }
  return {
    ...withRejected(memory, rejected),
    in_force: settling?.previous ?? null,
    settling: null,
    taking_back: null
  }
}

/** What this sign keeps to now; none while it is paused or being taken back. */
export const inForce = (
  { in_force, taking_back }: DesiredMemory,
  pause: DesiredPause | undefined
): KeptRevision | undefined =>
  taking_back !== null || pause !== undefined ? undefined : (in_force ?? undefined)

/** In one word and one sentence. */
export const stateOf = (
  memory: DesiredMemory,
  problem: DocumentRejected | undefined,
  pause: DesiredPause | undefined
): { readonly state: State; readonly message: string } => {
  const { in_force, offered, rejected, settling, taking_back } = memory
  const stands = in_force === null ? "nothing is in force" : "the last good revision stands"
  if (pause !== undefined)
    return {
      state: "paused",
      message:
        pause.until === null
          ? "paused until it is resumed"
          : `paused until ${new Date(pause.until).toISOString()}`
    }
  if (taking_back !== null)
    return { state: "rejected", message: `it is being taken back: ${taking_back.join("; ")}` }
  if (problem !== undefined) return { state: "unreadable", message: `${problem.message}; ${stands}` }
  const refused = rejected.find(({ revision }) => revision === offered?.revision)
  if (refused !== undefined && refused.revision !== in_force?.revision)
    return { state: "rejected", message: `taken back: ${refused.reasons.join("; ")}` }
  if (settling !== null) return { state: "settling", message: "a new revision is in force and is watched" }
  if (offered !== null && offered.revision !== in_force?.revision)
    return { state: "pending_share", message: "another part of the signs takes the new revision first" }
  return in_force === null
    ? { state: "waiting", message: "no document was read yet" }
    : { state: "applied", message: "the revision in force is the document's" }
}
