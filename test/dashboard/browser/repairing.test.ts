// Goal: a person who sees that something is wrong gets it right, and back, without reading anything else.
import { assert, describe, it } from "@effect/vitest"
import type { Page } from "playwright-core"
import { finding } from "../support/documents.ts"
import { PHONE } from "../support/browser.ts"
import { driftedSign, repairableSign } from "../support/signs.ts"
import { useVisits } from "../support/visits.ts"

const { visit } = useVisits()

const headline = (page: Page) => page.getByRole("heading", { level: 1 })

/** Presses a key until what is wanted has the focus, and fails where it never comes. */
const tabTo = async (page: Page, name: RegExp, key = "Tab"): Promise<void> => {
  for (let presses = 0; presses < 80; presses += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one press after the other
    await page.keyboard.press(key)
    // oxlint-disable-next-line no-await-in-loop -- as above
    const text = await page.evaluate(() => {
      const focused = document.activeElement
      return focused?.getAttribute("aria-label") ?? focused?.textContent ?? ""
    })
    if (name.test(text)) return
  }
  assert.fail(`nothing like ${String(name)} can be reached with ${key}`)
}

describe("the way from the banner to repair to undo", () => {
  it("is three clicks, each told", async () => {
    const { page, world } = await visit(repairableSign)
    await headline(page).getByText("One thing is not right").waitFor()
    await page.getByText("Settings and saved state do not agree whether it is on.").waitFor()

    await page.getByRole("button", { name: "Repair all (1)" }).click()
    await page.getByText("1 thing repaired. Everything agrees.").waitFor()
    await headline(page).getByText("All 7 plugins agree").waitFor()

    await page.getByRole("log").getByRole("button", { name: "Undo…" }).click()
    const dialog = page.getByRole("dialog")
    await dialog.getByText("Repair: hockey-scoreboard", { exact: true }).waitFor()
    await dialog.getByText("To take it back:").waitFor()
    await dialog.getByRole("button", { name: "Undo", exact: true }).click()

    await headline(page).getByText("One thing is not right").waitFor()
    await page.getByText("You undid its repair.").waitFor()
    const [asked] = world.controller.askedFor("POST", "plugins/state/reconcile")
    assert.deepStrictEqual(asked?.body, { force: true })
  })

  it("can be gone with the keyboard alone, and the focus is never lost", async () => {
    const { page } = await visit(repairableSign)
    await headline(page).getByText("One thing is not right").waitFor()
    await tabTo(page, /^Repair all/u)
    await page.keyboard.press("Enter")
    await page.getByText("1 thing repaired. Everything agrees.").waitFor()
    assert.notStrictEqual(
      await page.evaluate(() => document.activeElement?.tagName),
      "BODY",
      "the pressed button is gone, and the focus with it"
    )

    await tabTo(page, /^Undo…/u, "Shift+Tab")
    await page.keyboard.press("Enter")
    await page.getByRole("dialog").waitFor()
    await tabTo(page, /^Undo$/u)
    await page.keyboard.press("Enter")
    await page.getByText("You undid its repair.").waitFor()
    assert.notStrictEqual(await page.evaluate(() => document.activeElement?.tagName), "BODY")
  })

  it("can be gone on a phone, with fingers", async () => {
    const { page } = await visit(repairableSign, {
      viewport: PHONE,
      own: { hasTouch: true, isMobile: true }
    })
    await page.getByRole("button", { name: "Repair all (1)" }).tap()
    await page.getByRole("link", { name: "History" }).tap()
    await page
      .getByRole("button", { name: /^Undo…/u })
      .first()
      .tap()
    await page.getByRole("dialog").getByRole("button", { name: "Undo", exact: true }).tap()
    await page.getByText(/^Took back what was done on/u).waitFor()
  })
})

describe("the history", () => {
  it("tells what became of each plugin, and keeps files and values behind a fold", async () => {
    const { page } = await visit(driftedSign, { hash: "#/history" })
    const run = page.getByRole("listitem").filter({ hasText: "Install: calendar" })
    await run.getByText("installed; added to the settings, off.").waitFor()
    assert.isFalse(await run.getByText("plugin-repos/calendar").isVisible())
    await run.getByText("Files and values").click()
    await run.getByText("plugin-repos/calendar").waitFor()
  })
})

describe("the overview", () => {
  it("shows during the first pass what is fetched", async () => {
    const { page } = await visit({
      ...repairableSign,
      status: {
        last_report: null,
        fetching: [{ plugin_id: "weather", step: "downloading", progress: 0.4 }]
      }
    })
    await page.getByText("A plugin that is missing is being fetched: weather.").waitFor()
    const bar = page.getByRole("progressbar", { name: "Fetch weather" })
    assert.strictEqual(await bar.getAttribute("value"), "0.4")
  })

  it("says for each finding what is wrong, what the sources say, and what comes of it", async () => {
    const { page } = await visit(driftedSign)
    const card = page.getByRole("listitem").filter({ hasText: "ledmatrix-weather" }).first()
    await card.getByText("It is in the settings, but not installed.").waitFor()
    await card
      .getByText("The registry does not answer. Tried 3 times; the next attempt is in 40 s.")
      .waitFor()
    await card.getByText("not there").waitFor()
    const odd = await card.getByText(", disagrees").count()
    assert.strictEqual(odd, 1)
  })

  it("asks before a broken plugin is set aside, and says how to take that back", async () => {
    const { page, world } = await visit(driftedSign)
    await page.getByRole("button", { name: "Set aside and reinstall… of-the-day" }).click()
    const dialog = page.getByRole("dialog", { name: "Set aside and reinstall?" })
    await dialog.getByText("“Undo” in the history puts the old directory back.").waitFor()
    assert.strictEqual(world.controller.askedFor("POST", "plugins/state/reconcile").length, 0)
    await dialog.getByRole("button", { name: "Set aside and reinstall" }).click()
    await page
      .getByRole("log")
      .getByText(/repaired/u)
      .waitFor()
    assert.deepStrictEqual(world.controller.askedFor("POST", "plugins/state/reconcile")[0]?.body, {
      replace_broken: true
    })
  })

  it("resumes first where repairs are paused", async () => {
    const waiting = finding("news", {
      inconsistency_type: "plugin_version_mismatch",
      reason: "record_version",
      outcome: { status: "planned" }
    })
    const { page, world } = await visit({
      ...repairableSign,
      found: [waiting],
      status: { suspended: { everything: true, plugins: [] } }
    })
    await page
      .getByText("When repairs are resumed, the repair writes the installed version into the saved state.")
      .waitFor()
    await page.getByRole("button", { name: "Resume and repair" }).click()
    await page.getByText("1 thing repaired. Everything agrees.").waitFor()
    assert.isFalse(world.status.suspended.everything)
  })

  it("shows a refusal with its hint, as the controller says it", async () => {
    const { page, world } = await visit(repairableSign)
    world.controller.answers = () => ({
      status: 503,
      message: "another run holds the lock",
      error: { code: "SERVICE_UNAVAILABLE", hint: "wait until it has ended" }
    })
    await page.getByRole("button", { name: "Repair all (1)" }).click()
    await page.getByText("The repair was not done: another run holds the lock.").waitFor()
    await page.getByText("Wait until it has ended.").waitFor()
  })

  it("tells of a file that cannot be read, and takes nothing for gone", async () => {
    const { page, world } = await visit(repairableSign)
    const { last_report } = world.status
    assert(last_report !== null)
    world.become({
      last_report: {
        ...last_report,
        inconsistencies_found: [],
        source_errors: [
          {
            source: "state",
            code: "not_json",
            path: "data/plugin_state.json",
            error: "it is no JSON: line 3, column 7"
          }
        ]
      }
    })
    await headline(page).getByText("data/plugin_state.json cannot be read").waitFor()
    await page.getByText("What is in it is unknown, not gone").waitFor()
    await page.getByRole("button", { name: "Set aside and rebuild…" }).click()
    await page.getByRole("dialog").getByText("plugin_state.json.corrupt-").waitFor()
    await page.keyboard.press("Escape")
    assert.strictEqual(await page.getByRole("dialog").count(), 0)
  })
})
