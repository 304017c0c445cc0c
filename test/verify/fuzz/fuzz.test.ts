// Hostile input at every border: once broken promises stay kept, and a small budget of new ones each time.
// `npm run fuzz` has more, for as long as you like.
import { assert, beforeAll, describe, it } from "@effect/vitest"
import { type Fuzzed, fuzz } from "./harness/fuzz.ts"
import { inBase64 } from "./harness/inputs/inputOf.ts"
import { pieces } from "./harness/inputs/Pieces.ts"
import type { Finding, Work } from "./harness/worker/protocol.ts"
import { told } from "./harness/tell.ts"
import { targets as planted } from "./planted.ts"
import { regressions } from "./regressions.ts"
import { targets } from "./targets/index.ts"

const at = (file: string): string => new URL(file, import.meta.url).href

/** The same every time: a failure here is a failure of the change that was made. */
const SEED = "npm test"

const work: ReadonlyArray<Work> = targets.map(({ budget, name }) => ({
  target: name,
  seed: SEED,
  from: 0,
  to: budget
}))

describe("hostile input", () => {
  let fuzzed: Fuzzed

  beforeAll(async () => {
    fuzzed = await fuzz({ module: at("targets/index.ts"), targets, work })
  })

  it.each(targets.map((target) => [target.name, target.promises] as const))("at %s: %s", (name) => {
    const findings = fuzzed.findings.filter(({ target }) => target === name)
    assert.deepStrictEqual(findings.map(told), [])
    assert.isDefined(fuzzed.summaries.find(({ target }) => target === name))
  })
})

describe("what once broke a promise", () => {
  const byTarget = new Map(
    targets.map(({ name }) => [name, regressions.filter(({ target }) => target === name)] as const)
  )
  let findings: ReadonlyArray<Finding>

  beforeAll(async () => {
    const again = [...byTarget].map(([target, rows]) => ({
      target,
      seed: "",
      from: 0,
      to: rows.length,
      inputs: rows.map((row) => inBase64(pieces(row.pieces)))
    }))
    findings = (await fuzz({ module: at("targets/index.ts"), targets, work: again })).findings
  })

  it.each(regressions.map((row) => [row.name, row] as const))("does no more: %s", (_name, row) => {
    const run = byTarget.get(row.target)?.indexOf(row)
    assert.isDefined(run)
    const found = findings.filter((finding) => finding.target === row.target && finding.run === run)
    assert.deepStrictEqual(found.map(told), [])
  })
})

describe("the watch over hostile input", () => {
  let fuzzed: Fuzzed

  beforeAll(async () => {
    const planting = planted.map(({ budget, name }) => ({ target: name, seed: "x", from: 0, to: budget }))
    fuzzed = await fuzz({
      module: at("planted.ts"),
      targets: planted,
      work: planting,
      hangMs: 4000,
      heapMib: 96
    })
  })

  it.each([
    ["crashes", "it crashes"],
    ["hangs", "it hangs"],
    ["slow", "it takes too long"],
    ["memory", "it takes too much memory"],
    ["heap", "it runs out of memory"],
    ["stray", "something fails where no code waits for it"],
    ["exits", "the process ends (3)"],
    ["breaks", "a promise"]
  ])("notices what %s", (name, rule) => {
    const found = fuzzed.findings.filter(({ target }) => target === name)
    assert.deepStrictEqual(
      found.map((finding) => finding.rule),
      [rule]
    )
  })

  it("makes what it found small", () => {
    const found = fuzzed.findings.find(({ target }) => target === "crashes-on-needle")
    assert.strictEqual(Buffer.from(found?.pieces["text"] ?? "", "base64").toString(), "needle")
  })

  it("finds nothing where promises are kept", () => {
    assert.deepStrictEqual(
      fuzzed.findings.filter(({ target }) => target === "keeps"),
      []
    )
    assert.strictEqual(fuzzed.summaries.find(({ target }) => target === "keeps")?.runs, 3)
  })
})
