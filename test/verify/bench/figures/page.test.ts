import { assert, describe, it } from "@effect/vitest"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { chart } from "./chart.ts"
import { readFigures } from "./figuresFile.ts"
import { withFigures } from "./page.ts"

const docs = fileURLToPath(new URL("../../../../docs/", import.meta.url))

const read = (path: string): string => readFileSync(docs + path, "utf8")

describe("the page about performance", () => {
  const figures = readFigures(`${docs}performance.json`)

  it("shows the figures that are kept beside it", () => {
    const page = read("performance.md")
    assert.strictEqual(page, withFigures(page, figures))
  })

  it("draws them", () => {
    assert.strictEqual(read("images/performance.svg"), chart(figures.growth))
  })

  it("names every figure that exceeds its limit where it tells what is not kept", () => {
    const [, part = ""] = /\n## What is not kept\n(.*?)\n## /su.exec(read("performance.md")) ?? []
    const told = new Set([...part.matchAll(/^\| ([^|]+) \|/gmu)].map(([, name]) => name))
    const over = figures.figures.filter(({ limit, value }) => limit !== undefined && !(value <= limit))
    assert.deepStrictEqual(
      over.map(({ name }) => name).filter((name) => !told.has(name)),
      []
    )
  })
})
