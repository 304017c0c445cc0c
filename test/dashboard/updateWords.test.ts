// Goal: a person knows before an update what it brings, and after it where the plugin's own files are.
import { assert, describe, it } from "@effect/vitest"
import type { OperationTicket } from "../../src/domain/Controller.ts"
import {
  afterUpdate,
  changesPage,
  entryOf,
  repositoryPage
} from "../../src/dashboard/model/words/updateWords.ts"
import { isoAgo, storeEntry } from "./support/documents.ts"

const ticket = (result: OperationTicket["result"]): OperationTicket => ({
  operation_id: "1",
  operation_type: "update",
  plugin_id: "clock",
  parameters: {},
  status: "completed",
  progress: 1,
  message: "clock is updated",
  error: null,
  result,
  created_at: isoAgo(0),
  started_at: isoAgo(0),
  completed_at: isoAgo(0)
})

describe("after an update", () => {
  it("the display has to restart, and the plugin's own files are named", () => {
    const carried_over = ["token.json", "a", "b", "c", "d", "e"]
    const words = afterUpdate(
      ticket({
        status: "updated",
        local_files: { carried_over, left_in_kept_copy: ["old.txt"], kept_copy: "plugin-repos/x" }
      })
    )
    assert.match(words[0] ?? "", /restart/u)
    assert.deepStrictEqual(words.slice(1), [
      "Its own files are carried over: token.json, a, b, c and 2 more.",
      "Only in the former version, plugin-repos/x: old.txt."
    ])
  })

  it("no command is named where a button stands beside it", () => {
    const updated = ticket({ status: "updated" })
    assert.deepStrictEqual(afterUpdate(updated, true), ["The display runs it after its next restart."])
    assert.include(afterUpdate(updated)[0], "systemctl")
  })

  it("that changed nothing there is nothing to say", () => {
    assert.deepStrictEqual(afterUpdate(ticket({ status: "up_to_date" })), [])
    assert.deepStrictEqual(afterUpdate(ticket(null)), [])
  })
})

describe("where to read what is new", () => {
  const page = (repo: string, fields = {}) => repositoryPage(storeEntry("clock", { repo, ...fields }))

  it("is the plugin's part of its repository, and the history of that", () => {
    const part = page("https://github.com/a/plugins.git", { branch: "main", plugin_path: "plugins/my clock" })
    assert.strictEqual(part, "https://github.com/a/plugins/tree/main/plugins/my%20clock")
    assert.strictEqual(
      changesPage(part, "main"),
      "https://github.com/a/plugins/commits/main/plugins/my%20clock"
    )
    const whole = page("https://github.com/a/clock", { branch: "main" })
    assert.strictEqual(changesPage(whole, "main"), "https://github.com/a/clock/commits/main")
  })

  it("is no link where the registry names no page of the web", () => {
    for (const repo of ["", "clock", "javascript:alert(1)", "http://x.example/a", "data:text/html,x"])
      assert.isUndefined(page(repo), repo)
    assert.isUndefined(changesPage("https://git.example/a", "main"))
  })

  it("is found under the store's own name for it", () => {
    const entry = storeEntry("weather", { installed_id: "ledmatrix-weather" })
    assert.strictEqual(entryOf({ id: "ledmatrix-weather" }, [entry]), entry)
  })
})
