// Takes the pictures of the dashboard that the documentation shows: `npm run screenshots`.
import { mkdirSync } from "node:fs"
import { fileURLToPath } from "node:url"
import type { Browser } from "playwright-core"
import { DESKTOP, openBrowser, PHONE, watchedPage } from "./support/browser.ts"
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

const take = async (browser: Browser, origin: string, { hash, name, ...look }: Picture): Promise<void> => {
  const { close, page, visit } = await watchedPage(browser, look)
  await visit(`${origin}/${hash}`)
  await page.getByText("Live", { exact: true }).waitFor()
  await page
    .getByText("3 things are not right")
    .or(page.getByText("How it is judged"))
    .or(page.getByRole("switch"))
    .first()
    .waitFor()
  await page.screenshot({ path: `${images}${name}.png` })
  await close()
}

mkdirSync(images, { recursive: true })
const browser = await openBrowser()
const { controller } = new World(driftedSign)
await controller.start()
for (const picture of PICTURES) {
  // oxlint-disable-next-line no-await-in-loop -- one browser
  await take(browser, controller.origin, picture)
}
await browser.close()
await controller.stop()
