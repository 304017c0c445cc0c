import { assert, describe, it } from "@effect/vitest"
import { cellsOfExplanation } from "../../src/dashboard/model/rows/explainedCells.ts"
import { counts, filterRows, type RowQuery } from "../../src/dashboard/model/rows/filterRows.ts"
import { pluginRows } from "../../src/dashboard/model/rows/rows.ts"
import { hashOf, readRoute } from "../../src/dashboard/state/Route.ts"
import { sharing } from "../../src/dashboard/state/sharing.ts"
import { coalesced } from "../../src/dashboard/state/coalesced.ts"
import { explanation, finding, plugin, report, status } from "./support/documents.ts"

const missing = finding("gone", {
  inconsistency_type: "plugin_missing_on_disk",
  reason: "not_installed",
  outcome: { status: "planned" }
})
const differs = finding("clock", {
  inconsistency_type: "plugin_enabled_mismatch",
  reason: "config_differs",
  outcome: { status: "manual" }
})

const rowsOf = (found = [missing, differs]) =>
  pluginRows(
    [plugin("news", { enabled: false }), plugin("clock", { update_available: true })],
    status("1", { last_report: report(found), suspended: { everything: false, plugins: ["news"] } })
  )

describe("the rows", () => {
  it("are all plugins that are there or that something is said of, by id", () => {
    assert.deepStrictEqual(
      rowsOf().map(({ id, installed }) => [id, installed !== undefined]),
      [
        ["clock", true],
        ["gone", false],
        ["news", true]
      ]
    )
  })

  it("say which source is the odd one out", () => {
    assert.deepStrictEqual(
      rowsOf().map(({ disagreeing }) => [...disagreeing]),
      [["config", "state"], ["disk"], []]
    )
  })

  it("stand as badly as the worst of their findings", () => {
    const worst = finding("clock", { ...differs, outcome: { status: "failed" } })
    assert.deepStrictEqual(
      rowsOf([differs, worst, missing]).map(({ standing }) => standing),
      ["failed", "waiting", "fine"]
    )
  })

  it("know what is suspended", () => {
    assert.deepStrictEqual(
      rowsOf().map(({ suspended }) => suspended),
      [false, false, true]
    )
  })

  it("tell what a source does not know from what could not be read", () => {
    const [row] = pluginRows(
      [plugin("a", { in_config: null, enabled: null, saved_state: null, loaded: null })],
      status("1", {
        last_report: report([], {
          source_errors: [{ source: "state", code: "not_json", path: "data/plugin_state.json", error: "x" }]
        })
      })
    )
    assert.deepStrictEqual(
      [row?.cells.config.says, row?.cells.manager.says, row?.cells.state.says],
      ["unknown", "unknown", "unknown"]
    )
    const [known] = pluginRows([plugin("a", { in_config: false, saved_state: null })], status("1"))
    assert.deepStrictEqual([known?.cells.config.says, known?.cells.state.says], ["nothing", "nothing"])
  })

  it("tell that LEDMatrix could not load one", () => {
    const [row] = pluginRows(
      [
        plugin("a", {
          error_info: {
            type: null,
            message: "no module named x",
            at: null,
            recoverable: false,
            error: "no module named x"
          }
        })
      ],
      status("1")
    )
    assert.deepStrictEqual(row?.cells.manager, { says: "trouble", text: "cannot load it" })
  })

  it("say what the finding says of what no list tells of, and leave the rest open", () => {
    const [row] = pluginRows([], status("1", { last_report: report([missing]) }))
    assert.deepStrictEqual(
      [row?.cells.config.text, row?.cells.disk.text, row?.cells.state.text],
      ["has an entry", "not there", "not looked at"]
    )
  })

  it("take the cells of what is not there from its explanation", () => {
    const cells = cellsOfExplanation(
      explanation("gone", {
        disk: { known: false },
        manager: { known: false },
        state: { known: false, error: "no JSON" }
      })
    )
    assert.deepStrictEqual(cells, {
      config: { says: "this", text: "on" },
      disk: { says: "nothing", text: "not there" },
      manager: { says: "nothing", text: "not known" },
      state: { says: "unknown", text: "cannot be read" }
    })
  })
})

describe("looking for rows", () => {
  const wanted = (fields: Partial<RowQuery>): ReadonlyArray<string> =>
    filterRows(rowsOf(), { search: "", filter: "all", sort: "name", ...fields }).map(({ id }) => id)

  const searches: ReadonlyArray<readonly [Partial<RowQuery>, ReadonlyArray<string>]> = [
    [{}, ["clock", "gone", "news"]],
    [{ search: "  CLO " }, ["clock"]],
    [{ search: "chuck news" }, ["news"]],
    [{ filter: "problems" }, ["clock", "gone"]],
    [{ filter: "off" }, ["news"]],
    [{ filter: "updates" }, ["clock"]],
    [{ sort: "attention" }, ["clock", "gone", "news"]]
  ]
  for (const [fields, ids] of searches) {
    it(`with ${JSON.stringify(fields)} finds ${ids.join(", ")}`, () => {
      assert.deepStrictEqual(wanted(fields), ids)
    })
  }

  it("counts what each filter would leave", () => {
    assert.deepStrictEqual(counts(rowsOf()), { all: 3, problems: 2, on: 1, off: 1, updates: 1 })
  })

  it("sorts numbers as numbers", () => {
    const rows = pluginRows([plugin("p10"), plugin("p9")], status("1"))
    const sorted = filterRows(rows, { search: "", filter: "all", sort: "name" })
    assert.deepStrictEqual(
      sorted.map(({ id }) => id),
      ["p9", "p10"]
    )
  })
})

describe("the address", () => {
  const routes: ReadonlyArray<readonly [hash: string, view: string, plugin: string | undefined]> = [
    ["", "overview", undefined],
    ["#/plugins", "plugins", undefined],
    ["#/store/", "store", undefined],
    ["#/plugins/a%2Fb", "plugins", "a/b"],
    ["#/nonsense", "overview", undefined],
    ["#/plugins/%", "plugins", undefined]
  ]
  for (const [hash, view, id] of routes) {
    it(`${JSON.stringify(hash)} is ${view}${id === undefined ? "" : ` with ${id}`}`, () => {
      assert.deepStrictEqual(readRoute(hash), { view, plugin: id })
    })
  }

  for (const plugin of ["ü/%#?", "/", "//", "", " "]) {
    it(`of ${JSON.stringify(plugin)} is read back as it was written`, () => {
      const route = { view: "history", plugin } as const
      assert.deepStrictEqual(readRoute(hashOf(route)), route)
    })
  }
})

describe("a status that says the same again", () => {
  it("leaves everything that is drawn from it as it was", () => {
    const before = status("1", { last_report: report([missing]) })
    const copy: typeof before = structuredClone(before)
    const after = sharing(before, { ...copy, queue_depth: 1 })
    assert.strictEqual(after.last_report, before.last_report)
    assert.strictEqual(after.conditions, before.conditions)
    assert.strictEqual(after.queue_depth, 1)
  })
})

describe("work that is wished for while it is done", () => {
  it("is done once more, however often it was wished for", async () => {
    let done = 0
    const work = coalesced(async () => {
      done += 1
      await Promise.resolve()
    })
    await Promise.all([work(), work(), work(), work()])
    assert.strictEqual(done, 2)
    await work()
    assert.strictEqual(done, 3)
  })
})
