/** Why a document is not accepted: where, in one line. */
import { assert, it } from "@effect/vitest"
import { DesiredRefused } from "../../../src/domain/desired/DesiredRefused.ts"

const WHOLE = "the document signs.json is refused as a whole"

it.each([
  ["names line and field", 7, ["plugins", "clock"], `${WHOLE}, line 7: plugins.clock: it is so`],
  ["names the first line, too", 1, ["serial"], `${WHOLE}, line 1: serial: it is so`],
  ["names no line where none is to blame", 0, ["serial"], `${WHOLE}: serial: it is so`],
  ["names no field of a document that is none", 2, [], `${WHOLE}, line 2: it is so`],
  ["shows a key that is empty", 0, ["plugins", ""], `${WHOLE}: plugins."": it is so`]
])("%s", (_title, line, path, message) => {
  const refused = new DesiredRefused({ document: "signs.json", line, path, problem: "it is so" })
  assert.deepInclude(refused, { message, transient: false })
})
