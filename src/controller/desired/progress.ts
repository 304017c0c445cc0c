/** What the keeper of the desired state knows now; what must outlive the process is written before it counts. */
import { Clock, Effect, Ref } from "effect"
import { createHash } from "node:crypto"
import type { LedgerError } from "../../domain/errors/ServiceError.ts"
import { type DesiredMemory, desiredFile } from "../../services/desired/desiredFile.ts"
import { pauseReader, toldPause } from "../../services/desired/desiredPause.ts"
import { placeOf } from "../../services/desired/fetchDesired.ts"
import type { DocumentRejected, DocumentContext, Rejection } from "../../services/desired/judgeDocument.ts"
import { monotonicMs } from "../monotonicMs.ts"
import type { DesiredOptions, DesiredStanding } from "./Desired.ts"
import { stateOf } from "./desiredMemory.ts"

export interface Progress {
  readonly memory: DesiredMemory
  /** Why the last look at the document brought nothing. */
  readonly problem: DocumentRejected | undefined
  /** Looks in a row that brought nothing. */
  readonly failures: number
  readonly rejections: { readonly [reason in Rejection]: number }
  readonly readAt: string | null
  /** Since when the content in force is so, monotonic milliseconds. */
  readonly sinceMs: number
  /** Since when a revision that settles is applied. */
  readonly appliedAtMs: number | undefined
}

const NO_REJECTIONS: Progress["rejections"] = {
  unreachable: 0,
  refused: 0,
  signature: 0,
  replayed: 0,
  points_somewhere: 0,
  harmful: 0
}

export const isoNow = Effect.map(Clock.currentTimeMillis, (ms) => new Date(ms).toISOString())

/** Tells a document, as this sign reads it, from others. */
const sourceOf = ({ document, key, sign }: DesiredOptions): string => {
  const keyBytes = key?.key.export({ format: "der", type: "spki" }).toString("hex") ?? ""
  return createHash("sha256")
    .update(JSON.stringify([document, keyBytes, sign]))
    .digest("hex")
}

/** How long ago, by the clock of the wall, which may have jumped since. */
const agoMs = (at: string, nowMs: number): number => {
  const ms = nowMs - Date.parse(at)
  return Number.isFinite(ms) && ms > 0 ? ms : 0
}

export const makeProgress = Effect.fnUntraced(function* (options: DesiredOptions) {
  const { key, sign, systemKeys } = options
  const file = yield* desiredFile
  const pause = yield* pauseReader
  const place = placeOf(options.document)
  const reading: DocumentContext = {
    document: place.shown,
    remote: typeof place.at !== "string",
    key,
    sign,
    systemKeys
  }
  const found = yield* file.read({ source: sourceOf(options), document: place.shown, sign })
  const wallMs = yield* Clock.currentTimeMillis
  const age = found.in_force === null ? 0 : agoMs(found.in_force.accepted_at, wallMs)
  const progress = yield* Ref.make<Progress>({
    memory: found,
    problem: undefined,
    failures: 0,
    rejections: NO_REJECTIONS,
    readAt: null,
    sinceMs: (yield* monotonicMs) - age,
    appliedAtMs: undefined
  })

  /** Nothing changes here where it cannot be written. */
  const persist = (
    memory: DesiredMemory,
    more: Partial<Omit<Progress, "memory">> = {}
  ): Effect.Effect<void, LedgerError> =>
    Effect.andThen(
      file.write(memory),
      Ref.update(progress, (now) => ({ ...now, ...more, memory }))
    )

  const standing = Effect.gen(function* () {
    const { memory, problem, readAt, rejections, sinceMs } = yield* Ref.get(progress)
    const paused = yield* pause
    const { in_force, offered, rejected, settling } = memory
    return {
      sign,
      document: place.shown,
      ...stateOf(memory, problem, paused),
      in_force:
        in_force === null
          ? null
          : {
              revision: in_force.revision,
              serial: in_force.serial,
              accepted_at: in_force.accepted_at,
              age_seconds: Math.max(0, ((yield* monotonicMs) - sinceMs) / 1000),
              settled: settling === null
            },
      offered,
      rejected,
      rejections,
      read_at: readAt,
      paused: toldPause(paused)
    } satisfies DesiredStanding
  })

  return {
    place,
    reading,
    pause,
    get: Ref.get(progress),
    update: (change: (now: Progress) => Partial<Progress>) =>
      Ref.update(progress, (now) => ({ ...now, ...change(now) })),
    persist,
    standing,
    /** Counts why a document was not taken. */
    count: (reason: Rejection) =>
      Ref.update(progress, (now) => ({
        ...now,
        rejections: { ...now.rejections, [reason]: now.rejections[reason] + 1 }
      }))
  }
})

export type DesiredProgress = Effect.Success<ReturnType<typeof makeProgress>>
