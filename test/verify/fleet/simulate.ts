/**
 * Many signs and one server through some hours of virtual time: a document that all have, hours without a change, a new
 * one for all, and one that does harm for a few. Signs know nothing of each other: parts of them may be simulated apart,
 * and their logs added up.
 */
import { Duration, Effect, Exit, Option, Scope } from "effect"
import { TestClock } from "effect/testing"
import { isInShare, rolloutSubject } from "../../../src/domain/desired/desiredSign.ts"
import { journalView } from "../../../src/services/ownFiles/formats/journalView.ts"
import { FleetServer, revisionOf } from "./server.ts"
import { POLL, SETTLE, SimulatedSign } from "./simulatedSign.ts"

export interface Plan {
  readonly signs: number
  /** Those of them that are simulated here. */
  readonly from: number
  readonly to: number
  readonly idleMinutes: number
  readonly share: number
  /** Seconds that pass at once: a document comes at the end of them. A part of each minute. */
  readonly step: number
  readonly tell: (line: string) => void
}

/** What was seen of signs that were simulated together. Seconds are counted from the beginning. */
export interface Seen {
  /** Requests in each second. */
  readonly requests: ReadonlyArray<number>
  /** Without a change: requests, those answered with a document, and bytes. */
  readonly idle: { readonly requests: number; readonly documents: number; readonly bytes: number }
  /** The seconds that each sign took to have the new revision in force; -1 for never. */
  readonly reached: ReadonlyArray<number>
  /** Signs that took the harmful revision, of those below the share and of the others. */
  readonly tried: { readonly below: number; readonly others: number }
  readonly below: number
  /** Signs whose config and plugins are, byte for byte, as before the harmful revision; of the others all files are. */
  readonly back: { readonly below: number; readonly others: number }
  /** Signs that keep to the revision before the harmful one in the end. */
  readonly former: number
  readonly heapBytes: number
}

const documentOf = (plugins: object, more: object): string =>
  JSON.stringify({ schema: "ledmatrix-desired/1", plugins, ...more })

const clock = (city: string) => ({ clock: { enabled: true, settings: { city } } })
const FIRST = documentOf(clock("Bern"), { serial: 1 })
const SECOND = documentOf({ ...clock("Rom"), news: { enabled: true } }, { serial: 2 })
const harmful = (share: number): string =>
  documentOf(
    { ...clock("Oslo"), news: { absent: true }, bad: { enabled: true } },
    { serial: 3, rollout: { share } }
  )

const minutes = (duration: Duration.Duration): number => Duration.toMinutes(duration)

/** A poll, the longest its jitter makes it, and the minute in which what was fetched is applied. */
const TWO_POLLS = 2 * minutes(POLL)
const SETTLED = minutes(POLL) * 1.2 + minutes(SETTLE) + 2

const turn = Effect.promise(
  () =>
    new Promise<void>((resolve) => {
      setImmediate(resolve)
    })
)

/** Virtual time, and real turns of the event loop for bodies of answers. */
const step = (seconds: number) =>
  Effect.andThen(TestClock.adjust(Duration.seconds(seconds)), Effect.andThen(turn, turn))

export const simulateSigns = Effect.fnUntraced(function* (plan: Plan) {
  const { from, idleMinutes, share, signs: all, tell, to } = plan
  // Loaded when it is first asked for, which takes real time.
  yield* Effect.promise(async () => journalView([]))
  const server = new FleetServer()
  const scope = yield* Scope.make()
  const signs = Array.from({ length: to - from }, (_, at) => new SimulatedSign(`sign-${from + at}`))
  let now = 0
  const pass = Effect.fnUntraced(function* (lasting: number) {
    for (const end = now + Math.round(lasting * 60); now < end; now += plan.step) {
      yield* step(plan.step)
      if (now % 300 !== 0) continue
      for (const sign of signs) yield* sign.forgetCalls
      tell(`minute ${now / 60}: ${server.log.length} requests`)
    }
  })
  const inForce = (sign: SimulatedSign) =>
    Effect.map(sign.desired, (desired) => Option.getOrUndefined(desired)?.in_force)

  // They were switched on at any time, not all in one second.
  server.publish(FIRST)
  const apart = Duration.toMillis(POLL) / all
  for (const [at, sign] of signs.entries())
    yield* Effect.forkIn(Effect.delay(sign.start(server, scope), apart * (from + at)), scope)
  yield* pass(minutes(POLL) + SETTLED)

  const before = server.log.length
  yield* pass(idleMinutes)
  const idle = server.log.slice(before)
  const heapBytes = process.memoryUsage().heapUsed

  server.publish(SECOND)
  const published = now
  yield* pass(TWO_POLLS)
  const reached: Array<number> = []
  for (const sign of signs) {
    const taken = yield* inForce(sign)
    const isNew = taken?.revision === revisionOf(SECOND)
    reached.push(isNew ? Date.parse(taken.accepted_at) / 1000 - published : -1)
  }
  yield* pass(SETTLED)

  const cards = new Map<SimulatedSign, string>()
  const cardOf = (sign: SimulatedSign) =>
    Effect.map(sign.card, (found) =>
      Option.match(found, {
        onNone: () => "none",
        onSome: ({ beside, card }) => (isBelow(sign) ? card : `${card} ${beside}`)
      })
    )
  const subject = rolloutSubject(JSON.parse(harmful(share)))
  const isBelow = (sign: SimulatedSign): boolean => isInShare(share, revisionOf(`${sign.name}\n${subject}`))
  for (const sign of signs) cards.set(sign, yield* cardOf(sign))
  const bad = harmful(share)
  server.publish(bad)
  yield* pass(SETTLED)

  const tried = { below: 0, others: 0 }
  const back = { below: 0, others: 0 }
  let former = 0
  for (const sign of signs) {
    const part = isBelow(sign) ? "below" : "others"
    const desired = Option.getOrUndefined(yield* sign.desired)
    if (desired?.rejected.some(({ revision }) => revision === revisionOf(bad)) === true) tried[part]++
    else if (desired?.in_force?.revision === revisionOf(bad)) tried[part]++
    if ((yield* cardOf(sign)) === cards.get(sign)) back[part]++
    if (desired?.in_force?.revision === revisionOf(SECOND)) former++
  }
  yield* Scope.close(scope, Exit.void)

  const requests = Array.from({ length: now }, () => 0)
  for (const asked of server.log) requests[asked.second] = (requests[asked.second] ?? 0) + 1
  return {
    requests,
    idle: {
      requests: idle.length,
      documents: idle.filter(({ status }) => status !== 304).length,
      bytes: idle.reduce((sum, { bytes }) => sum + bytes, 0)
    },
    reached,
    tried,
    below: signs.filter(isBelow).length,
    back,
    former,
    heapBytes
  } satisfies Seen
})
