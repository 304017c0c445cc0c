// Goal: page and controller, as they are built, understand each other, and what the page says is done is on disk.
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import type { Page } from "playwright-core"
import { watchedPage, type Watched } from "../support/browser.ts"
import { RealController } from "../support/realController.ts"
import { live } from "../support/visits.ts"
import { isObject } from "../../../src/dashboard/api/shapes.ts"

let controller: RealController
let watched: Watched
let page: Page

const CONFIG = "config/config.json"
const STATE = "data/plugin_state.json"

const headline = (text: string | RegExp): Promise<void> =>
  page.getByRole("heading", { level: 1, name: text }).waitFor()

const confirm = (button: string): Promise<void> =>
  page.getByRole("dialog").getByRole("button", { name: button, exact: true }).last().click()

const view = (name: string): Promise<void> => page.getByRole("link", { name }).click()

beforeAll(async () => {
  controller = new RealController()
  await controller.start()
  watched = await watchedPage()
  page = watched.page
  await watched.visit(`${controller.address}/`)
  await live(page)
})

afterAll(async () => {
  await watched.close()
  await controller.stop()
  controller.remove()
})

describe("a real controller, on a real installation, one thing after the other", () => {
  it("has repaired what was wrong, and takes it back, and repairs it again", async () => {
    await headline("All 6 plugins agree")
    assert.property(controller.read(CONFIG), "text-display")

    await page.getByRole("button", { name: "Undo the last repair…" }).click()
    await confirm("Undo")
    await headline(/things are not right/u)
    assert.notProperty(controller.read(CONFIG), "text-display")
    await page.getByText("You undid its repair.").first().waitFor()

    await page.getByRole("button", { name: /^Repair all/u }).click()
    await page.getByText(/things repaired\. Everything agrees\./u).waitFor()
    await headline("All 6 plugins agree")
    assert.deepStrictEqual(controller.read(CONFIG)["text-display"], { enabled: false })
  })

  it("switches a plugin", async () => {
    await view("Plugins")
    await page.getByRole("switch", { name: "Text Display is on" }).click()
    await page.getByRole("switch", { name: "Text Display is on", checked: true }).waitFor()
    assert.deepStrictEqual(controller.read(CONFIG)["text-display"], { enabled: true })
  })

  it("explains one, and uninstalls it", async () => {
    await page.getByRole("link", { name: /^Weather/u }).click()
    await page.getByText("Nothing: it is in sync.").waitFor()
    await page.getByRole("button", { name: "Uninstall…" }).click()
    await page.getByLabel("Keep its settings").uncheck()
    await confirm("Uninstall")
    await page
      .getByRole("log")
      .getByText(/is uninstalled/u)
      .waitFor()
    assert.notProperty(controller.read(CONFIG), "ledmatrix-weather")
    await page.keyboard.press("Escape")
    await page.getByRole("dialog").waitFor({ state: "detached" })
  })

  it("installs it again from the store", async () => {
    await view("Store")
    await page.getByRole("button", { name: "Install Weather" }).click()
    await page.getByRole("log").getByText("ledmatrix-weather 2.1.0 is installed.").waitFor()
    await page
      .getByRole("listitem")
      .filter({ hasText: "Weather" })
      .getByText("Installed", { exact: true })
      .waitFor()
    assert.deepStrictEqual(controller.read(CONFIG)["ledmatrix-weather"], { enabled: false })
  })

  it("tells of it in the history, newest first", async () => {
    await view("History")
    const [first, second] = await page.locator(".run h3").allTextContents()
    assert.deepStrictEqual([first, second], ["Install: ledmatrix-weather", "Uninstall: ledmatrix-weather"])
  })

  it("leaves what somebody breaks while it is paused, and repairs it when it is resumed", async () => {
    await view("Overview")
    await page.getByRole("button", { name: "Pause repairs" }).click()
    await headline("Repairs are paused, and nothing is wrong")
    const saved = JSON.stringify(controller.read(STATE))
    const broken: unknown = JSON.parse(saved.replaceAll(/"version":"[^"]+"/gu, '"version":"0.0.1"'))
    assert(isObject(broken))
    controller.write(STATE, broken)
    await page
      .getByText("The saved state has another version than the one that is installed.")
      .first()
      .waitFor()
    assert.include(JSON.stringify(controller.read(STATE)), "0.0.1")
    await page.getByRole("button", { name: "Resume and repair" }).click()
    await headline("All 6 plugins agree")
    assert.notInclude(JSON.stringify(controller.read(STATE)), "0.0.1")
  })

  it("is missed when it ends, and found again when it is back, with another token", async () => {
    await controller.stop()
    await page.getByText(/The controller is gone since/u).waitFor()
    await controller.start("--token", "open-sesame")
    await page.getByRole("dialog", { name: "Token wanted" }).getByLabel("Token").fill("open-sesame")
    await page.keyboard.press("Enter")
    await live(page)
    await headline("All 6 plugins agree")
  })

  it("has seen no error, no breach of its policy, and no server but the controller", () => {
    assert.deepStrictEqual(watched.faults(), [])
    assert.deepStrictEqual(watched.strangers(), [])
  })
})
