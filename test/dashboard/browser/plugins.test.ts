// Goal: plugins are found, switched, updated, installed and removed where they are listed, also two hundred.
import { assert, describe, it } from "@effect/vitest"
import type { Page } from "playwright-core"
import { storeEntry } from "../support/documents.ts"
import { agreeingSign, crowdedSign, driftedSign } from "../support/signs.ts"
import { live, useVisits } from "../support/visits.ts"

const { visit } = useVisits()

const rows = (page: Page) => page.getByRole("table").first().locator("tbody").getByRole("row")

/** Counts what changes in the table from now on. */
const watchTable = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const table = document.querySelector("table.plugins")
    document.documentElement.dataset["changed"] = "0"
    if (table === null) return
    new MutationObserver((changes) => {
      const touched = new Set(
        changes.map(({ target }) =>
          (target instanceof Element ? target : target.parentElement)?.closest("tr")
        )
      )
      const before = Number(document.documentElement.dataset["changed"])
      document.documentElement.dataset["changed"] = String(before + touched.size)
    }).observe(table, { subtree: true, childList: true, attributes: true, characterData: true })
  })

const touchedRows = (page: Page): Promise<number> =>
  page.evaluate(() => Number(document.documentElement.dataset["changed"]))

describe("two hundred plugins", () => {
  it("are found by words, narrowed down, and sorted", async () => {
    const { page } = await visit(crowdedSign(), { hash: "#/plugins" })
    await rows(page).nth(199).waitFor()
    await page.getByRole("searchbox", { name: "Find a plugin" }).fill("number-15 plugin")
    assert.strictEqual(await rows(page).count(), 10)
    await page.getByRole("radio", { name: /^Not right/u }).check()
    assert.strictEqual(await rows(page).count(), 1)
    await page.getByRole("searchbox").fill("nothing like it")
    await page.getByText("No plugin is like that").waitFor()
    await page.getByRole("button", { name: "Show all 200" }).click()
    await page.getByRole("combobox", { name: "Sort by" }).selectOption("Name")
    assert.include(await rows(page).first().textContent(), "Plugin number 1")
    assert.include(await rows(page).nth(1).textContent(), "Plugin number 2")
  })

  it("are not drawn anew for news that says nothing new of them", async () => {
    const { page, world } = await visit(crowdedSign(), { hash: "#/plugins" })
    await rows(page).nth(199).waitFor()
    await watchTable(page)
    world.become({ queue_depth: 1 })
    world.controller.tell("pass", {})
    world.become({ queue_depth: 0, operations: [] })
    world.begin("install", "something-else")
    await page.waitForTimeout(300)
    assert.strictEqual(await touchedRows(page), 0)
  })

  it("touch one row where one is switched", async () => {
    const { page } = await visit(crowdedSign(), { hash: "#/plugins" })
    await rows(page).nth(199).waitFor()
    await watchTable(page)
    const lamp = page.getByRole("switch", { name: "Plugin number 10 is on", exact: true })
    await lamp.click()
    await page.getByRole("switch", { name: "Plugin number 10 is on", exact: true, checked: true }).waitFor()
    await page.waitForTimeout(200)
    const changed = await page.evaluate(() => document.documentElement.dataset["changed"])
    assert.isAtMost(Number(changed), 4, "the row itself, when it is busy and when it is not")
  })

  it("are dots on the sign", async () => {
    const { page } = await visit(crowdedSign())
    await page.getByRole("heading", { name: "3 things are not right" }).waitFor()
    const dots = await page
      .locator(".sign-lit")
      .evaluateAll((paths) => paths.map((path) => (path.getAttribute("d") ?? "").split("M").length - 1))
    assert.isAbove(
      dots.reduce((sum, count) => sum + count, 0),
      200
    )
  })
})

describe("one plugin", () => {
  it("is explained: four sources, five rules, what comes next", async () => {
    const { page } = await visit(driftedSign, { hash: "#/plugins" })
    await page.getByRole("link", { name: /^ledmatrix-weather/u }).click()
    const drawer = page.getByRole("dialog", { name: "ledmatrix-weather" })
    await drawer.getByText("The registry does not answer. Tried 3 times").waitFor()
    for (const source of ["Config", "Disk", "Manager", "Saved state"])
      // oxlint-disable-next-line no-await-in-loop -- four looks
      await drawer.getByRole("heading", { name: source }).waitFor()
    await drawer.getByText("Plugin ledmatrix-weather in config but not on disk.").waitFor()
    await page.goBack()
    await drawer.waitFor({ state: "detached" })
  })

  it("is opened by its address", async () => {
    const { page } = await visit(driftedSign, { hash: "#/plugins/clock-simple" })
    await page
      .getByRole("dialog", { name: /Simple Clock/u })
      .getByText("Nothing: it is in sync.")
      .waitFor()
    await page.getByRole("button", { name: "Close" }).click()
    await page.getByRole("dialog").waitFor({ state: "detached" })
    assert.match(page.url(), /#\/plugins$/u)
  })

  it("is suspended and resumed", async () => {
    const { page, world } = await visit(driftedSign, { hash: "#/plugins/clock-simple" })
    await page.getByRole("button", { name: "Suspend" }).click()
    await page.getByText("It is suspended: it is looked at, and left as it is.").waitFor()
    assert.deepStrictEqual(world.status.suspended.plugins, ["clock-simple"])
    await page.getByRole("button", { name: "Resume its repairs" }).click()
    await page.getByRole("button", { name: "Suspend" }).waitFor()
  })

  it("is uninstalled once the question is answered, its settings kept unless one says otherwise", async () => {
    const { page, world } = await visit(driftedSign, { hash: "#/plugins/clock-simple" })
    await page.getByRole("button", { name: "Uninstall…" }).click()
    const question = page.getByRole("dialog", { name: "Uninstall Simple Clock?" })
    await question.getByText("and its settings stay").waitFor()
    await question.getByLabel("Keep its settings").uncheck()
    await question.getByText("Secrets, such as keys for a service, are not kept anywhere").waitFor()
    await question.getByRole("button", { name: "Uninstall", exact: true }).click()
    await page.getByRole("progressbar", { name: "Uninstall clock-simple" }).waitFor()
    assert.deepStrictEqual(world.controller.askedFor("POST", "plugins/uninstall")[0]?.body, {
      plugin_id: "clock-simple",
      preserve_config: false
    })
  })

  it("is updated where a newer version is there", async () => {
    const { page, world } = await visit(driftedSign, { hash: "#/plugins" })
    await page.getByRole("button", { name: "Update… Football Scoreboard to 2.1.0" }).click()
    const question = page.getByRole("dialog", { name: "Update Football Scoreboard?" })
    await question.getByText("2.0.1 → 2.1.0").waitFor()
    assert.strictEqual(world.controller.askedFor("POST", "plugins/update").length, 0)
    await question.getByRole("button", { name: "Update", exact: true }).click()
    await page.getByText("football-scoreboard is up to date.").waitFor()
    assert.strictEqual(world.controller.askedFor("POST", "plugins/update").length, 1)
  })
})

describe("all that have a newer version", () => {
  it("are updated one after the other", async () => {
    const { page, world } = await visit(crowdedSign(), { hash: "#/plugins" })
    await page.getByRole("radio", { name: /^Updates/u }).check()
    await page.getByRole("button", { name: "Update all 12…" }).click()
    await page.getByRole("dialog").getByRole("button", { name: "Update all 12" }).click()
    await page.getByText("plugin-number-188 is up to date.").waitFor()
    assert.strictEqual(world.controller.askedFor("POST", "plugins/update").length, 12)
  })
})

describe("the store", () => {
  it("is searched, and installs with progress and a way back", async () => {
    const { page, world } = await visit(agreeingSign, { hash: "#/store" })
    await page.getByRole("searchbox", { name: "Find in the store" }).fill("weather forecast")
    await page.getByRole("button", { name: "Install Weather" }).click()
    const bar = page.getByRole("progressbar", { name: "Install weather" })
    await bar.waitFor()
    assert.strictEqual(await bar.getAttribute("value"), "0.4")
    const ticket = world.status.operations.at(-1)
    assert(ticket !== undefined)
    world.end(ticket, "ledmatrix-weather 2.1.0 is installed")
    await page.getByText("ledmatrix-weather 2.1.0 is installed.").waitFor()
    await page.getByRole("log").getByRole("button", { name: "Undo…" }).waitFor()
  })

  it("tells why an operation failed", async () => {
    const { page, world } = await visit(agreeingSign, { hash: "#/store" })
    await live(page)
    world.end(world.begin("install", "stocks"), "the download broke off", {
      status: "failed",
      result: { success: false, code: "download_failed", hint: "run again later" }
    })
    await page.getByText("Install of stocks: the download broke off.").waitFor()
    await page.getByRole("log").getByText("Run again later.").waitFor()
  })

  it("offers nothing that this LEDMatrix cannot run, and says why", async () => {
    const store = [storeEntry("new", { name: "New One", incompatible_reason: "it needs LEDMatrix 9.0.0" })]
    const { page } = await visit({ ...agreeingSign, store }, { hash: "#/store" })
    await page.getByText("It needs LEDMatrix 9.0.0.").waitFor()
    assert.strictEqual(await page.getByRole("button", { name: /^Install/u }).count(), 0)
  })

  it("knows under which id its plugins are installed", async () => {
    const { page } = await visit(agreeingSign, { hash: "#/store" })
    const entry = page.getByRole("listitem").filter({ hasText: "Simple Clock" })
    await entry.getByText("Installed", { exact: true }).waitFor()
  })
})

describe("the picture of drift and repairs", () => {
  it("says the same in words and in a table", async () => {
    const { page } = await visit(driftedSign)
    await page.getByText(/looks at the sign, 12 repairs, at most 3 things left over/u).waitFor()
    await page.getByText("As a table").click()
    const table = page.getByRole("table", { name: /newest first/u })
    await table
      .getByRole("row", { name: /a file changed/u })
      .first()
      .waitFor()
    await page.getByRole("radio", { name: "Last hour" }).check()
    await page.getByText(/at the sign, 1 repair,/u).waitFor()
  })
})
