// Goal: with more problems than anybody expects the page still says something of each, and its buttons do what they say.
import { assert, describe, it } from "@effect/vitest"
import { PHONE } from "../support/browser.ts"
import { finding } from "../support/documents.ts"
import { agreeingSign } from "../support/signs.ts"
import { live, useVisits } from "../support/visits.ts"

const { visit } = useVisits()

const GHOSTS = 30

const ghosts = Array.from({ length: GHOSTS }, (_, index) =>
  finding(`ghost-${index}`, {
    inconsistency_type: "plugin_missing_on_disk",
    reason: "not_in_registry",
    outcome: { status: "manual" }
  })
)

const noId = finding("my plugin/2", {
  inconsistency_type: "plugin_missing_on_disk",
  reason: "invalid_id",
  outcome: { status: "manual" }
})

describe("thirty plugins that are not there, and a key that is no id", () => {
  it("leave no cell waiting for ever", async () => {
    const { page, world } = await visit({ ...agreeingSign, found: [...ghosts, noId] }, { hash: "#/plugins" })
    await page.getByRole("row", { name: /ghost-29/u }).waitFor()
    const cells = await page.locator(".cell").allTextContents()
    assert.isFalse(cells.some((text) => text.includes("…")))
    assert.isAtLeast(await page.getByText("has an entry").count(), GHOSTS + 1 - 12)
    assert.isEmpty(world.controller.asked.filter(({ path }) => path.includes("my%20plugin")))
  })

  it("are told of in a few words, and of each where somebody wants to know", async () => {
    const { page } = await visit({ ...agreeingSign, found: [...ghosts, noId] }, { viewport: PHONE })
    await page.getByRole("heading", { name: "30 plugins" }).waitFor()
    assert.strictEqual(await page.locator(".card").count(), 2)
    await page.getByText("Each of them").click()
    await page.getByRole("heading", { name: "ghost-29" }).waitFor()
    assert.strictEqual(await page.locator(".card").count(), GHOSTS + 2)
  })

  it("explain a key that is empty, too", async () => {
    const empty = { ...noId, plugin_id: "" }
    const { page } = await visit({ ...agreeingSign, found: [empty] })
    await page.getByRole("heading", { name: "(an empty name)" }).waitFor()
    await page.getByRole("button", { name: "Explain" }).click()
    await page.getByRole("dialog").getByText("An id is letters, digits").waitFor()
  })

  it("offer nothing for a key that the controller refuses", async () => {
    const { page } = await visit({ ...agreeingSign, found: [noId] }, { hash: "#/plugins/my%20plugin%2F2" })
    const dialog = page.getByRole("dialog")
    await dialog.getByText("Its key in the settings cannot be a plugin's name.").waitFor()
    assert.deepStrictEqual(await dialog.getByRole("button").allTextContents(), ["Close"])
  })
})

describe("messages", () => {
  it("about one plugin take each other's place, and the reason stays when they are put away", async () => {
    const { page, world } = await visit(agreeingSign, { hash: "#/store" })
    await live(page)
    const failed = { status: "failed", result: { success: false, hint: "run again later" } } as const
    world.end(world.begin("install", "stocks"), "the download broke off", failed)
    await page.getByText("Install of stocks: the download broke off.").waitFor()
    world.end(world.begin("install", "stocks"), "no space is left", failed)
    await page.getByText("Install of stocks: no space is left.").waitFor()
    assert.strictEqual(await page.getByRole("log").getByRole("listitem").count(), 1)
    await page.getByRole("button", { name: "Put this message away" }).click()
    await page
      .getByRole("listitem")
      .filter({ hasText: "Stock Ticker" })
      .getByText(/Install did not work.*no space is left\. Run again later\./u)
      .waitFor()
  })

  it("cover at most a fifth of a phone", async () => {
    const { page, world } = await visit(agreeingSign, { viewport: PHONE })
    await live(page)
    for (const id of ["stocks", "weather", "news", "clock"])
      world.end(world.begin("install", id), `${"something long went wrong ".repeat(9)}with ${id}`, {
        status: "failed",
        result: { success: false, hint: "run again later ".repeat(20) }
      })
    await page.getByText(/went wrong with clock/u).waitFor()
    const box = await page.locator(".notices ul").boundingBox()
    assert.isAtMost(box?.height ?? 0, PHONE.height / 5)
  })
})
