// Goal: on a phone what matters is within a few swipes, and what is well or not asked for takes one line.
import { assert, describe, it } from "@effect/vitest"
import type { Page } from "playwright-core"
import { PHONE } from "../support/browser.ts"
import { finding, plugin, storeEntry } from "../support/documents.ts"
import { agreeingSign, driftedSign } from "../support/signs.ts"
import { live, useVisits } from "../support/visits.ts"

const { visit } = useVisits()

/** As many as the official registry has, with texts of its usual length. */
const store = Array.from({ length: 48 }, (_, index) =>
  storeEntry(`plugin-${index}-scoreboard`, {
    name: `Scoreboard number ${index}`,
    category: "sports",
    description: "Live, recent and upcoming games with scores, records, odds and logos of all teams"
  })
)

/** 40 % of what it was before entries were folded. */
const STORE_HEIGHT_MAX = 0.4 * 7420

const heightOf = (page: Page): Promise<number> => page.evaluate(() => document.documentElement.scrollHeight)

const bottom = async (page: Page, selector: string): Promise<number> => {
  const box = await page.locator(selector).first().boundingBox()
  return (box?.y ?? 0) + (box?.height ?? 0)
}

describe("the store on a phone", () => {
  it("shows each plugin in one row, and the rest of it when it is touched, its button below its words", async () => {
    const { page } = await visit({ ...agreeingSign, store }, { viewport: PHONE, hash: "#/store" })
    await page.getByRole("heading", { name: /^Scoreboard number 47/u }).waitFor()
    assert.isAtMost(await heightOf(page), STORE_HEIGHT_MAX)
    await page.getByRole("button", { name: "More about Scoreboard number 7", exact: true }).click()
    const install = page.getByRole("button", { name: "Install Scoreboard number 7", exact: true })
    await install.waitFor()
    const button = await install.boundingBox()
    assert.isAtLeast(button?.y ?? 0, await bottom(page, ".entry-unfolded .entry-words"))
  })
})

describe("the store on a wide screen", () => {
  it("says each thing of a plugin once", async () => {
    const { page } = await visit({ ...agreeingSign, store: store.slice(0, 1) }, { hash: "#/store" })
    await page.getByRole("heading", { name: /^Scoreboard number 0/u }).waitFor()
    const words = await page.locator(".entry").innerText()
    assert.strictEqual(words.split("sports").length - 1, 1)
  })
})

describe("the plugins on a phone", () => {
  it("take little room where nothing is wrong", async () => {
    const { page } = await visit(driftedSign, { viewport: PHONE, hash: "#/plugins" })
    await page.getByRole("switch").first().waitFor()
    const heights = await page
      .locator(".plugin-fine:not(:has(.plugin-more button))")
      .evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect().height))
    assert.isNotEmpty(heights)
    assert.isAtMost(Math.max(...heights), 90)
  })
})

describe("names that are made to do harm", () => {
  const hostile = "Z\u0335\u0321\u0322 \u202Eevil ".repeat(60)
  const sign = {
    ...agreeingSign,
    plugins: [plugin("h".repeat(128), { name: hostile })],
    store: [storeEntry("s".repeat(128), { name: hostile, description: hostile.repeat(8) })],
    found: [
      finding("h".repeat(128), {
        inconsistency_type: "plugin_state_corrupted",
        reason: "marked_on_disk",
        cause: hostile.repeat(8),
        outcome: { status: "manual" }
      })
    ]
  } as const

  it("leave the other columns of the table wide enough for their words", async () => {
    const { page } = await visit(sign, { hash: "#/plugins" })
    await page.getByRole("switch").first().waitFor()
    const heads = await page
      .locator(".plugins thead th")
      .evaluateAll((cells) => cells.map((cell) => cell.getBoundingClientRect().height))
    assert.isAtMost(Math.max(...heads), 48)
  })

  for (const [view, row] of [
    ["overview", ".card"],
    ["plugins", ".plugin"],
    ["store", ".entry"]
  ] as const) {
    it(`take a bounded room in ${view}`, async () => {
      const { page } = await visit(sign, { viewport: PHONE, hash: `#/${view}` })
      await live(page)
      await page.locator(row).first().waitFor()
      const box = await page.locator(row).first().boundingBox()
      assert.isAtMost(box?.height ?? Infinity, PHONE.height)
      assert.strictEqual(
        await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth
        ),
        0
      )
    })
  }
})
