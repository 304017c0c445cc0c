// Goal: WCAG 2.2 AA. What a program can judge of it is judged by axe on every view, in both schemes and
// sizes; what it cannot, such as where the focus goes, is said here.
import { assert, describe, it } from "@effect/vitest"
import type { Page } from "playwright-core"
import { objections } from "../support/axe.ts"
import { DESKTOP, PHONE } from "../support/browser.ts"
import { crowdedSign, driftedSign } from "../support/signs.ts"
import { live, useVisits } from "../support/visits.ts"
import { plugin } from "../support/documents.ts"

const { visit } = useVisits()

const VIEWS = ["overview", "plugins", "history", "store"] as const
const SIZES = { desktop: DESKTOP, phone: PHONE } as const

/** The smallest side that a target may have. */
const TARGET_MIN = 24

const isThere = async (page: Page, view: (typeof VIEWS)[number]): Promise<void> => {
  await live(page)
  if (view === "overview") await page.getByRole("heading", { name: "3 things are not right" }).waitFor()
  else
    await page
      .getByRole("button", { name: /Undo|Install|Update|More about/u })
      .first()
      .waitFor()
}

/** Targets that are too small, those in a line of text apart. */
const smallTargets = (page: Page): Promise<ReadonlyArray<string>> =>
  page.evaluate((min) => {
    const found: Array<string> = []
    for (const target of document.querySelectorAll("a, button, input, select, summary, [tabindex='0']")) {
      if (target.matches(".skip")) continue
      const area = target.closest("label") ?? target
      const { height, width } = area.getBoundingClientRect()
      if (width > 0 && (height < min || width < min)) found.push(`${target.outerHTML} ${width}×${height}`)
    }
    return found
  }, TARGET_MIN)

const sideways = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

/** In both sizes and both schemes: axe, the size of targets, and whether anything sticks out. */
const judge = async (page: Page): Promise<void> => {
  for (const [size, viewport] of Object.entries(SIZES)) {
    // oxlint-disable no-await-in-loop -- one page, looked at one way after the other
    await page.setViewportSize(viewport)
    assert.deepStrictEqual(await objections(page), [], `${size}, light`)
    assert.deepStrictEqual(await smallTargets(page), [], size)
    assert.strictEqual(await sideways(page), 0, `${size} scrolls sideways`)
    await page.emulateMedia({ colorScheme: "dark" })
    assert.deepStrictEqual(await objections(page, ["color-contrast"]), [], `${size}, dark`)
    await page.emulateMedia({ colorScheme: "light" })
    // oxlint-enable no-await-in-loop
  }
}

describe("there is nothing to object to, light and dark, on a desk and on a phone", () => {
  for (const view of VIEWS) {
    it(`in ${view}`, async () => {
      const { page } = await visit(driftedSign, { hash: `#/${view}` })
      await isThere(page, view)
      await page.evaluate(() => {
        for (const fold of document.querySelectorAll("details")) fold.open = true
      })
      await judge(page)
    })
  }

  it("in the details of a plugin", async () => {
    const { page } = await visit(driftedSign, { hash: "#/plugins/clock-simple" })
    await page.getByText("What each source says").waitFor()
    await judge(page)
  })

  it("in a question, while the controller is gone", async () => {
    const { page, world } = await visit(driftedSign, { hash: "#/plugins/clock-simple" })
    await page.getByRole("button", { name: "Uninstall…" }).click()
    await page.getByText("Keep its settings").waitFor()
    await world.controller.stop()
    await page.getByText(/is gone since/u).waitFor()
    await judge(page)
  })

  it("in the prompt for the token", async () => {
    const { page } = await visit(driftedSign, {
      prepare: ({ controller }) => {
        controller.token = "x"
      }
    })
    await page.getByRole("dialog").waitFor()
    await judge(page)
  })

  it("among messages of every kind", async () => {
    const { page, world } = await visit(driftedSign)
    await live(page)
    world.end(world.begin("install", "stocks"), "stocks 1.0.0 is installed")
    world.end(world.begin("install", "other"), "the download broke off", { status: "failed", result: null })
    await page.getByText("Install of other: the download broke off.").waitFor()
    await judge(page)
  })
})

describe("with keys", () => {
  it("the first stop skips to the content", async () => {
    const { page } = await visit(driftedSign)
    await live(page)
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    assert.strictEqual(await page.evaluate(() => document.activeElement?.id), "main")
    assert.notInclude(page.url(), "#main")
  })

  it("every stop can be seen, and the last is followed by the first", async () => {
    const { page } = await visit(driftedSign)
    await isThere(page, "overview")
    const seen: Array<string> = []
    for (let presses = 0; presses < 120; presses += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one press after the other
      await page.keyboard.press("Tab")
      // oxlint-disable-next-line no-await-in-loop -- as above
      const stop = await page.evaluate(() => {
        const at = document.activeElement
        if (at === null || at === document.body) return undefined
        const shown = at.matches(".choice-option input, .search input")
          ? (at.closest(".search") ?? at.nextElementSibling ?? at)
          : at
        const { outlineStyle, outlineWidth } = getComputedStyle(shown)
        const { height, width } = at.getBoundingClientRect()
        const visible = outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2 && width * height > 0
        return { what: at.outerHTML.slice(0, 120), visible }
      })
      if (stop === undefined) break
      assert.isTrue(stop.visible, stop.what)
      seen.push(stop.what)
    }
    assert.isAbove(seen.length, 15)
    assert.isBelow(seen.length, 120)
  })

  it("a dialog keeps the focus, Escape puts it away, and the focus goes back to what opened it", async () => {
    const { page } = await visit(driftedSign, { hash: "#/plugins" })
    const opener = page.getByRole("link", { name: /^Simple Clock/u })
    await opener.focus()
    await page.keyboard.press("Enter")
    await page.getByText("What each source says").waitFor()
    for (let presses = 0; presses < 25; presses += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one press after the other
      await page.keyboard.press("Tab")
    }
    assert.isTrue(
      await page.evaluate(() => {
        const at = document.activeElement
        return at === document.body || at?.closest("dialog") !== null
      })
    )
    await page.keyboard.press("Escape")
    await page.getByRole("dialog").waitFor({ state: "detached" })
    assert.isTrue(await opener.evaluate((element) => element === document.activeElement))
    assert.match(page.url(), /#\/plugins$/u)
  })

  it("another view begins at its heading", async () => {
    const { page } = await visit(driftedSign)
    await live(page)
    await page.waitForTimeout(600)
    await page.getByRole("link", { name: "Store" }).press("Enter")
    await page.getByRole("heading", { level: 1, name: "Store" }).waitFor()
    assert.strictEqual(
      await page.evaluate(() => document.activeElement?.outerHTML),
      '<h1 tabindex="-1">Store</h1>'
    )
    await page.goBack()
    await page.getByRole("heading", { name: "3 things are not right" }).waitFor()
  })
})

describe("with other settings", () => {
  it("colours that the reader has chosen leave nothing unsaid", async () => {
    const { page } = await visit(driftedSign, { own: { forcedColors: "active" }, hash: "#/plugins" })
    await page.getByRole("switch").first().waitFor()
    assert.deepStrictEqual(await objections(page), [])
    const lamps = await page
      .locator(".switch-lamp")
      .evaluateAll((all) => new Set(all.map((lamp) => getComputedStyle(lamp).backgroundColor)).size)
    assert.strictEqual(lamps, 2, "on and off differ")
  })

  it("letters twice as large fit on a phone", async () => {
    const { page } = await visit(driftedSign, { viewport: PHONE })
    await isThere(page, "overview")
    await page.evaluate(() => {
      document.documentElement.style.fontSize = "200%"
    })
    assert.strictEqual(await sideways(page), 0)
  })

  it("it reads from right to left without scrolling sideways", async () => {
    const { page } = await visit(driftedSign, { viewport: PHONE, hash: "#/plugins" })
    await isThere(page, "plugins")
    await page.evaluate(() => {
      document.documentElement.dir = "rtl"
    })
    assert.strictEqual(await sideways(page), 0)
  })

  for (const view of VIEWS) {
    it(`nothing sticks out of ${view} on the smallest of phones`, async () => {
      const { page } = await visit(driftedSign, { viewport: { width: 320, height: 640 }, hash: `#/${view}` })
      await isThere(page, view)
      assert.strictEqual(await sideways(page), 0)
    })
  }

  it("names of any length and script fit", async () => {
    const long = "plugin-".repeat(18)
    const { page } = await visit(
      { plugins: [plugin(long, { name: "שעון عربي 时钟 ".repeat(8) }), plugin("x".repeat(128))] },
      { viewport: PHONE, hash: "#/plugins" }
    )
    await page.getByRole("switch").first().waitFor()
    assert.strictEqual(await sideways(page), 0)
  })

  it("animations are only for those who want them", async () => {
    const { page } = await visit(crowdedSign(), { hash: "#/plugins/plugin-number-001" })
    await page.getByRole("dialog").waitFor()
    assert.strictEqual(
      await page.locator("dialog").evaluate((dialog) => getComputedStyle(dialog).animationName),
      "none"
    )
  })
})
