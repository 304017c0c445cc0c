// An update of LEDMatrix under a running controller: what it says of it, and when.
import { afterEach, assert, beforeEach, describe, it } from "@effect/vitest"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { killAll, startController, stopped } from "../../support/controller.ts"
import { healthyRoot, manifest, removed, write } from "../../support/program.ts"

let root: string

beforeEach(() => {
  root = healthyRoot()
  write(root, "src/__init__.py", '__version__ = "3.2.0"\n')
})

afterEach(() => {
  killAll()
  removed(root)
})

const RETIRED = "data/plugin_state.json: LEDMatrix 3.8.0 does not read this file any more; it may be deleted"

describe("an update to a LEDMatrix that keeps no saved state", () => {
  it("is reported by the next pass, once, and the file stays as it is", async () => {
    const state = readFileSync(join(root, "data/plugin_state.json"), "utf8")
    const controller = startController(root, { args: ["--offline"] })
    await controller.said("pass ended")
    assert.notInclude(
      controller.lines.map(({ message }) => message),
      RETIRED
    )

    write(root, "src/__init__.py", '__version__ = "3.8.0"\n')
    write(root, "plugin-repos/weather/manifest.json", manifest("weather"))
    await controller.said(RETIRED)
    write(root, "plugin-repos/news/manifest.json", manifest("news"))
    // One pass may hear of both plugins.
    await controller.said("pass ended", ({ fixed }) => Number(fixed) > 0)
    await stopped(controller)
    assert.lengthOf(
      controller.lines.filter(({ message }) => message === RETIRED),
      1
    )
    assert.strictEqual(readFileSync(join(root, "data/plugin_state.json"), "utf8"), state)
    assert.isTrue(existsSync(join(root, "config/config.json")))
  })
})
