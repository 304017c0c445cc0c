// What the commands print fits the terminal: at 80 columns, and at 40.
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { displayWidth } from "../../../src/cli/view/text/displayWidth.ts"
import { healthyRoot, manifest, removed, run, write } from "../support/program.ts"
import { runOnTerminal } from "../support/terminal.ts"

let root: string

beforeAll(async () => {
  root = healthyRoot()
  write(root, "plugin-repos/news/manifest.json", manifest("news"))
  write(root, "plugin-repos/text/manifest.json", {
    ...manifest("text"),
    name: "A name of many words, ".repeat(4)
  })
  write(root, "plugin-repos/broken/manifest.json", '{"compatible_versions": [">=2.0.0"],\n}')
  await run(["disable", "clock", "--root", root])
})

afterAll(() => {
  removed(root)
})

/** Commands to be copied are one line, however long. */
const tooWide = (shown: string, columns: number) =>
  shown
    .split("\n")
    .filter((line) => displayWidth(line) > columns && !/`ledmatrix-reconciler|--completions/u.test(line))

it("installed keeps its columns at 80, also where a name is long", async () => {
  const { shown } = await runOnTerminal(["installed", "--root", root], { columns: 80 })
  assert.match(shown, /^PLUGIN +VERSION +ENABLED +SAVED STATE +NAME$/mu)
})

describe.each([40, 80])("at %i columns", (columns) => {
  it.each(["check", "explain clock", "installed", "history", "check --help", "--help"])(
    "%s fits",
    async (words) => {
      const { shown } = await runOnTerminal([...words.split(" "), "--root", root], { columns })
      assert.isNotEmpty(shown)
      assert.deepStrictEqual(tooWide(shown, columns), [])
    }
  )
})
