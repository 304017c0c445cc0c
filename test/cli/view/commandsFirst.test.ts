import { assert, describe, it } from "@effect/vitest"
import { commandsFirst } from "../../../src/cli/view/help/commandsFirst.ts"

const HELP =
  "USAGE\n  program\n\nFLAGS\n  --all\n\nGLOBAL FLAGS\n  --help\n\n\u001b[1mSUBCOMMANDS\u001b[22m\n  check\n\u001b[1mEXAMPLES\u001b[22m\n  program check\n"

describe("help", () => {
  it("names the commands before the options, with a free line between any two sections", () => {
    assert.strictEqual(
      commandsFirst(HELP),
      "USAGE\n  program\n\n\u001b[1mSUBCOMMANDS\u001b[22m\n  check\n\nFLAGS\n  --all\n\nGLOBAL FLAGS\n  --help\n\n\u001b[1mEXAMPLES\u001b[22m\n  program check\n"
    )
  })

  it("of a command that has none below it keeps its order", () => {
    const one = "USAGE\n  program check\n\nFLAGS\n  --all\n"
    assert.strictEqual(commandsFirst(one), one)
  })
})
