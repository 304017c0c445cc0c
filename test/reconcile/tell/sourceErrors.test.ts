/** What a report says of sources that could not be read: each cause once. */
import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import { SourceError } from "../../../src/domain/sources/Source.ts"
import { reportedSourceError, sourceErrors } from "../../../src/reconcile/tell/report.ts"
import { snapshotOf } from "../../support/snapshots.ts"

describe("what could not be read", () => {
  const sources = (model: Parameters<typeof snapshotOf>[0]) =>
    sourceErrors(snapshotOf(model)).map(({ source }) => source)

  it("is listed for each source, in one order", () => {
    assert.deepStrictEqual(sources({ unreadable: ["state", "manager", "disk", "config"] }), [
      "config",
      "disk",
      "manager",
      "state"
    ])
    assert.deepStrictEqual(sources({}), [])
  })

  it("is config's error where it is the marks'", () => {
    assert.deepStrictEqual(sources({ unreadable: ["uninstalled"] }), ["config"])
  })

  it("is not the saved state where LEDMatrix keeps none", () => {
    assert.deepStrictEqual(sources({ ledmatrix: "3.8.0", unreadable: ["state"] }), [])
  })

  it("names a backup and an owner, where they are known", () => {
    const error = { source: "config", path: "config/x", code: "EACCES", error: "no" } as const
    const known = { backup: "config/x.bak", owner: "root" }
    assert.deepStrictEqual(reportedSourceError(new SourceError({ ...error, ...known, transient: false })), {
      ...error,
      ...known
    })
    assert.deepStrictEqual(reportedSourceError(new SourceError({ ...error, transient: false })), error)
  })

  it.each<[string, { readonly path?: string; readonly code?: string }, ReadonlyArray<string>]>([
    ["the same", {}, ["disk"]],
    ["of another place", { path: "elsewhere" }, ["disk", "manager"]],
    ["of another kind", { code: "EIO" }, ["disk", "manager"]]
  ])("is not told of the manager where its error is the disk's: %s", (_title, other, told) => {
    const error = { path: "plugin-repos", code: "EACCES", error: "no", transient: false }
    const seen = snapshotOf({})
    const found = sourceErrors({
      ...seen,
      disk: Result.fail(new SourceError({ source: "disk", ...error })),
      manager: Result.fail(new SourceError({ source: "manager", ...error, ...other }))
    })
    assert.deepStrictEqual(
      found.map(({ source }) => source),
      told
    )
  })
})
