// Goal: why something did not work stays to be read when its message is gone, and goes when it is out of date.
import { assert, describe, it } from "@effect/vitest"
import type { OperationTicket } from "../../src/domain/Controller.ts"
import { lastFailure } from "../../src/dashboard/model/findings/lastFailure.ts"

const ticket = (created_at: string, fields: Partial<OperationTicket>): OperationTicket => ({
  operation_id: created_at,
  operation_type: "install",
  plugin_id: "clock",
  parameters: {},
  status: "failed",
  progress: 1,
  message: "the download broke off",
  error: null,
  result: { hint: "run again later" },
  created_at,
  started_at: null,
  completed_at: created_at,
  ...fields
})

describe("the last failure of a plugin", () => {
  const failed = ticket("2026-11-29T10:00:00Z", {})

  it("comes with what to do", () => {
    assert.strictEqual(lastFailure([failed], ["clock"])?.hint, "run again later")
    assert.isUndefined(lastFailure([failed], ["news", null]))
  })

  it("is out of date once something newer was asked for", () => {
    const again = ticket("2026-11-29T10:01:00Z", { status: "running" })
    assert.isUndefined(lastFailure([again, failed], ["clock"]))
  })
})
