/** Several steps as one: in which order they are carried out, and what comes of them. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Exit } from "effect"
import type { TransactionStep } from "../../../src/changes/steps.ts"
import { Change } from "../../../src/domain/changes/Change.ts"
import { inOrder } from "../../../src/reconcile/repair/inOrder.ts"

const marked = (member: string) => Change.AddMember({ plugin: member, cause: "undo", list: "marks", member })
const [a, b, c] = [marked("a"), marked("b"), marked("c")]
const changes = [a, b, c]

/** A step for each change, which says when it begins, and drops what is `gone`. */
const stepsTelling = (begun: Array<string>, gone: string, fails?: string) =>
  changes.map((change): TransactionStep<string, never> => ({
    changes: [change],
    carryOut: Effect.gen(function* () {
      begun.push(change.plugin)
      if (change.plugin === fails) return yield* Effect.fail(fails)
      return change.plugin === gone ? { made: [], dropped: [change] } : { made: [change], dropped: [] }
    })
  }))

describe("steps in order", () => {
  it("are about the changes of all of them", () => {
    assert.deepStrictEqual(inOrder(stepsTelling([], "")).changes, changes)
  })

  it.effect("are carried out one after the other, and tell what each has made", () =>
    Effect.gen(function* () {
      const begun: Array<string> = []
      const carried = yield* inOrder(stepsTelling(begun, "b")).carryOut
      assert.deepStrictEqual(begun, ["a", "b", "c"])
      assert.deepStrictEqual(carried, { made: [a, c] })
    })
  )

  it.effect("end with the first that fails", () =>
    Effect.gen(function* () {
      const begun: Array<string> = []
      assert.deepStrictEqual(
        yield* Effect.exit(inOrder(stepsTelling(begun, "", "b")).carryOut),
        Exit.fail("b")
      )
      assert.deepStrictEqual(begun, ["a", "b"])
    })
  )
})
