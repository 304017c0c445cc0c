// Takes the pictures of the dashboard that the documentation shows: `npm run screenshots`.
import { mkdirSync } from "node:fs"
import { fileURLToPath } from "node:url"
import type { Page } from "playwright-core"
import { closeBrowser, DESKTOP, PHONE, watchedPage } from "./support/browser.ts"
import { brokenSign, comparing, decidingSign } from "./support/decidingSign.ts"
import { driftedSign } from "./support/signs.ts"
import { World } from "./support/world.ts"

const images = fileURLToPath(new URL("../../docs/images/", import.meta.url))

interface Picture {
  readonly name: string
  readonly hash: string
  readonly viewport: { readonly width: number; readonly height: number }
  readonly colorScheme: "light" | "dark"
}

const PICTURES: ReadonlyArray<Picture> = [
  { name: "dashboard-light", hash: "#/overview", viewport: DESKTOP, colorScheme: "light" },
  { name: "dashboard-dark", hash: "#/plugins", viewport: DESKTOP, colorScheme: "dark" },
  {
    name: "dashboard-details",
    hash: "#/plugins/ledmatrix-weather",
    viewport: { width: 1100, height: 720 },
    colorScheme: "light"
  },
  { name: "dashboard-phone", hash: "#/overview", viewport: PHONE, colorScheme: "light" }
]

const take = async (
  origin: string,
  { hash, name, ...look }: Picture,
  show: (page: Page) => Promise<void>
): Promise<void> => {
  const { close, page, visit } = await watchedPage(look)
  await visit(`${origin}/${hash}`)
  await page.getByText("Live", { exact: true }).waitFor()
  await show(page)
  await page.screenshot({ path: `${images}${name}.png` })
  await close()
}

const everything = (page: Page): Promise<void> =>
  page
    .getByText("3 things are not right")
    .or(page.getByText("How it is judged"))
    .or(page.getByRole("switch"))
    .first()
    .waitFor()

mkdirSync(images, { recursive: true })

const drifted = new World(driftedSign)
await drifted.controller.start()
for (const picture of PICTURES) {
  // oxlint-disable-next-line no-await-in-loop -- one browser
  await take(drifted.controller.origin, picture, everything)
}
await drifted.controller.stop()

const SMALL = { hash: "#/overview", viewport: { width: 1100, height: 720 }, colorScheme: "light" } as const

const deciding = new World(decidingSign)
await deciding.controller.start()
await take(deciding.controller.origin, { ...SMALL, name: "dashboard-decide" }, (page) =>
  page.getByRole("button", { name: /^Keep old-clock/u }).scrollIntoViewIfNeeded()
)
await deciding.controller.stop()

const broken = new World(brokenSign)
broken.controller.answers = comparing(broken.controller.answers)
await broken.controller.start()
await take(broken.controller.origin, { ...SMALL, name: "dashboard-backup" }, async (page) => {
  await page.getByRole("button", { name: "Compare with its backup…" }).click()
  await page.getByRole("region").filter({ hasText: "timezone" }).last().waitFor()
})
await broken.controller.stop()

await closeBrowser()
