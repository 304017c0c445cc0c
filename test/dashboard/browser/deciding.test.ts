// Goal: what needs a person is decided by a click where it is shown, and taken back by another.
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import type { Page } from "playwright-core"
import { watchedPage, type Watched } from "../support/browser.ts"
import { RealController } from "../support/realController.ts"
import { live } from "../support/visits.ts"

let controller: RealController
let watched: Watched
let page: Page

const CONFIG = "config/config.json"
const MARKS = "config/uninstalled_plugins.json"
const BACKUP = "config/backups/config.json.backup.20260401_101010"

const cardOf = (text: string) => page.getByRole("listitem").filter({ hasText: text }).first()
const told = (text: string | RegExp): Promise<void> => page.getByRole("log").getByText(text).first().waitFor()

const undoLast = async (): Promise<void> => {
  await page.getByRole("log").getByRole("button", { name: "Undo…" }).last().click()
  await page.getByRole("dialog").getByRole("button", { name: "Undo", exact: true }).click()
}

beforeAll(async () => {
  controller = new RealController()
  await controller.start()
  watched = await watchedPage()
  page = watched.page
  await watched.visit(`${controller.address}/`)
  await live(page)
  await page.getByRole("heading", { level: 1, name: "All 6 plugins agree" }).waitFor()
})

afterAll(async () => {
  await watched.close()
  await controller.stop()
  controller.remove()
})

describe("on a real installation, one thing after the other", () => {
  it("keeps of two directories the one that was chosen, and sets the other aside", async () => {
    const manifest = controller.read("plugin-repos/text-display/manifest.json")
    controller.write("plugin-repos/old-text/manifest.json", { ...manifest, version: "0.9" })
    const card = cardOf("It is installed twice.")
    await card.getByRole("button", { name: "Keep text-display…" }).click()
    const dialog = page.getByRole("dialog", { name: "Keep text-display?" })
    await dialog.getByText("old-text is set aside").waitFor()
    await dialog.getByRole("button", { name: "Keep this one" }).click()
    await told(/text-display is now in text-display alone/u)
    assert.isFalse(controller.isThere("plugin-repos/old-text"))
    await card.waitFor({ state: "detached" })
    await undoLast()
    await card.waitFor()
    assert.isTrue(controller.isThere("plugin-repos/old-text"))
    await card.getByRole("button", { name: "Keep text-display…" }).click()
    await page.getByRole("dialog").getByRole("button", { name: "Keep this one" }).click()
    await card.waitFor({ state: "detached" })
  })

  it("clears the mark of a plugin that is there", async () => {
    controller.writeText(MARKS, JSON.stringify(["text-display"]))
    const card = cardOf("LEDMatrix will delete it at its next start.")
    await card.getByRole("button", { name: /^Keep it/u }).click()
    await told("text-display stays: its mark was cleared.")
    assert.notProperty(controller.read(MARKS), "0")
  })

  it("renames an old key, and keeps the settings", async () => {
    const { "text-display": settings, ...others } = controller.read(CONFIG)
    controller.write(CONFIG, { ...others, text_display: { enabled: true, text: "Hello" } })
    assert.isDefined(settings)
    const card = cardOf("text_display")
    await card.getByRole("button", { name: /^Rename to text-display/u }).click()
    await told(/The entry text_display is now called text-display/u)
    assert.deepStrictEqual(controller.read(CONFIG)["text-display"], { enabled: true, text: "Hello" })
  })

  it("compares a broken config with its backup, without values, and puts that back", async () => {
    const good = JSON.stringify(controller.read(CONFIG), undefined, 4)
    controller.writeText(BACKUP, good)
    controller.writeText(CONFIG, good.replace("Hello", "Secret words").replace(/,\n/u, "\n"))
    await page.getByRole("button", { name: "Compare with its backup…" }).click()
    const dialog = page.getByRole("dialog", { name: "Put this backup back?" })
    await dialog.getByRole("region", { name: `Lines of ${CONFIG}` }).waitFor()
    assert.notMatch(await dialog.innerText(), /Secret words|Hello/u)
    await dialog.getByRole("button", { name: "Put the backup back" }).click()
    await told(`${CONFIG} is again what ${BACKUP} holds.`)
    await page.getByRole("heading", { level: 1, name: /agree/u }).waitFor()
    assert.strictEqual(JSON.stringify(controller.read(CONFIG), undefined, 4), good)
  })

  it("shows before a repair which lines it would change, without values", async () => {
    await page.getByRole("button", { name: "Pause repairs" }).click()
    await page
      .getByRole("button", { name: "Resume repairs" })
      .or(page.getByText("Repairs are paused"))
      .first()
      .waitFor()
    const manifest = controller.read("plugin-repos/text-display/manifest.json")
    controller.write("plugin-repos/extra/manifest.json", { ...manifest, id: "extra" })
    await page.getByText("What the repair would change, line by line").click()
    const lines = page.getByRole("region", { name: `Lines of ${CONFIG}` })
    await lines.getByText('"extra": {').waitFor()
    assert.notProperty(controller.read(CONFIG), "extra")
  })
})
