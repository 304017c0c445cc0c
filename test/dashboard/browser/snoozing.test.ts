// Goal: a person who knows of something is left in peace, and is never told that it is right.
import { assert, describe, it } from "@effect/vitest"
import { live, useVisits } from "../support/visits.ts"
import { driftedSign } from "../support/signs.ts"
import { finding } from "../support/documents.ts"

const { visit } = useVisits()

const twice = finding("clock-simple", {
  inconsistency_type: "plugin_state_corrupted",
  reason: "duplicate_id",
  outcome: { status: "manual" }
})

describe("snoozing", () => {
  it("takes a finding out of the count, is kept by the browser, and is taken back", async () => {
    const { page } = await visit({ ...driftedSign, found: [twice] }, { own: {} })
    await page.getByText("Snooze Simple Clock").click()
    await page.getByRole("button", { name: "For a day Simple Clock" }).click()
    const title = page.getByRole("heading", { level: 1, name: "Nothing else is wrong" })
    await title.waitFor()
    assert.notStrictEqual(await page.evaluate(() => document.activeElement?.tagName), "BODY")
    await page.reload()
    await live(page)
    await title.waitFor()
    await page.getByText("Snoozed, and still wrong").click()
    await page.getByText(/^Snoozed in this browser until/u).waitFor()
    await page.getByRole("button", { name: "Wake Simple Clock" }).click()
    await page.getByRole("heading", { level: 1, name: "One thing is not right" }).waitFor()
  })
})
