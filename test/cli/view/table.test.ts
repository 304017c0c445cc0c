// Tables are aligned with any content, and fit the terminal as far as words allow it.
import { assert, describe, it } from "@effect/vitest"
import { displayWidth } from "../../../src/cli/view/text/displayWidth.ts"
import { colorStyle, plainStyle } from "../../../src/cli/view/text/Style.ts"
import { type Row, table } from "../../../src/cli/view/text/table.ts"
import { clipped, wrapped } from "../../../src/cli/view/text/wrapped.ts"

const rows: ReadonlyArray<Row> = [
  { cells: [{ text: "clock" }, { text: "1.0" }], last: [{ text: "a plugin that shows the time of day" }] },
  { cells: [{ text: "天気" }, { text: "12.10.3" }], last: [{ text: "weather" }, { text: "→ next" }] }
]

describe("a table", () => {
  it("aligns its columns by the width of what is seen", () => {
    assert.deepStrictEqual(table(["ID", "VERSION", "WHAT"], rows, plainStyle(Infinity)), [
      "ID     VERSION  WHAT",
      "clock  1.0      a plugin that shows the time of day",
      "天気   12.10.3  weather",
      "                → next"
    ])
  })

  it("wraps its last column where the terminal ends", () => {
    assert.deepStrictEqual(table(["ID", "VERSION", "WHAT"], rows.slice(0, 1), plainStyle(40)), [
      "ID     VERSION  WHAT",
      "clock  1.0      a plugin that shows the",
      "                time of day"
    ])
  })

  it("measures before it paints", () => {
    const paint = colorStyle(80).bad
    const [, line] = table(
      ["ID", "WHAT"],
      [{ cells: [{ text: "a", paint }], last: [{ text: "b" }] }],
      colorStyle(80)
    )
    assert.strictEqual(line, `${paint("a")}   b`)
  })

  it("puts the last column below where the terminal leaves it no room", () => {
    const wide: ReadonlyArray<Row> = [
      { cells: [{ text: "20261124T032251482-0ea7d1" }], last: [{ text: "a plugin that shows the time" }] }
    ]
    assert.deepStrictEqual(table(["RUN", "CHANGES"], wide, plainStyle(40)), [
      "RUN",
      "20261124T032251482-0ea7d1",
      "  a plugin that shows the time"
    ])
  })

  it("names each cell in a line of its own where they have no room either", () => {
    const wide: ReadonlyArray<Row> = [
      {
        cells: [{ text: "c".repeat(30) }, { text: "1.0" }, { text: "yes" }],
        last: [{ text: "" }, { text: "why" }]
      }
    ]
    assert.deepStrictEqual(table(["ID", "VERSION", "ENABLED", ""], wide, plainStyle(40)), [
      "c".repeat(30),
      "  version: 1.0",
      "  enabled: yes",
      "  why"
    ])
  })

  it("is no wider for one name that is too long", () => {
    const hostile: ReadonlyArray<Row> = [
      ...rows,
      { cells: [{ text: `${"x".repeat(5000)}-1` }, { text: "1.0" }], last: [{ text: "short" }] }
    ]
    const lines = table(["ID", "VERSION", "WHAT"], hostile, plainStyle(80))
    assert.isAtMost(Math.max(...lines.map(displayWidth)), 80)
  })

  it("keeps such a name whole, and the other rows aligned, where programs read it", () => {
    const name = `${"x".repeat(5000)}-1`
    const hostile: ReadonlyArray<Row> = [
      ...rows,
      { cells: [{ text: name }, { text: "1.0" }], last: [{ text: "short" }] }
    ]
    const lines = table(["ID", "VERSION", "WHAT"], hostile, plainStyle(Infinity))
    assert.isBelow(displayWidth(lines[1] ?? ""), 100)
    assert.include(lines.at(-1), name)
  })

  it("is nothing without rows", () => {
    assert.deepStrictEqual(table(["ID", "WHAT"], [], plainStyle(80)), [])
  })
})

describe("wrapping", () => {
  it("leaves a word whole that is longer than the line", () => {
    assert.deepStrictEqual(wrapped("see https://example.org/a/very/long/address now", 20), [
      "see",
      "https://example.org/a/very/long/address",
      "now"
    ])
  })
})

describe("a text that would fill the screen", () => {
  const flood = (words: string): ReadonlyArray<string> =>
    table(["ID", "WHAT"], [{ cells: [{ text: "clock" }], last: [{ text: words }] }], plainStyle(80))

  it("is shortened on a terminal, where it is one word and where it is many", () => {
    assert.isBelow(flood("x".repeat(40_000)).join("").length, 300)
    assert.isBelow(flood("many words ".repeat(4000)).join("").length, 4000)
  })

  it("stays whole where programs read it", () => {
    const row = { cells: [{ text: "clock" }], last: [{ text: "x".repeat(40_000) }] }
    assert.include(table(["ID", "WHAT"], [row], plainStyle(Infinity)).join(""), "x".repeat(40_000))
  })
})

describe("clipping", () => {
  it("keeps both ends, so that names that begin alike are told apart", () => {
    assert.strictEqual(clipped(`${"a".repeat(50)}-1`, 12), "aaaaaaaa…a-1")
  })
})

describe("the width of text", () => {
  for (const [text, width] of [
    ["", 0],
    ["abc", 3],
    ["für", 3],
    ["u\u0308ber", 4],
    ["天気", 4],
    ["🙂", 2],
    ["→", 1]
  ] as const) {
    it(`of ${JSON.stringify(text)} is ${width}`, () => {
      assert.strictEqual(displayWidth(text), width)
    })
  }
})
