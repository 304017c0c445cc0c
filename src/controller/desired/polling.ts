/** Asks for the document, at intervals and when its file changes, and takes what may be taken. */
import { Clock, Duration, Effect, Queue, Random, Ref, Result } from "effect"
import type { HttpClient } from "effect/http"
import { basename, dirname } from "node:path/posix"
import type { FileReader } from "../../ports/Files.ts"
import { FileWatcher } from "../../ports/FileWatcher.ts"
import { type Readers, snapshot } from "../../reconcile/look/snapshot.ts"
import {
  fetchDesired,
  type DocumentPlace,
  unfetched,
  type FetchFailure
} from "../../services/desired/fetchDesired.ts"
import { judgeDocument, type DocumentRejected } from "../../services/desired/judgeDocument.ts"
import { secretsHere } from "../../services/desired/secretsHere.ts"
import type { Installation } from "../../services/installation/Installation.ts"
import { Journal } from "../../services/ownFiles/Journal.ts"
import { monotonicMs } from "../monotonicMs.ts"
import type { DesiredListener, DesiredOptions } from "./Desired.ts"
import { taking } from "./desiredMemory.ts"
import { pauseMs } from "./pace.ts"
import { type DesiredProgress, isoNow } from "./progress.ts"

/** What has to be known before a revision is taken, so that it can be taken back. */
const before = Effect.gen(function* () {
  const { records } = yield* (yield* Journal).view
  const { manager } = yield* snapshot(new Set())
  const plugins = Result.isSuccess(manager) ? [...manager.success.plugins.values()] : []
  return {
    runs: records.map(({ run_id }) => run_id),
    loaded: plugins.filter(({ loaded }) => loaded).map(({ id }) => id)
  }
})

const failed = (error: DocumentRejected): FetchFailure => ({ error, retryAfter: Duration.zero })

const OFFLINE = unfetched("this controller was started without network")

/** Whether something else is wanted from now on. */
const look = Effect.fnUntraced(function* (progress: DesiredProgress, { key, offline }: DesiredOptions) {
  const { memory } = yield* progress.get
  if (memory.taking_back !== null) return false
  const { place, reading } = progress
  if (offline && reading.remote) return yield* Effect.fail(OFFLINE)
  const fetched = yield* fetchDesired(place, memory, key !== undefined)
  const readAt = yield* isoNow
  if (fetched === "unchanged") {
    yield* progress.update(() => ({ readAt, problem: undefined }))
    return false
  }
  const secrets = yield* Effect.mapError(secretsHere, (problem) => unfetched(problem))
  const offered = yield* Effect.mapError(
    Effect.fromResult(judgeDocument(fetched, { ...reading, secrets }, memory.serial)),
    failed
  )
  const unkept = ({ message }: { readonly message: string }): FetchFailure =>
    unfetched(`it cannot be kept: ${message}`)
  const was = yield* Effect.mapError(before, unkept)
  const taken = taking(memory, offered, fetched.validators, readAt, was)
  const known = { readAt, problem: undefined }
  if (taken._tag !== "Take") {
    const isNew = taken.memory.offered?.revision !== memory.offered?.revision
    // A file is looked at often, and is the same most of the time.
    yield* isNew || reading.remote
      ? Effect.mapError(progress.persist(taken.memory, known), unkept)
      : progress.update(() => known)
    return false
  }
  const sinceMs = yield* monotonicMs
  yield* Effect.mapError(
    progress.persist(taken.memory, { ...known, sinceMs, appliedAtMs: undefined }),
    unkept
  )
  yield* Effect.logInfo("a revision of the desired state is in force", {
    revision: offered.revision,
    serial: offered.serial
  })
  return true
})

const watchFile = Effect.fnUntraced(function* ({ at }: DocumentPlace, heard: () => void) {
  if (typeof at !== "string") return
  const name = basename(at)
  const names: ReadonlySet<string | undefined> = new Set([undefined, name, `${name}.minisig`, `${name}.sig`])
  const watching = yield* (yield* FileWatcher).watch((_, changed) => {
    if (names.has(changed)) heard()
  })
  yield* watching.set(new Set([dirname(at)]))
})

/** What asking for a document needs. */
export type PollingServices = Readers | HttpClient.HttpClient | FileReader | FileWatcher | Installation

/** Until a file is written whole. */
const QUIET = Duration.millis(200)

export const makePolling = Effect.fnUntraced(function* (progress: DesiredProgress, options: DesiredOptions) {
  const bell = yield* Queue.sliding<void>(1)
  const asked = yield* Ref.make(true)
  const ask = Effect.andThen(Ref.set(asked, true), Queue.offer(bell, undefined))

  const poll = Effect.fnUntraced(function* ({ changed, nudge }: DesiredListener) {
    const then = yield* progress.standing
    const result = yield* Effect.result(look(progress, options))
    if (Result.isFailure(result)) {
      const { error } = result.failure
      yield* progress.count(error.reason)
      yield* progress.update(({ failures }) => ({ failures: failures + 1, problem: error }))
      if (then.state !== "unreadable")
        yield* Effect.logWarning("the desired state could not be taken", { problem: error.message })
    } else {
      yield* progress.update(() => ({ failures: 0 }))
      if (result.success) yield* nudge
    }
    const now = yield* progress.standing
    if (now.state !== then.state || now.in_force?.revision !== then.in_force?.revision) yield* changed
    const { failures } = yield* progress.get
    const retryAfter = Result.isFailure(result) ? result.failure.retryAfter : Duration.zero
    return pauseMs(options.poll, failures, retryAfter, yield* Random.next)
  })

  /** When something happens without the document: the time to settle is over, or a pause. */
  const dues = Effect.gen(function* () {
    const { appliedAtMs } = yield* progress.get
    const nowMs = yield* monotonicMs
    const settled = appliedAtMs === undefined ? [] : [appliedAtMs + Duration.toMillis(options.settle) - nowMs]
    const paused = yield* progress.pause
    const resumed = paused?.until == null ? [] : [paused.until - (yield* Clock.currentTimeMillis)]
    return [...settled, ...resumed].filter((ms) => ms > 0)
  })

  const work = Effect.fnUntraced(function* (listener: DesiredListener) {
    const heard = yield* Queue.sliding<void>(1)
    yield* watchFile(progress.place, () => {
      Queue.offerUnsafe(heard, undefined)
    })
    const written = Effect.andThen(Queue.take(heard), Effect.delay(ask, QUIET))
    yield* Effect.forkScoped(Effect.forever(written))
    let nextMs = 0
    for (;;) {
      if ((yield* Ref.getAndSet(asked, false)) || (yield* monotonicMs) >= nextMs) {
        // From the answer on: so a server counts that wants to be left alone for a while.
        const pause = yield* poll(listener)
        nextMs = (yield* monotonicMs) + pause
      }
      const due = Math.min(...(yield* dues))
      const waitMs = Math.max(0, Math.min(nextMs - (yield* monotonicMs), due))
      const wasPaused = yield* progress.pause
      const isRung = yield* Effect.race(
        Effect.as(Effect.sleep(Duration.millis(waitMs)), false),
        Effect.as(Queue.take(bell), true)
      )
      // Each pass rings: one that were wanted for it would bring the next.
      if (!isRung && waitMs === due) yield* listener.nudge
      if (wasPaused?.until !== (yield* progress.pause)?.until) yield* listener.changed
    }
  }, Effect.scoped)

  return { ask, ring: Queue.offer(bell, undefined), work }
})
