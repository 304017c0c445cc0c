import { assert, describe, it } from "@effect/vitest"
import { ownCommand, withOwnCommands } from "../../../src/cli/view/text/ownCommand.ts"

const command = ownCommand({ root: ["/srv/my sign"], offline: ["true"], json: ["true"] }, {})

describe("a command to be typed next", () => {
  it("repeats the options that say what is worked on, and not those of the output", () => {
    assert.strictEqual(command("undo r1"), "ledmatrix-reconciler undo r1 --root '/srv/my sign' --offline")
  })

  it("shows no key of an address that was given", () => {
    const shown = ownCommand({ registry: ["https://me:s3cret@example.org/plugins.json"] }, {})("store")
    assert.notInclude(shown, "s3cret")
  })

  it.each([`"ledmatrix-reconciler" check`, `'ledmatrix-reconciler'`, "ledmatrix-reconciler check"])(
    "is called by npx where the program was, as npm's script %s",
    (script) => {
      const byNpx = ownCommand({}, { npm_lifecycle_event: "npx", npm_lifecycle_script: script })
      assert.strictEqual(byNpx("check"), "npx ledmatrix-reconciler check")
    }
  )

  it("is called by its name beneath another program that npx runs", () => {
    const below = ownCommand({}, { npm_lifecycle_event: "npx", npm_lifecycle_script: "vitest run" })
    assert.strictEqual(below("check"), "ledmatrix-reconciler check")
  })

  it("stands in a hint with the options that were given", () => {
    assert.strictEqual(
      withOwnCommands("`ledmatrix-reconciler installed` lists them", command),
      "`ledmatrix-reconciler installed --root '/srv/my sign' --offline` lists them"
    )
  })

  it("gets its name in a hint that has it without", () => {
    assert.strictEqual(
      withOwnCommands("`history` lists the runs, `undo r1` reverses one", command),
      "`ledmatrix-reconciler history --root '/srv/my sign' --offline` lists the runs, `ledmatrix-reconciler undo r1 --root '/srv/my sign' --offline` reverses one"
    )
  })

  it("is called by npx behind sudo too", () => {
    const byNpx = ownCommand({}, { npm_lifecycle_event: "start" })
    assert.strictEqual(
      withOwnCommands("`sudo -u pi ledmatrix-reconciler check --root /a`", byNpx),
      "`sudo -u pi npx ledmatrix-reconciler check --root /a`"
    )
  })

  it("is no other word between backticks", () => {
    const hint = "`checkout` or `enabled` or `history.json`"
    assert.strictEqual(withOwnCommands(hint, command), hint)
  })

  it("leaves a home to the shell", () => {
    assert.strictEqual(
      ownCommand({ root: ["~/LEDMatrix"] }, {})("check"),
      "ledmatrix-reconciler check --root ~/LEDMatrix"
    )
  })

  it("is left as it is in a hint that names a root", () => {
    const hint = "`ledmatrix-reconciler check --root /a` says it"
    assert.strictEqual(withOwnCommands(hint, command), hint)
  })
})
