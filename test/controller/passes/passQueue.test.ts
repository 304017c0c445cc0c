// The queue of requests for a pass, under random interleavings in virtual time: nothing is lost, nothing runs
// twice at once, nothing runs unasked.
import { assert, describe, it } from "@effect/vitest"
import { Arbitrary, Duration, Effect, Fiber, Ref, Schema } from "effect"
import { TestClock } from "effect/testing"
import { makePassQueue, plainRequest, type PassRequest } from "../../../src/controller/passes/passQueue.ts"
import { monotonicMs } from "../../../src/controller/monotonicMs.ts"

const times = {
  debounce: Duration.millis(250),
  debounceMax: Duration.millis(2000),
  gather: Duration.millis(20)
}

interface Pass {
  readonly number: number
  /** Its place among all that happened: times alone may be equal. */
  readonly place: number
  readonly request: PassRequest
  readonly beganMs: number
  readonly endedMs: number
}

interface Asked {
  readonly place: number
  readonly atMs: number
  readonly request: PassRequest
  /** The pass that answered. */
  readonly answer: Fiber.Fiber<number, string>
}

const Step = Schema.Union([
  Schema.TaggedStruct("nudge", {}),
  Schema.TaggedStruct("request", { force: Schema.Boolean, replaceBroken: Schema.Boolean }),
  Schema.TaggedStruct("wait", { ms: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 700 })) })
])

const Scenario = Schema.Struct({
  steps: Schema.Array(Step).check(Schema.isMaxLength(60)),
  /** How long each pass takes. */
  durations: Schema.Array(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 900 }))).check(
    Schema.isMinLength(1),
    Schema.isMaxLength(12)
  )
})

/** Plays a scenario, lets everything come to rest, and tells what happened. */
const play = Effect.fnUntraced(function* ({ durations, steps }: typeof Scenario.Type) {
  const queue = yield* makePassQueue<number, string>(times, "ended")
  const passes = yield* Ref.make<ReadonlyArray<Pass>>([])
  const running = yield* Ref.make(0)
  const most = yield* Ref.make(0)
  let count = 0
  let places = 0
  yield* queue
    .work((request) =>
      Effect.gen(function* () {
        const number = count++
        const place = places++
        const beganMs = yield* monotonicMs
        const now = yield* Ref.updateAndGet(running, (before) => before + 1)
        yield* Ref.update(most, (before) => Math.max(before, now))
        yield* Effect.sleep(Duration.millis(durations[number % durations.length] ?? 0))
        yield* Ref.update(running, (before) => before - 1)
        const endedMs = yield* monotonicMs
        yield* Ref.update(passes, (all) => [...all, { number, place, request, beganMs, endedMs }])
        return number
      })
    )
    .pipe(Effect.forkScoped)
  const nudges: Array<{ readonly place: number; readonly atMs: number }> = []
  const asked: Array<Asked> = []
  for (const step of steps) {
    if (step._tag === "wait") yield* TestClock.adjust(Duration.millis(step.ms))
    else if (step._tag === "nudge") {
      nudges.push({ place: places++, atMs: yield* monotonicMs })
      yield* queue.nudge("files")
    } else {
      const request = { force: step.force, replaceBroken: step.replaceBroken }
      const atMs = yield* monotonicMs
      asked.push({
        place: places++,
        atMs,
        request,
        answer: yield* Effect.forkScoped(queue.request(request, "request"))
      })
      yield* Effect.yieldNow
    }
  }
  yield* TestClock.adjust("1 minute")
  const answered = yield* Effect.forEach(asked, ({ answer, ...rest }) =>
    Effect.map(Fiber.join(answer), (number) => ({ ...rest, number }))
  )
  return {
    passes: yield* Ref.get(passes),
    most: yield* Ref.get(most),
    depth: yield* queue.depth,
    nudges,
    answered
  }
})

const property = (name: string, claim: (played: Effect.Success<ReturnType<typeof play>>) => void): void => {
  it.effect.prop(
    name,
    { scenario: Arbitrary.schema(Scenario) },
    ({ scenario }) => Effect.scoped(Effect.map(play(scenario), claim)),
    { arbitrary: { runs: 150, size: 60 } }
  )
}

describe("the queue of passes", () => {
  property("comes to rest with nothing pending", ({ depth }) => {
    assert.strictEqual(depth, 0)
  })

  property("runs one pass at a time", ({ most }) => {
    assert.isAtMost(most, 1)
  })

  property("runs no pass without a request or a nudge", ({ answered, nudges, passes }) => {
    assert.isAtMost(passes.length, answered.length + nudges.length)
  })

  property("follows each nudge with a pass that begins no earlier", ({ nudges, passes }) => {
    for (const nudge of nudges) assert.isTrue(passes.some(({ place }) => place > nudge.place))
  })

  property("puts a nudge off by no more than the longest pause and the pass that is running", (played) => {
    for (const { atMs: at } of played.nudges) {
      const next = played.passes.find(({ beganMs }) => beganMs >= at)
      const before = played.passes.findLast(({ beganMs }) => beganMs < (next?.beganMs ?? 0))
      const free = Math.max(at, before?.endedMs ?? 0)
      assert.isAtMost(next?.beganMs ?? Infinity, Math.max(free, at + 2000))
    }
  })

  property(
    "answers a request by a pass that began later, or by one since whose beginning nothing happened",
    (played) => {
      for (const { number, place } of played.answered) {
        const began = played.passes.find((one) => one.number === number)?.place ?? -1
        const between = played.nudges.filter((nudge) => nudge.place > began && nudge.place < place)
        assert.isTrue(began > place || between.length === 0)
      }
    }
  )

  property("answers a forced request by a forced pass, and one to replace by one that replaces", (played) => {
    for (const { number, request } of played.answered) {
      const pass = played.passes.find((one) => one.number === number)
      assert.isTrue(!request.force || pass?.request.force)
      assert.isTrue(!request.replaceBroken || pass?.request.replaceBroken)
    }
  })

  it.effect("makes one pass of a thousand changes in a second, and at most one more", () =>
    Effect.gen(function* () {
      const steps = Array.from({ length: 1000 }, () => [
        { _tag: "nudge" as const },
        { _tag: "wait" as const, ms: 1 }
      ]).flat()
      const { passes } = yield* play({ steps, durations: [5] })
      assert.strictEqual(passes.length, 1)
    })
  )

  it.effect("lets changes that never cease put a pass off by two seconds", () =>
    Effect.gen(function* () {
      const steps = Array.from({ length: 100 }, () => [
        { _tag: "nudge" as const },
        { _tag: "wait" as const, ms: 100 }
      ]).flat()
      const { passes } = yield* play({ steps, durations: [1] })
      assert.deepStrictEqual(
        passes.map(({ beganMs }) => Math.floor(beganMs / 1000)),
        [2, 4, 6, 8, 10]
      )
    })
  )

  it.effect("lets requests that come together share a pass", () =>
    Effect.gen(function* () {
      const request = { _tag: "request" as const, force: false, replaceBroken: false }
      const { answered, passes } = yield* play({
        steps: [request, request, request, { _tag: "wait", ms: 25 }, request, request],
        durations: [100]
      })
      assert.strictEqual(passes.length, 1)
      assert.deepStrictEqual([...new Set(answered.map(({ number }) => number))], [0])
    })
  )

  it.effect("fails the requests that wait when it ends", () =>
    Effect.gen(function* () {
      const queue = yield* makePassQueue<number, string>(times, "ended")
      const worker = yield* Effect.forkScoped(queue.work(() => Effect.never))
      const waiting = yield* Effect.forkScoped(Effect.flip(queue.request(plainRequest, "request")))
      yield* TestClock.adjust("1 second")
      yield* Fiber.interrupt(worker)
      assert.strictEqual(yield* Fiber.join(waiting), "ended")
    })
  )
})
