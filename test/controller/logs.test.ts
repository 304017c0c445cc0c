// Under which ids the controller logs: a search for one finds all that belongs to it, and the journal's record.
import { assert, describe, it } from "@effect/vitest"
import { Cause, Effect, Layer, Logger, Metric, References } from "effect"
import { PrometheusMetrics } from "effect/observability"
import { TestClock } from "effect/testing"
import { Controller } from "../../src/controller/Controller.ts"
import { Reconciler } from "../../src/reconcile/Reconciler.ts"
import { Config } from "../../src/services/Config.ts"
import { controller, controllerOnly, passes, services, status, copyPlugin, writeConfig } from "./support.ts"

type Line = { readonly [key: string]: unknown }

const isData = (part: unknown): part is Line => typeof part === "object" && part !== null

/** What is logged while `body` runs, message and data together. */
const logged = <A, E, R>(body: (lines: ReadonlyArray<Line>) => Effect.Effect<A, E, R>) => {
  const lines: Array<Line> = []
  const logger = Logger.make(({ cause, fiber, message }) => {
    const [text, ...data] = Array.isArray(message) ? message : [message]
    const annotations = fiber.getRef(References.CurrentLogAnnotations)
    lines.push({
      message: text,
      ...annotations,
      ...Object.assign({}, ...data.filter(isData)),
      ...(cause.reasons.length > 0 && { cause: Cause.pretty(cause) })
    })
  })
  return [Effect.suspend(() => body(lines)), Layer.succeed(Logger.CurrentLoggers, new Set([logger]))] as const
}

const withMessage = (lines: ReadonlyArray<Line>, message: string) =>
  lines.filter((line) => line["message"] === message)

const inSync = { config: { clock: { enabled: true } }, plugins: { clock: {} } }

describe("the log of the controller", () => {
  it.effect("names each pass as its summary does", () => {
    const [body, loggers] = logged((lines) =>
      Effect.gen(function* () {
        yield* TestClock.adjust("1 second")
        yield* copyPlugin("news")
        yield* TestClock.adjust("1 second")
        const repaired = withMessage(lines, "pass ended").filter(({ fixed }) => fixed === 1)
        const summary = (yield* passes).find(({ fixed }) => fixed === 1)
        assert.deepStrictEqual(
          repaired.map(({ run }) => run),
          [summary?.run_id]
        )
      })
    )
    return body.pipe(Effect.provide(controller(inSync).pipe(Layer.provideMerge(loggers))))
  })

  it.effect("says why a pass could not tell how it stands", () => {
    const [body, loggers] = logged((lines) =>
      Effect.gen(function* () {
        yield* TestClock.adjust("1 second")
        yield* writeConfig(`{"clock": {"enabled": true},}`)
        yield* TestClock.adjust("5 seconds")
        const told = withMessage(lines, "pass ended").find(({ result }) => result === "could_not_tell")
        assert.match(String(told?.["problem"]), /^config\/config\.json: .*line 1/u)
        yield* writeConfig({})
        yield* TestClock.adjust("5 minutes")
        const repaired = withMessage(lines, "pass ended").find(({ fixed }) => fixed === 1)
        assert.isDefined(repaired)
        assert.notProperty(repaired, "problem")
      })
    )
    return body.pipe(Effect.provide(controller(inSync).pipe(Layer.provideMerge(loggers))))
  })

  it.effect("names a pass that came to no end as its summary does", () => {
    const dying = Layer.succeed(Reconciler, {
      unrecoverable: Effect.succeed(new Set<string>()),
      forget: () => Effect.void,
      check: Effect.die("oh"),
      reconcile: () => Effect.die("oh")
    })
    const [body, loggers] = logged((lines) =>
      Effect.gen(function* () {
        yield* TestClock.adjust("1 second")
        const [told] = withMessage(lines, "a pass came to no end; the next one tries again")
        assert.strictEqual(told?.["run"], (yield* passes)[0]?.run_id)
        assert.isString(told?.["run"])
      })
    )
    const live = controllerOnly.pipe(Layer.provide(dying), Layer.provideMerge(services(inSync)))
    return body.pipe(Effect.provide(live.pipe(Layer.provideMerge(loggers))))
  })

  it.effect("tells a fault of the program once, with its stack, and the pass counts as failed", () => {
    const fault = new TypeError("undefined is not a plugin")
    const dying = Layer.succeed(Config, {
      read: Effect.die(fault),
      settings: () => Effect.undefined,
      warnings: Effect.succeed([])
    })
    const faulty = Layer.fresh(Reconciler.layer).pipe(Layer.provide(dying))
    const [body, loggers] = logged((lines) =>
      Effect.gen(function* () {
        yield* TestClock.adjust("1 second")
        const [pass] = yield* passes
        const told = lines.filter(({ cause }) => cause !== undefined)
        assert.deepStrictEqual(
          told.map(({ run }) => run),
          [pass?.run_id]
        )
        assert.include(told[0]?.["cause"], "TypeError: undefined is not a plugin")
        assert.include(told[0]?.["cause"], "logs.test.ts")
        assert.strictEqual(pass?.result, "failed")
        const { conditions, last_report, startup } = yield* status
        assert.strictEqual(conditions.find(({ type }) => type === "Ready")?.reason, "pass_died")
        assert.strictEqual(last_report?.result, "failed")
        assert.isFalse(startup.successful)
        assert.match(yield* PrometheusMetrics.format(), /_passes_total\{result="failed"\} 1\n/u)
      })
    )
    const live = controllerOnly.pipe(Layer.provide(faulty), Layer.provideMerge(services(inSync)))
    return body.pipe(
      Effect.provide(live.pipe(Layer.provideMerge(loggers))),
      Effect.provideService(Metric.MetricRegistry, new Map())
    )
  })

  it.effect("tells how an operation ended, with its own id and that of its run", () => {
    const [body, loggers] = logged((lines) =>
      Effect.gen(function* () {
        const { perform } = yield* Controller
        const result = yield* perform({ type: "disable", plugin: "clock" })
        const [told] = withMessage(lines, "operation ended")
        assert.deepInclude(told, {
          type: "disable",
          plugin: "clock",
          status: "completed",
          result: "disabled",
          run: result.run_id
        })
        assert.isString(told?.["operation"])
      })
    )
    return body.pipe(Effect.provide(controller(inSync).pipe(Layer.provideMerge(loggers))))
  })

  it.effect("tells why an operation was refused", () => {
    const [body, loggers] = logged((lines) =>
      Effect.gen(function* () {
        const { perform } = yield* Controller
        yield* Effect.flip(perform({ type: "enable", plugin: "absent" }))
        const [told] = withMessage(lines, "operation ended")
        assert.deepInclude(told, { plugin: "absent", status: "failed", code: "unknown_plugin" })
      })
    )
    return body.pipe(Effect.provide(controller(inSync).pipe(Layer.provideMerge(loggers))))
  })
})
