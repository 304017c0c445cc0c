// Goal: the page never shows yesterday's state as today's, and no person has to reload it.
import { assert, describe, it } from "@effect/vitest"
import { agreeingSign, driftedSign, repairableSign } from "../support/signs.ts"
import { live, useVisits } from "../support/visits.ts"

const { visit } = useVisits()

describe("a controller that goes away", () => {
  it("is said to be gone since when, nothing can be pressed, and all of it ends by itself", async () => {
    const { page, world } = await visit(driftedSign)
    await live(page)
    await world.controller.stop()
    await page.getByText(/The controller is gone since \d\d:\d\d:\d\d/u).waitFor()
    await page.getByRole("heading", { name: "Last known: 3 things are not right" }).waitFor()
    const look = page.getByRole("button", { name: "Look again" })
    assert.strictEqual(await look.getAttribute("aria-disabled"), "true")
    await look.click({ force: true })
    assert.strictEqual(world.controller.askedFor("POST", "plugins/state/reconcile").length, 0)

    world.status = { ...world.status, last_report: null, last_pass: null }
    await world.controller.start()
    await live(page)
    await page.getByText("Looking at the sign for the first time").waitFor()
    assert.strictEqual(await page.getByText(/is gone since/u).count(), 0)
  })

  it("is tried at once when somebody asks for that", async () => {
    const { page, world } = await visit(agreeingSign, { own: { ownTime: true } })
    await live(page)
    // From here on nothing happens there by itself: no attempt is under way when the controller is back.
    await page.clock.pauseAt(Date.now() + 20_000)
    await world.controller.stop()
    const again = page.getByRole("button", { name: "Try now" })
    await again.waitFor()
    await world.controller.start()
    await again.click()
    await live(page)
  })

  it("without a word is missed too", async () => {
    const { page } = await visit(agreeingSign, { own: { ownTime: true } })
    await live(page)
    await page.clock.fastForward(41_000)
    await page.getByText("the controller went silent").waitFor()
    await live(page)
  })

  it("is read anew when it is back", async () => {
    const { page, world } = await visit(agreeingSign, { hash: "#/plugins" })
    await page.getByRole("switch", { name: "Static Image is on" }).waitFor()
    await world.controller.stop()
    world.plugins = world.plugins.filter(({ id }) => id !== "static-image")
    await world.controller.start()
    await page.getByRole("switch", { name: "Static Image is on" }).waitFor({ state: "detached" })
  })

  it("that never answered is said to be not there, on the page as it will be", async () => {
    const { page } = await visit(agreeingSign, {
      prepare: ({ controller }) => {
        controller.refusesEvents = true
      }
    })
    await page.getByRole("heading", { name: "No answer" }).waitFor()
    await page.getByRole("heading", { name: "Conditions" }).waitFor()
  })
})

describe("a controller with a token", () => {
  it("is asked with what the person gives, which stays out of every address", async () => {
    const { page, world } = await visit(repairableSign, {
      prepare: ({ controller }) => {
        controller.token = "open-sesame"
      }
    })
    const addresses: Array<string> = []
    page.on("request", (request) => addresses.push(request.url()))
    const prompt = page.getByRole("dialog", { name: "Token wanted" })
    await prompt.getByLabel("Token").fill("wrong")
    await prompt.getByRole("button", { name: "Continue" }).click()
    await prompt.getByText("The controller did not accept that token.").waitFor()
    assert.strictEqual(world.controller.asked.length, 0, "nothing was told without the token")

    await prompt.getByLabel("Token").fill("open-sesame")
    await page.keyboard.press("Enter")
    await live(page)
    assert.deepStrictEqual(
      addresses.filter((address) => address.includes("sesame")),
      []
    )

    await page.reload()
    await live(page)
    assert.strictEqual(await page.evaluate(() => localStorage.length), 0)
    assert.strictEqual(await page.evaluate(() => sessionStorage.length), 1)
  })

  it("keeps asking where the prompt is put away with Escape", async () => {
    const { page } = await visit(repairableSign, {
      prepare: ({ controller }) => {
        controller.token = "open-sesame"
      }
    })
    await page.getByRole("dialog", { name: "Token wanted" }).waitFor()
    await page.keyboard.press("Escape")
    await page.keyboard.press("Escape")
    await page.getByRole("dialog", { name: "Token wanted" }).waitFor()
  })
})

describe("a controller of another version", () => {
  it("is said to be one, with a button that loads its page", async () => {
    const { page } = await visit({ ...agreeingSign, version: "99.0.0" })
    await page.getByText("The controller is version 99.0.0 now").waitFor()
    await page.getByRole("button", { name: "Load the new page" }).waitFor()
  })

  it("that says what the page does not understand is not drawn, and said", async () => {
    const { page } = await visit(agreeingSign, {
      prepare: ({ controller }) => {
        controller.greeting = () => ({ conditions: "none" })
      }
    })
    await page.getByText("The controller says something that this page does not understand.").waitFor()
  })
})
