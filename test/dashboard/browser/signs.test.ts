// Goal: a person sees what the document wants beside what is, and how all signs of a list stand; no sign can pretend.
import { assert, describe, it } from "@effect/vitest"
import { objections } from "../support/axe.ts"
import { PHONE } from "../support/browser.ts"
import { condition } from "../support/documents.ts"
import { driftedSign } from "../support/signs.ts"
import { live, useVisits } from "../support/visits.ts"

const { visit } = useVisits()

const R = "a".repeat(64)
const tile = (name: string, fields: object = {}) => ({
  name,
  address: `http://${name}.example:5080`,
  state: "applied",
  as_desired: true,
  message: "the revision in force is the document's",
  revision: R,
  findings: 0,
  last_seen: "2026-01-02T03:04:05.000Z",
  ...fields
})

const LIE = '<img src=x onerror="document.title=1">\u202eevil'
const signs = [
  tile("fine"),
  tile("liar", { message: LIE, state: "constructor" }),
  tile("gone", { state: "unknown", as_desired: false, message: "it does not answer", last_seen: null }),
  tile("odd", { address: "javascript:alert(1)", as_desired: false, findings: 2 })
]

const desired = {
  sign: "bar-left",
  document: "https://signs.example/desired.json",
  state: "settling",
  message: "a new revision is in force and is watched",
  in_force: {
    revision: R,
    serial: 7,
    accepted_at: "2026-01-02T03:04:05.000Z",
    age_seconds: 9,
    settled: false
  },
  offered: { revision: R, serial: 7 },
  rejected: [{ revision: "b".repeat(64), rejected_at: "2026-01-02T03:04:05.000Z", reasons: ["clock broke"] }],
  rejections: {},
  read_at: null,
  paused: null,
  findings: 1,
  not_as_desired: 1
}

describe("the page of signs", () => {
  it("is not there without a list", async () => {
    const { page } = await visit({ ...driftedSign, answers: { "GET signs": { signs: null, problem: null } } })
    await live(page)
    assert.strictEqual(await page.getByRole("link", { name: "Signs" }).count(), 0)
  })

  it("has its link beside the others on a phone, each apart from the next", async () => {
    const { page } = await visit(
      { ...driftedSign, answers: { "GET signs": { signs, problem: null } } },
      { viewport: PHONE }
    )
    await page.getByRole("link", { name: "Signs" }).waitFor()
    const boxes = await page.locator(".nav a").evaluateAll((links) =>
      links.map((link) => {
        const { left, right, top } = link.getBoundingClientRect()
        return { left, right, top }
      })
    )
    const gaps = boxes.slice(1).map(({ left }, at) => left - (boxes[at]?.right ?? 0))
    assert.isAtLeast(Math.min(...gaps), 7)
    assert.lengthOf(new Set(boxes.map(({ top }) => top)), 1)
  })

  it("shows those first that are not fine, leads to each, and calls what is unknown unknown", async () => {
    const { page } = await visit({ ...driftedSign, answers: { "GET signs": { signs, problem: null } } })
    await page.getByRole("link", { name: "Signs" }).click()
    await page.getByText("2 of 4 as desired, 1 unknown.").waitFor()
    const names = await page.locator(".tile-name").allTextContents()
    assert.deepStrictEqual(names, ["gone", "liar", "odd", "fine"])
    assert.include(await page.locator(".tile").first().textContent(), "Unknown")
    const links = await page
      .locator(".tile-link")
      .evaluateAll((all) => all.map((one) => one.getAttribute("href")))
    assert.deepStrictEqual(links, [
      "http://gone.example:5080",
      "http://liar.example:5080",
      "#/signs",
      "http://fine.example:5080"
    ])
    assert.deepStrictEqual(await objections(page), [])
  })

  it("takes nothing that a sign says for more than text, and no state that it does not know for fine", async () => {
    const { page } = await visit({ ...driftedSign, answers: { "GET signs": { signs, problem: null } } })
    await page.getByRole("link", { name: "Signs" }).click()
    const liar = page.locator(".tile", { hasText: "liar" })
    await liar.waitFor()
    assert.include(await liar.textContent(), LIE)
    assert.include(await liar.textContent(), "Unknown")
    assert.strictEqual(await page.locator(".tile img").count(), 0)
  })

  it("says that the list cannot be read, beside what is known", async () => {
    const { page } = await visit({
      ...driftedSign,
      answers: { "GET signs": { signs, problem: "not valid JSON" } }
    })
    await page.getByRole("link", { name: "Signs" }).click()
    await page.getByText("The list of signs cannot be read: not valid JSON.").waitFor()
    assert.strictEqual(await page.locator(".tile").count(), 4)
  })
})

describe("the desired state", () => {
  const given = {
    ...driftedSign,
    status: {
      ...driftedSign.status,
      conditions: [condition("AsDesired", { status: "false", reason: "settling" })]
    },
    answers: { "GET desired": desired, "POST desired/pause": desired }
  }

  it("is shown with its revision and what was taken back, and is paused by a click", async () => {
    const { page, world } = await visit(given)
    const section = page.getByRole("region", { name: "Desired state" })
    await section.getByText("A new revision is in force and is watched.").waitFor()
    const text = await section.textContent()
    for (const part of [
      "aaaaaaaaaaaa, serial 7",
      "https://signs.example/desired.json",
      "bar-left",
      "clock broke"
    ])
      assert.include(text, part)
    await section.getByRole("button", { name: "Pause for 2 hours" }).click()
    await page.waitForFunction(() => document.querySelector("[aria-busy=true]") === null)
    assert.deepStrictEqual(
      world.controller.askedFor("POST", "desired/pause").map(({ body }) => body),
      [{ for_seconds: 7200 }]
    )
    assert.deepStrictEqual(await objections(page), [])
  })

  it("is shown of a plugin beside what is, with the layer that says it", async () => {
    const { page } = await visit({
      ...given,
      explanations: {
        "clock-simple": {
          desired: {
            document: "https://signs.example/desired.json",
            revision: R,
            sign: "bar-left",
            values: [
              { field: "version", value: "2.0.0", layer: "group bar" },
              { field: "enabled", value: false, layer: "all" },
              { field: "settings.city", value: "‹set›", layer: "sign bar-left" }
            ]
          }
        }
      }
    })
    await live(page)
    await page.goto(`${page.url().split("#")[0] ?? ""}#/overview/clock-simple`)
    const rows = page.getByRole("region", { name: "What the document wants" }).getByRole("row")
    await rows.nth(3).waitFor()
    assert.deepStrictEqual((await rows.allTextContents()).slice(1), [
      "version2.0.01.0.0group bar",
      "enablednoyesall",
      "settings.city‹set›the samesign bar-left"
    ])
  })
})
