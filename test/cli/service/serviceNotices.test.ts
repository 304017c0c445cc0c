// What the service manager hears, in virtual time: when, how often, and when no more.
import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect, Layer, Ref, Stream } from "effect"
import { TestClock } from "effect/testing"
import { serviceNotices } from "../../../src/cli/service/serviceNotices.ts"
import { statusLine } from "../../../src/cli/service/statusLine.ts"
import { Controller } from "../../../src/controller/Controller.ts"
import { type Condition, type ControllerStatus, noSuspension } from "../../../src/domain/Controller.ts"
import { NotNotified, type ServiceNotice, ServiceManager } from "../../../src/ports/ServiceManager.ts"

const condition = (
  type: Condition["type"],
  status: Condition["status"],
  reason = "",
  message = ""
): Condition => ({ type, status, reason, message, observed_at: "", changed_at: "" })

const status: ControllerStatus = {
  version: "0.0.0",
  root: "/sign",
  started_at: "",
  conditions: [
    condition("Ready", "true"),
    condition("Degraded", "false"),
    condition("RegistryReachable", "true")
  ],
  startup: { done: true, unresolved: [] },
  suspended: noSuspension,
  queue_depth: 0,
  back_offs: [],
  operations: [],
  last_report: null,
  last_pass: null
}

const starting: ControllerStatus = { ...status, startup: { done: false, unresolved: [] } }

interface Scene {
  readonly told: ReadonlyArray<ServiceNotice>
  readonly setAlive: (alive: boolean) => Effect.Effect<void>
  readonly setReachable: (reachable: boolean) => Effect.Effect<void>
}

interface SceneOptions {
  readonly watchdog?: Duration.Duration
  readonly listens?: boolean
  readonly events?: Stream.Stream<ControllerStatus>
}

const scene = <E>(
  { events = Stream.never, listens = true, watchdog }: SceneOptions,
  body: (scene: Scene) => Effect.Effect<void, E>
) =>
  Effect.gen(function* () {
    const told: Array<ServiceNotice> = []
    const alive = yield* Ref.make(true)
    const reachable = yield* Ref.make(true)
    const outside = Layer.merge(
      Layer.succeed(ServiceManager, {
        listens,
        watchdog,
        notify: (notice) =>
          Effect.flatMap(Ref.get(reachable), (can) =>
            can ? Effect.sync(() => void told.push(notice)) : new NotNotified({ problem: "no memory" })
          )
      }),
      Layer.mock(Controller, {
        status: Effect.succeed(starting),
        alive: Ref.get(alive),
        events: Stream.map(events, (now) => ({ _tag: "status" as const, status: now }))
      })
    )
    const setAlive = (value: boolean) => Ref.set(alive, value)
    const setReachable = (value: boolean) => Ref.set(reachable, value)
    yield* body({ told, setAlive, setReachable }).pipe(
      Effect.provide(serviceNotices.pipe(Layer.provide(outside)), { local: true })
    )
    return told
  })

describe("the service manager", () => {
  it.effect("hears that the service is ready, how it stands, and at last that it stops", () =>
    Effect.gen(function* () {
      const told = yield* scene({}, () => Effect.void)
      assert.deepStrictEqual(told, [
        { READY: "1", STATUS: "the first pass is under way" },
        { STOPPING: "1", STATUS: "stopping" }
      ])
    })
  )

  it.effect("gets no notice where no socket listens", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* scene({ listens: false }, () => TestClock.adjust("1 hour")), [])
    })
  )

  it.effect("hears twice in its watchdog's time that the controller is alive", () =>
    Effect.gen(function* () {
      const told = yield* scene({ watchdog: Duration.minutes(10) }, () => TestClock.adjust("19 minutes"))
      assert.lengthOf(
        told.filter((notice) => notice.WATCHDOG === "1"),
        4
      )
    })
  )

  it.effect("hears it no more once the controller does not do its work", () =>
    Effect.gen(function* () {
      const told = yield* scene({ watchdog: Duration.minutes(10) }, ({ setAlive }) =>
        Effect.gen(function* () {
          yield* TestClock.adjust("6 minutes")
          yield* setAlive(false)
          yield* TestClock.adjust("1 hour")
        })
      )
      assert.lengthOf(
        told.filter((notice) => notice.WATCHDOG === "1"),
        2
      )
    })
  )

  it.effect("gets the notice again within its time where sending it failed once", () =>
    scene({ watchdog: Duration.minutes(10) }, ({ setReachable, told }) =>
      Effect.gen(function* () {
        yield* setReachable(false)
        yield* TestClock.adjust("5 minutes")
        yield* setReachable(true)
        yield* TestClock.adjust("1 minute")
        assert.strictEqual(told.at(-1)?.WATCHDOG, "1")
      })
    )
  )

  it.effect("hears of a changed line at once, of fast changes the last", () =>
    Effect.gen(function* () {
      const line = (message: string): ControllerStatus => ({
        ...status,
        conditions: [condition("Degraded", "true", "needs_person", message)]
      })
      const events = Stream.concat(
        Stream.make(starting, status, status),
        Stream.concat(
          Stream.fromEffect(Effect.as(Effect.sleep("1 minute"), line("1 left over"))),
          Stream.make(line("2 left over"), line("2 left over"))
        )
      )
      const told = yield* scene({ events }, () => TestClock.adjust("2 minutes"))
      assert.deepStrictEqual(
        told.flatMap(({ STATUS }) => STATUS ?? []),
        [
          "the first pass is under way",
          "in sync",
          "needs_person: 1 left over",
          "needs_person: 2 left over",
          "stopping"
        ]
      )
    })
  )
})

describe("the status line", () => {
  for (const [shown, change] of [
    ["in sync", {}],
    ["the first pass is under way", { startup: { done: false, unresolved: [] } }],
    ["in sync; 1 suspended", { suspended: { everything: false, plugins: ["clock"] } }],
    [
      "suspended: 2 would be repaired if it were not suspended; suspended",
      {
        suspended: { everything: true, plugins: [] },
        conditions: [
          condition("Degraded", "true", "suspended", "2 would be repaired if it were not suspended")
        ]
      }
    ],
    [
      "in sync; the registry cannot be reached",
      { conditions: [condition("RegistryReachable", "false", "last_attempt_failed", "no route")] }
    ],
    ["stopping", { conditions: [condition("Ready", "false", "stopping", "it is about to end")] }]
  ] satisfies ReadonlyArray<readonly [string, Partial<ControllerStatus>]>) {
    it(`says "${shown}"`, () => {
      assert.strictEqual(statusLine({ ...status, ...change }), shown)
    })
  }
})
