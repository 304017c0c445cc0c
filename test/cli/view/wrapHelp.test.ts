import { assert, describe, it } from "@effect/vitest"
import { wrapHelp } from "../../../src/cli/view/help/wrapHelp.ts"

const HELP = `FLAGS
  --root DIR    Directory of the LEDMatrix installation
  --ledmatrix-token-file FILE    File with an access token`

describe("help", () => {
  it("is wrapped under what it explains", () => {
    assert.include(
      wrapHelp(HELP, 40),
      "  --root DIR    Directory of the\n                LEDMatrix installation\n"
    )
  })

  it("stands below a term that takes more than half of the terminal", () => {
    assert.include(wrapHelp(HELP, 40), "  --ledmatrix-token-file FILE\n      File with an access token")
  })

  it("stays as it is where it fits", () => {
    assert.strictEqual(wrapHelp(HELP, Infinity), HELP)
  })
})
