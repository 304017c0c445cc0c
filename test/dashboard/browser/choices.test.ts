// Goal: what is decided on the page can be read by everybody, on any screen, however directories and keys are called.
import { assert, describe, it } from "@effect/vitest"
import type { Page } from "playwright-core"
import { objections } from "../support/axe.ts"
import { DESKTOP, PHONE } from "../support/browser.ts"
import { finding, plugin, report } from "../support/documents.ts"
import { agreeingSign, driftedSign } from "../support/signs.ts"
import { live, useVisits } from "../support/visits.ts"
import type { World } from "../support/world.ts"

const { visit } = useVisits()

const hostile = `Z̵ ‮evil ${"x".repeat(200)}`

const twice = (...directories: ReadonlyArray<string>) =>
  finding("clock-simple", {
    inconsistency_type: "plugin_state_corrupted",
    reason: "duplicate_id",
    choices: directories.map((choice) => ({ choice, does: "stays, and the other is set aside" })),
    outcome: { status: "manual" }
  })

const oldKey = finding("odds ticker", {
  inconsistency_type: "plugin_missing_on_disk",
  reason: "wrong_key",
  right_key: "odds-ticker",
  choices: [{ choice: "odds-ticker", does: "becomes the name of the entry" }],
  outcome: { status: "manual" }
})

const nothingToObject = async (page: Page): Promise<void> => {
  for (const viewport of [DESKTOP, PHONE]) {
    // oxlint-disable no-await-in-loop -- one page, looked at one way after the other
    await page.setViewportSize(viewport)
    assert.deepStrictEqual(await objections(page), [])
    await page.emulateMedia({ colorScheme: "dark" })
    assert.deepStrictEqual(await objections(page, ["color-contrast"]), [])
    await page.emulateMedia({ colorScheme: "light" })
    const sideways = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth
    )
    assert.strictEqual(sideways, 0)
    // oxlint-enable no-await-in-loop
  }
}

/** The controller's answers to what only these views ask. */
const answering =
  (path: string, data: unknown) =>
  ({ controller }: World): void => {
    const { answers } = controller
    controller.answers = (asked) =>
      asked.path === path && asked.method === "GET" ? { data } : answers(asked)
  }

describe("the choices of a finding", () => {
  const sign = { ...agreeingSign, found: [twice("clock-simple", "old-clock"), oldKey] }

  it("can be read and touched by everybody", async () => {
    const { page } = await visit(sign)
    await page.getByRole("button", { name: "Keep old-clock… Simple Clock" }).waitFor()
    await page.getByRole("button", { name: "Rename to odds-ticker odds ticker" }).waitFor()
    await nothingToObject(page)
  })

  it("stand in the details, also of a key that is no id", async () => {
    const { page } = await visit(sign, { hash: "#/plugins/odds%20ticker" })
    await page
      .getByRole("dialog")
      .getByRole("button", { name: /^Rename to odds-ticker/u })
      .waitFor()
  })

  it("are asked for by their names, and the question says what comes of it", async () => {
    const { page, world } = await visit(sign)
    await page.getByRole("button", { name: /^Keep old-clock…/u }).click()
    const dialog = page.getByRole("dialog", { name: "Keep old-clock?" })
    await dialog.getByText("stays, and the other is set aside").waitFor()
    await nothingToObject(page)
    await dialog.getByRole("button", { name: "Keep this one" }).click()
    await dialog.waitFor({ state: "detached" })
    assert.deepStrictEqual(world.controller.askedFor("POST", "resolve")[0]?.body, {
      target: "clock-simple",
      choice: "old-clock"
    })
  })

  it("leave the page as it is with a name that is made to do harm", async () => {
    const { page } = await visit(
      { ...agreeingSign, plugins: [plugin("clock-simple")], found: [twice("clock-simple", hostile)] },
      { viewport: PHONE }
    )
    await live(page)
    const card = page.locator(".card").first()
    await card.waitFor()
    assert.isAtMost((await card.boundingBox())?.height ?? Infinity, PHONE.height)
    await nothingToObject(page)
  })
})

describe("a broken config beside its backup", () => {
  it("can be read by everybody", async () => {
    const path = "config/config.json"
    const broken = [
      { source: "config", path, code: "not_json", error: "line 2", backup: `${path}.backup` }
    ] as const
    const lines = [
      { change: "removed", line: 2, text: '  "timezone": ‹set›' },
      { change: "added", line: 2, text: `  "timezone": ‹set›,${" ".repeat(200)}` }
    ]
    const choices = [{ choice: `${path}.backup`, does: "is put in its place" }]
    const { page } = await visit(
      {
        ...driftedSign,
        status: { last_report: report([], { result: "could_not_tell", source_errors: broken }) }
      },
      {
        prepare: answering("resolve", {
          open: [{ target: path, reason: "not_json", description: "x", choices, lines }],
          source_errors: broken
        })
      }
    )
    await page.getByRole("button", { name: "Compare with its backup…" }).click()
    await page.getByRole("region", { name: `Lines of ${path}` }).waitFor()
    await nothingToObject(page)
  })
})

describe("what a repair would change", () => {
  it("is shown when it is asked for, and can be read by everybody", async () => {
    const diff = [
      { file: "config/config.json", lines: [{ change: "added", line: 9, text: '  "news": {' }] },
      { file: "weather", plugin_id: "weather", becomes: "fetched from the store" }
    ]
    const { page, world } = await visit(driftedSign, { prepare: answering("reconciler/diff", { diff }) })
    await live(page)
    assert.lengthOf(world.controller.askedFor("GET", "reconciler/diff"), 0)
    await page.getByText("What the repair would change, line by line").click()
    await page.getByText("fetched from the store").waitFor()
    await nothingToObject(page)
  })
})

describe("the restart of the display", () => {
  const old = finding("clock-simple", {
    inconsistency_type: "plugin_version_mismatch",
    reason: "older_version_runs",
    outcome: { status: "informational" }
  })

  it("is offered after an update, and asked first, where LEDMatrix can be asked for it", async () => {
    const { page, world } = await visit({
      ...agreeingSign,
      status: { can_restart_display: true },
      answers: { "POST system/action": {} }
    })
    await live(page)
    world.end(world.begin("update", "clock-simple"), "it is updated", {
      result: { success: true, status: "updated", run_id: "r" }
    })
    await page.getByRole("log").getByRole("button", { name: "Restart the display…" }).click()
    await page.getByRole("dialog").getByRole("button", { name: "Restart it" }).click()
    await page.getByRole("dialog").waitFor({ state: "detached" })
    assert.deepStrictEqual(world.controller.askedFor("POST", "system/action")[0]?.body, {
      action: "restart_display_service"
    })
    await page.getByRole("log").getByText("The display was restarted.").waitFor()
    assert.isNotEmpty(world.controller.askedFor("POST", "plugins/state/reconcile"))
  })

  it("can be pressed while the details of the plugin are open", async () => {
    const { page, world } = await visit(
      { ...agreeingSign, status: { can_restart_display: true } },
      { hash: "#/plugins/clock-simple", viewport: PHONE }
    )
    await page.getByRole("dialog").getByRole("button", { name: "Suspend" }).waitFor()
    world.end(world.begin("update", "clock-simple"), "it is updated", {
      result: { success: true, status: "updated", run_id: "r" }
    })
    await page.getByRole("log").getByRole("button", { name: "Restart the display…" }).click()
    await page.getByRole("button", { name: "Restart it" }).waitFor()
  })

  it("is not offered where no LEDMatrix is named", async () => {
    const { page } = await visit({ ...agreeingSign, found: [old] })
    await page.getByText("Worth knowing, nothing to do").click()
    await page.getByText("The display runs another version").waitFor()
    assert.strictEqual(await page.getByRole("button", { name: /Restart the display/u }).count(), 0)
  })
})
