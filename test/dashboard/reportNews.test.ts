// Goal: the message after a repair says what it did, also where no plugin was the matter.
import { assert, describe, it } from "@effect/vitest"
import { reportNews } from "../../src/dashboard/state/notices.ts"
import { report } from "./support/documents.ts"

describe("the message after a repair", () => {
  it("says of a look that changed nothing that there was nothing to repair", () => {
    const { text, undo } = reportNews(report([]))
    assert.deepStrictEqual([text, undo], ["Looked at everything: nothing to repair.", undefined])
  })

  it("names the file that was made anew, and can be taken back", () => {
    const news = reportNews(report([], { changed_files: ["data/plugin_state.json"], run_id: "r" }))
    assert.deepStrictEqual(
      [news.text, news.undo],
      ["Everything agrees. Changed: data/plugin_state.json.", "r"]
    )
  })
})
