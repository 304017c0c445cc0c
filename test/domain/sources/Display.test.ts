/** What documents and people are told of LEDMatrix's display. */
import { assert, describe, it } from "@effect/vitest"
import {
  type Display,
  DISPLAY_STATUSES,
  displayLine,
  type ReportedDisplay,
  reportedDisplay
} from "../../../src/domain/sources/Display.ts"

const AT = Date.parse("2026-03-01T12:00:00Z")
const LAST_DATE = 8.64e15
const FILE = "/var/cache/ledmatrix/plugin_runtime_snapshot.json"

const unknown: Display = {
  status: "unknown",
  sinceMs: undefined,
  publishedAtMs: undefined,
  staleAfter: undefined,
  heartbeatAge: undefined,
  from: undefined
}

describe("a document tells of the display", () => {
  it("its state, its times, where that was read, and what was wrong", () => {
    const display: Display = {
      status: "stale",
      sinceMs: AT,
      publishedAtMs: AT + 1500,
      staleAfter: 180,
      heartbeatAge: 3,
      from: FILE,
      problem: "it is old"
    }
    assert.deepStrictEqual(reportedDisplay(display), {
      status: "stale",
      since: "2026-03-01T12:00:00.000Z",
      published_at: "2026-03-01T12:00:01.500Z",
      from: FILE,
      problem: "it is old"
    })
  })

  it("null where something is not known", () => {
    assert.deepStrictEqual(reportedDisplay(unknown), {
      status: "unknown",
      since: null,
      published_at: null,
      from: null,
      problem: null
    })
  })

  it.each<[string, number, string | null]>([
    ["the epoch as a date", 0, "1970-01-01T00:00:00.000Z"],
    ["the last date there is", LAST_DATE, "+275760-09-13T00:00:00.000Z"],
    ["the first date there is", -LAST_DATE, "-271821-04-20T00:00:00.000Z"],
    ["no date after the last", LAST_DATE + 1, null],
    ["no date before the first", -LAST_DATE - 1, null]
  ])("%s", (_title, sinceMs, since) => {
    assert.strictEqual(reportedDisplay({ ...unknown, sinceMs }).since, since)
  })
})

describe("the line for people", () => {
  const bare: ReportedDisplay = {
    status: "live",
    since: null,
    published_at: null,
    from: null,
    problem: null
  }
  const since = "2026-03-01T11:00:00.000Z"
  const published_at = "2026-03-01T12:00:00.000Z"

  it.each<[string, Partial<ReportedDisplay>, string]>([
    ["says what it is", {}, "LEDMatrix's display runs (live)"],
    ["says since when", { since }, `LEDMatrix's display runs (live, since ${since})`],
    [
      "says when it last published",
      { published_at },
      `LEDMatrix's display runs (live); it last published at ${published_at}`
    ],
    ["says where that was read", { from: FILE }, `LEDMatrix's display runs (live), in ${FILE}`],
    [
      "says what is wrong, which names the place",
      { problem: `${FILE}: it is no JSON`, from: FILE },
      `LEDMatrix's display runs (${FILE}: it is no JSON) (live)`
    ],
    [
      "says all of it in one order",
      { since, published_at, from: FILE },
      `LEDMatrix's display runs (live, since ${since}); it last published at ${published_at}, in ${FILE}`
    ]
  ])("%s", (_title, more, line) => {
    assert.strictEqual(displayLine({ ...bare, ...more }), line)
  })

  it.each(DISPLAY_STATUSES)("names the word that documents have for it: %s", (status) => {
    assert.match(
      displayLine({ ...bare, status }),
      new RegExp(`^LEDMatrix's display .+ \\(${status}\\)$`, "u")
    )
  })

  it("is another one for each state", () => {
    const lines = new Set(DISPLAY_STATUSES.map((status) => displayLine({ ...bare, status }).split(" (")[0]))
    assert.strictEqual(lines.size, DISPLAY_STATUSES.length)
  })
})
