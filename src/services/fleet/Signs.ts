/** The signs of a list as they last answered, for a page: it asks often, and never waits for a sign that is gone. */
import { Clock, Context, Duration, Effect, Fiber, Ref } from "effect"
import type { HttpClient } from "effect/http"
import type { AskedSign } from "../../domain/fleet/Sign.ts"
import type { FileReader } from "../../ports/Files.ts"
import { askFleet, readFleet } from "./askFleet.ts"

/** What is known of the signs of a list now. */
export interface KnownSigns {
  readonly signs: ReadonlyArray<AskedSign>
  /** Why the list cannot be read; what is known of its signs stands beside it. */
  readonly problem: string | undefined
}

/** `undefined` where no list is given. */
export const Signs: Context.Reference<Effect.Effect<KnownSigns> | undefined> = Context.Reference<
  Effect.Effect<KnownSigns> | undefined
>("ledmatrix-reconciler/services/Signs", { defaultValue: () => undefined })

/** However many pages ask, each sign is asked no more often. */
const PAUSE = Duration.seconds(10)

/** For answers that are under way; then the answer is what is known so far. */
const WAIT_MAX = Duration.seconds(2)

const NOT_YET = { _tag: "Unknown", problem: "it was not asked yet" } as const

/** Reads the list at an absolute path anew each time that the signs are asked. */
export const makeSigns = Effect.fnUntraced(function* (path: string) {
  const services = yield* Effect.context<FileReader | HttpClient.HttpClient>()
  const scope = yield* Effect.scope
  const known = yield* Ref.make<KnownSigns>({ signs: [], problem: undefined })
  let asking: { readonly fiber: Fiber.Fiber<void>; readonly begun: bigint } | undefined

  const look = Effect.gen(function* () {
    const list = yield* readFleet(path)
    const before = new Map((yield* Ref.get(known)).signs.map((sign) => [sign.name, sign]))
    const signs = list.map(({ address, name }): AskedSign => {
      const last = before.get(name)
      return last?.address === address ? last : { name, address, answer: NOT_YET, last_seen: null }
    })
    const places = new Map(signs.map(({ name }, at) => [name, at]))
    yield* Ref.set(known, { signs, problem: undefined })
    yield* askFleet(list, path, (sign) =>
      Effect.gen(function* () {
        const at = places.get(sign.name) ?? 0
        const now = new Date(yield* Clock.currentTimeMillis).toISOString()
        const last_seen = sign.answer._tag === "Answered" ? now : (signs[at]?.last_seen ?? null)
        signs[at] = { ...sign, last_seen }
      })
    )
  }).pipe(
    Effect.catch((problem) => Ref.update(known, (now) => ({ ...now, problem }))),
    Effect.provideContext(services)
  )

  const renewed = Effect.gen(function* () {
    const now = yield* Clock.monotonicTimeNanos
    const isOver = asking === undefined || asking.fiber.pollUnsafe() !== undefined
    if (asking !== undefined && !(isOver && now - asking.begun >= Duration.toNanosUnsafe(PAUSE)))
      return asking.fiber
    const fiber = yield* Effect.forkIn(look, scope)
    asking = { fiber, begun: now }
    return fiber
  })

  return Effect.gen(function* () {
    const fiber = yield* renewed
    yield* Effect.timeoutOption(Fiber.await(fiber), WAIT_MAX)
    const { problem, signs } = yield* Ref.get(known)
    return { signs: [...signs], problem }
  })
})
