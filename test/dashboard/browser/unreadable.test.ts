// Goal: what could not be read is never shown as empty, and a person sees what is wrong and what helps.
import { assert, describe, it } from "@effect/vitest"
import type { Page } from "playwright-core"
import type { Report } from "../../../src/domain/findings/Report.ts"
import { report } from "../support/documents.ts"
import { repairableSign } from "../support/signs.ts"
import { live, useVisits } from "../support/visits.ts"
import type { World } from "../support/world.ts"

const { visit } = useVisits()

const brokenConfig: Report["source_errors"] = [
  {
    source: "config",
    path: "config/config.json",
    code: "not_json",
    error: "not valid JSON: line 12, column 5: a comma is missing",
    backup: "config/backups/config 2.json"
  },
  {
    source: "disk",
    path: "config/config.json",
    code: "place_unknown",
    error: "the plugins directory is not known, because config could not be read"
  }
]

const unreadable: Parameters<typeof visit>[0] = {
  ...repairableSign,
  plugins: [],
  status: { last_report: report([], { result: "could_not_tell", source_errors: brokenConfig }) }
}

/** As the controller answers then. */
const refusing = ({ controller }: World): void => {
  const { answers } = controller
  controller.answers = (asked) =>
    asked.path === "plugins/installed"
      ? { status: 503, message: "the plugins directory is not known", error: { code: "CONFIG_LOAD_FAILED" } }
      : asked.path.endsWith("/explain")
        ? { status: 404, message: "no plugin of that name is known", error: { code: "PLUGIN_NOT_FOUND" } }
        : answers(asked)
}

const on = async (hash: string): Promise<Page> => {
  const { page } = await visit(unreadable, { hash, prepare: refusing })
  await live(page)
  return page
}

describe("a config that cannot be read", () => {
  it("leaves open what is installed, and offers no store instead", async () => {
    const page = await on("#/plugins")
    await page.getByText("What is installed is not known").waitFor()
    await page.getByText("line 12, column 5: a comma is missing").waitFor()
    assert.strictEqual(await page.getByText("No plugin is installed yet").count(), 0)
    assert.strictEqual(await page.getByRole("button", { name: "Look into the store" }).count(), 0)
  })

  it("offers nothing of the store as if it were not installed", async () => {
    const page = await on("#/store")
    await page.getByText("Which of these are installed is not known").waitFor()
    await page.getByText("7-Segment Clock").waitFor()
    assert.strictEqual(await page.getByRole("button", { name: /^Install/u }).count(), 0)
  })

  it("is shown once, with its line, on the overview", async () => {
    const page = await on("#/overview")
    await page.getByRole("heading", { level: 1, name: "config/config.json cannot be read" }).waitFor()
    const card = page.getByRole("listitem").filter({ hasText: "config/config.json" })
    assert.strictEqual(await card.count(), 1)
    await card.getByText("Not valid JSON: line 12, column 5: a comma is missing.").waitFor()
    await card.getByText("Config, Disk").waitFor()
    await card.getByText("ledmatrix-reconciler resolve config/config.json").waitFor()
  })

  it("leaves open whether a plugin is there", async () => {
    const page = await on("#/plugins/clock-simple")
    await page.getByRole("dialog").getByText("Whether this plugin is there is not known").waitFor()
  })
})

describe("a sign that is being looked at for the first time", () => {
  it("is not called one without plugins", async () => {
    const fetching = [{ plugin_id: "clock", step: "downloading", progress: 0.4 }] as const
    const { page } = await visit(
      { status: { last_report: null, fetching }, plugins: [] },
      { hash: "#/plugins" }
    )
    await page.getByText("The sign is being looked at for the first time").waitFor()
    assert.strictEqual(await page.getByText("No plugin is installed yet").count(), 0)
    await page.getByRole("button", { name: "See what is fetched" }).click()
    await page.getByRole("progressbar", { name: "Fetch clock" }).waitFor()
  })
})
