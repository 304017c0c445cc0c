/** A real browser, and pages in it that keep account of all that must not happen. */
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core"
import { CHROMIUM } from "../../support/vitest/otherPrograms.ts"

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync"
]

/** One for all that this process does, since it starts for longer than most files take; it ends with the process. */
let launched: Promise<Browser> | undefined

export const closeBrowser = async (): Promise<void> => (await launched)?.close()

export interface Watched {
  readonly page: Page
  readonly visit: (address: string) => Promise<void>
  /** Errors on the console, uncaught ones, and violations of the page's policy: those since the last look. */
  readonly faults: () => ReadonlyArray<string>
  /** Addresses that were asked for elsewhere than at the controller, since the last look. */
  readonly strangers: () => ReadonlyArray<string>
  readonly close: () => Promise<void>
}

/** What has not come by then will not come, also on a busy machine; the test then says what was missing. */
const PATIENCE_MS = 300_000

export const DESKTOP = { width: 1280, height: 800 }
export const PHONE = { width: 360, height: 800 }

/** A refused or failed request is in the console even if the page handles it. */
const isExpected = (text: string): boolean => text.startsWith("Failed to load resource")

export interface PageOptions extends BrowserContextOptions {
  /** Whether the test may stop the page's clock. */
  readonly ownTime?: boolean
}

export const watchedPage = async ({ ownTime = false, ...options }: PageOptions = {}): Promise<Watched> => {
  launched ??= chromium.launch({ executablePath: CHROMIUM, args: FLAGS })
  const context = await (
    await launched
  ).newContext({ viewport: DESKTOP, reducedMotion: "reduce", ...options })
  context.setDefaultTimeout(PATIENCE_MS)
  const page = await context.newPage()
  const faults: Array<string> = []
  const strangers: Array<string> = []
  let own = ""
  page.on("console", (message) => {
    if (message.type() === "error" && !isExpected(message.text())) faults.push(message.text())
  })
  page.on("pageerror", (error) => faults.push(String(error)))
  page.on("request", (request) => {
    const url = request.url()
    if (url !== "about:blank" && new URL(url).origin !== own) strangers.push(url)
  })
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", ({ blockedURI, violatedDirective }) =>
      // oxlint-disable-next-line no-console -- the console is what is listened to
      console.error(`policy: ${violatedDirective} ${blockedURI}`)
    )
  })
  if (ownTime) await page.clock.install()
  return {
    page,
    visit: async (address) => {
      own = new URL(address).origin
      await page.goto(address)
    },
    faults: () => faults.splice(0),
    strangers: () => strangers.splice(0),
    close: () => context.close()
  }
}
