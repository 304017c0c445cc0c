/** A copy that LEDMatrix set aside a moment ago is left alone: it may still be working on the plugin. */
import { assert, describe, it } from "@effect/vitest"
import type { SetAsideCopy } from "../../../../src/domain/sources/DiskView.ts"
import { setAsideUnderWay } from "../../../../src/reconcile/judge/facts/setAsideUnderWay.ts"
import { factsOf } from "../../../support/judge/judging.ts"
import { NOW } from "../../../support/snapshots.ts"

const MINUTE = 60_000

const underWay = (times: Pick<SetAsideCopy, "sinceMs" | "changedAtMs">) =>
  setAsideUnderWay(
    { id: "clock", kind: "preinstall", directory: "clock.standalone-backup-1", place: "clock", ...times },
    factsOf({ agreements: { clock: { enabled: true } } })
  )

describe("a copy that was set aside minutes ago", () => {
  it("is left alone until ten minutes are over", () => {
    assert.deepInclude(underWay({ sinceMs: NOW - MINUTE }), {
      kind: "transient",
      code: "operation_in_progress",
      retry_at: new Date(NOW + 9 * MINUTE).toISOString()
    })
  })

  it("is known by its change time to another process, where the plugin was seen before", () => {
    assert.strictEqual(
      underWay({ changedAtMs: NOW - 2 * MINUTE })?.retry_at,
      new Date(NOW + 8 * MINUTE).toISOString()
    )
  })
})

describe("a copy is not left alone", () => {
  it.each([
    ["ten minutes later", { sinceMs: NOW - 10 * MINUTE }],
    ["where it is not known since when it is there", {}]
  ])("%s", (_title, times) => {
    assert.isUndefined(underWay(times))
  })
})
