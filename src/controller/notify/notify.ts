/**
 * Tells somebody elsewhere when something needs a person, once, and when it is solved. It goes on beside the passes: what
 * cannot be sent is tried again, and holds nothing up.
 */
import { Duration, Effect, Layer, Schedule, Stream } from "effect"
import type { HttpClient } from "effect/http"
import type { Report } from "../../domain/findings/Report.ts"
import { postJson } from "../../services/network/postJson.ts"
import { Notified, type ToldOf } from "../../services/ownFiles/Notified.ts"
import { Controller } from "../Controller.ts"
import { messageOf, solvedWords } from "./message.ts"
import { needsOf, solvedBy } from "./needsPerson.ts"
import { orWarn } from "../../changes/orWarn.ts"

export interface NotifyOptions {
  readonly address: URL
  /** How the sign is called. */
  readonly sign: string
  /** The first pause after a failure; each further one is twice as long. */
  readonly pause?: Duration.Duration
}

const PAUSE = Duration.seconds(5)
/** Some three minutes; the next pass tries again, with what it then finds. */
const RETRIES = 5

/** ntfy takes JSON at its root alone, with the topic in it: so an address may name one. */
const target = (given: URL): { readonly url: URL; readonly topic: string | undefined } => {
  const topic = given.searchParams.get("topic")
  if (topic === null || topic === "" || given.pathname !== "/") return { url: given, topic: undefined }
  const url = new URL(given)
  url.searchParams.delete("topic")
  return { url, topic }
}

/** After each pass, in turn: while one is sent, passes go on, and only the newest report counts. */
export const notifying = (
  options: NotifyOptions
): Layer.Layer<never, never, Controller | Notified | HttpClient.HttpClient> =>
  Layer.effectDiscard(
    Effect.gen(function* () {
      const { events, status } = yield* Controller
      const notified = yield* Notified
      const { topic, url } = target(options.address)
      const schedule = Schedule.jittered(Schedule.exponential(options.pause ?? PAUSE))
      let unwritten: ToldOf | undefined
      /** Where it cannot be written, as on a full card, this process still knows it, and writes it after a later pass. */
      const remember = (told: ToldOf) =>
        notified.write(told).pipe(
          Effect.map(() => undefined),
          Effect.catch((error) =>
            Effect.as(
              Effect.logWarning("what somebody was notified of could not be written down", {
                problem: error.message
              }),
              told
            )
          ),
          Effect.map((left) => {
            unwritten = left
          })
        )
      const tell = Effect.fn("notify")(function* (report: Report) {
        if (unwritten !== undefined) yield* remember(unwritten)
        const told = unwritten ?? (yield* notified.read)
        const needs = needsOf(report).filter(({ key }) => !told.has(key))
        const solved = solvedBy(report, told.keys())
        if (needs.length + solved.length === 0) return
        const document = messageOf(
          { sign: options.sign, needs, solved: solved.flatMap((key) => told.get(key) ?? []) },
          topic
        )
        yield* Effect.retry(postJson(url, document), {
          schedule,
          times: RETRIES,
          while: ({ transient }) => transient
        })
        yield* Effect.logInfo("somebody was notified", {
          server: url.origin,
          new: needs.length,
          solved: solved.length
        })
        const now = new Map([
          ...[...told].filter(([key]) => !solved.includes(key)),
          ...needs.map((need) => [need.key, solvedWords(need)] as const)
        ])
        yield* remember(now)
      })
      let looked: string | undefined
      const look = Effect.gen(function* () {
        const { last_report } = yield* status
        if (last_report === null || last_report.run_id === looked) return
        looked = last_report.run_id
        yield* tell(last_report)
      }).pipe(orWarn("the webhook did not take the message; the next pass tries again"))
      // The first event is how it stands: a pass may have ended before this began to listen.
      yield* events.pipe(
        Stream.filter(({ _tag }) => _tag === "pass" || _tag === "status"),
        Stream.buffer({ capacity: 1, strategy: "sliding" }),
        Stream.runForEach(() => look),
        Effect.forkScoped
      )
    })
  )
