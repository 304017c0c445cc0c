// Goal: the page is there at once, as it will be, small, and needs no server but the controller.
import { assert, describe, it } from "@effect/vitest"
import { globSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { gzipSync } from "node:zlib"
import { agreeingSign } from "../support/signs.ts"
import { live, useVisits } from "../support/visits.ts"

const { visit, visitAgain } = useVisits()

const built = fileURLToPath(new URL("../../../dist/dashboard", import.meta.url))
const files = globSync("**/*.{html,js,css,svg}", { cwd: built })
const BYTES_MAX = 60_000

const places = { hero: ".hero", sign: ".sign", nav: "nav", conditions: ".conditions" }

describe("the page", () => {
  it("stands where it will stand before any script has run", async () => {
    const { page, world } = await visit(agreeingSign)
    await live(page)
    await page.getByText("All 7 plugins agree").waitFor()
    const still = await visitAgain(world, { javaScriptEnabled: false })
    for (const [name, selector] of Object.entries(places)) {
      // oxlint-disable-next-line no-await-in-loop -- four looks
      const [early, late] = await Promise.all([still, page].map((one) => one.locator(selector).boundingBox()))
      assert.strictEqual(early?.x, late?.x, name)
      assert.strictEqual(early?.width, late?.width, name)
    }
    await still.getByRole("heading", { name: "Asking the controller how it stands" }).waitFor()
  })

  it("takes over what stands there instead of drawing it again", async () => {
    const { page } = await visit(agreeingSign, { own: {} })
    await live(page)
    await page.addInitScript(() => {
      document.addEventListener("readystatechange", () => {
        if (document.readyState === "interactive")
          document.querySelector(".hero")?.setAttribute("data-first", "yes")
      })
    })
    await page.reload()
    await live(page)
    assert.strictEqual(await page.locator(".hero").getAttribute("data-first"), "yes")
  })

  it(`is at most ${BYTES_MAX} bytes in all, packed`, () => {
    const sizes = files.map((file) => gzipSync(readFileSync(join(built, file)), { level: 9 }).length)
    assert.isAbove(sizes.length, 2)
    assert.isAtMost(
      sizes.reduce((sum, size) => sum + size, 0),
      BYTES_MAX
    )
  })

  it("names no address but its own", () => {
    const named = files.flatMap((file) =>
      [...readFileSync(join(built, file), "utf8").matchAll(/https?:\/\/[\w.-]+/gu)].map(
        ([address]) => address
      )
    )
    // Names of XML's namespaces look like addresses, but no browser requests them.
    assert.deepStrictEqual(
      named.filter((address) => address !== "http://www.w3.org"),
      []
    )
  })
})
