// Operations that were asked for: one after the other, each followed by its id, none forgotten.
import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Exit, Fiber, Ref } from "effect"
import { TestClock } from "effect/testing"
import { makeOperationQueue } from "../../../src/controller/operations/operationQueue.ts"
import type { OperationTicket } from "../../../src/domain/Controller.ts"
import { OperationRefused, type OperationResult } from "../../../src/domain/Operation.ts"
import { Progress } from "../../../src/ports/Progress.ts"

const result = (plugin: string): OperationResult => ({
  command: "install",
  plugin_id: plugin,
  status: "installed",
  message: `${plugin} is installed`,
  notes: [],
  changed_files: [`plugin-repos/${plugin}`],
  run_id: "r1"
})

const refusal = new OperationRefused({
  plugin: "clock",
  code: "unknown_plugin",
  problem: "there is no clock",
  hint: "look again"
})

const asking = (
  plugin: string,
  run: Effect.Effect<OperationResult, OperationRefused> = Effect.succeed(result(plugin))
) => ({ type: "install" as const, plugin, parameters: {}, run })

/** A queue at work, and what it told on the way. */
const started = Effect.gen(function* () {
  const told = yield* Ref.make<ReadonlyArray<OperationTicket>>([])
  const queue = yield* makeOperationQueue((ticket) => Ref.update(told, (all) => [...all, ticket]))
  const worker = yield* Effect.forkScoped(queue.work)
  return { queue, told, worker }
})

describe("an operation", () => {
  it.effect("is accepted at once and followed until it ends", () =>
    Effect.gen(function* () {
      const { queue, told } = yield* started
      const { done, ticket } = yield* queue.submit(asking("clock"))
      assert.strictEqual(ticket.status, "pending")
      assert.deepStrictEqual(yield* done, result("clock"))
      const mine = (yield* Ref.get(told)).filter(({ operation_id }) => operation_id === ticket.operation_id)
      assert.deepStrictEqual(
        mine.map(({ progress, status }) => [status, progress]),
        [
          ["pending", 0],
          ["running", 0],
          ["completed", 1]
        ]
      )
      assert.deepInclude(mine.at(-1)?.result, { success: true, run_id: "r1" })
    })
  )

  it.effect("is carried out although the one who asked goes away while it is accepted", () =>
    Effect.gen(function* () {
      const accepting = yield* Deferred.make<void>()
      const queue = yield* makeOperationQueue(() => Deferred.await(accepting))
      const gone = yield* Effect.forkChild(queue.submit(asking("clock")))
      yield* Effect.yieldNow
      yield* Effect.forkChild(Fiber.interrupt(gone))
      yield* Effect.yieldNow
      yield* Deferred.succeed(accepting, undefined)
      yield* Effect.forkScoped(queue.work)
      yield* TestClock.adjust("1 second")
      const statuses = (yield* queue.all).map(({ status }) => status)
      assert.deepStrictEqual(statuses, ["completed"])
    })
  )

  it.effect("that fails says why and what to do, and is followed by the next", () =>
    Effect.gen(function* () {
      const { queue } = yield* started
      const first = yield* queue.submit(asking("clock", Effect.fail(refusal)))
      const second = yield* queue.submit(asking("news"))
      assert.strictEqual(yield* Effect.flip(first.done), refusal)
      yield* second.done
      const ticket = yield* queue.find(first.ticket.operation_id)
      assert.deepInclude(ticket, { status: "failed", error: "there is no clock" })
      assert.deepInclude(ticket?.result, { success: false, code: "unknown_plugin", hint: "look again" })
    })
  )

  it.effect("that dies is reported, and is followed by the next", () =>
    Effect.gen(function* () {
      const { queue } = yield* started
      const first = yield* queue.submit(asking("clock", Effect.die("a fault")))
      const second = yield* queue.submit(asking("news"))
      yield* second.done
      assert.strictEqual((yield* queue.find(first.ticket.operation_id))?.status, "failed")
    })
  )

  it.effect("that dies does not tell where in the program, or of what", () =>
    Effect.gen(function* () {
      const { queue } = yield* started
      const { done, ticket } = yield* queue.submit(asking("clock", Effect.die(new Error("hunter2"))))
      yield* Effect.exit(done)
      const told = JSON.stringify(yield* queue.find(ticket.operation_id))
      assert.notMatch(told, /hunter2| at |\.ts/u)
    })
  )

  it.effect("waits for the one before it", () =>
    Effect.gen(function* () {
      const { queue } = yield* started
      const gate = yield* Deferred.make<void>()
      const first = yield* queue.submit(asking("clock", Effect.as(Deferred.await(gate), result("clock"))))
      const second = yield* queue.submit(asking("news"))
      yield* Effect.yieldNow
      yield* TestClock.adjust("1 minute")
      assert.strictEqual((yield* queue.find(first.ticket.operation_id))?.status, "running")
      assert.strictEqual((yield* queue.find(second.ticket.operation_id))?.status, "pending")
      yield* Deferred.succeed(gate, undefined)
      yield* second.done
      assert.strictEqual((yield* queue.find(first.ticket.operation_id))?.status, "completed")
    })
  )

  it.effect("is refused while another on the same plugin has not ended", () =>
    Effect.gen(function* () {
      const { queue } = yield* started
      yield* queue.submit(asking("clock", Effect.never))
      assert.strictEqual((yield* Effect.flip(queue.submit(asking("clock")))).code, "operation_conflict")
      yield* queue.submit(asking("news"))
    })
  )

  it.effect("is refused when too many wait", () =>
    Effect.gen(function* () {
      const { queue } = yield* started
      for (let at = 0; at < 100; at++) yield* queue.submit(asking(`p${at}`, Effect.never))
      assert.strictEqual((yield* Effect.flip(queue.submit(asking("more")))).code, "operation_conflict")
    })
  )

  it.effect("tells how far it is", () =>
    Effect.gen(function* () {
      const { queue, told } = yield* started
      const downloading = Effect.gen(function* () {
        const tell = yield* Progress
        yield* tell({ plugin: "clock", step: "downloading", bytes: 50, bytesTotal: 100 })
        return result("clock")
      })
      const { done } = yield* queue.submit(asking("clock", downloading))
      yield* done
      const halfway = (yield* Ref.get(told)).find(({ message }) => message === "downloading")
      assert.strictEqual(halfway?.progress, 0.45)
    })
  )

  it.effect("is cancelled when the controller ends", () =>
    Effect.gen(function* () {
      const { queue, worker } = yield* started
      const running = yield* queue.submit(asking("clock", Effect.never))
      const waiting = yield* queue.submit(asking("news"))
      yield* TestClock.adjust("1 second")
      yield* Fiber.interrupt(worker)
      for (const { done, ticket } of [running, waiting]) {
        assert.strictEqual((yield* queue.find(ticket.operation_id))?.status, "cancelled")
        assert.isTrue(Exit.hasInterrupts(yield* Effect.exit(done)))
      }
    })
  )

  it.effect("that ended long ago is forgotten, and no open one is", () =>
    Effect.gen(function* () {
      const { queue } = yield* started
      const first = yield* queue.submit(asking("first"))
      yield* first.done
      for (let at = 0; at < 300; at++) yield* (yield* queue.submit(asking(`p${at}`))).done
      assert.isUndefined(yield* queue.find(first.ticket.operation_id))
      assert.isAtMost((yield* queue.all).length, 201)
    })
  )
})
