/** What a manifest tells people: every field by its names, and nothing of a wrong type. */
import { assert, describe, it } from "@effect/vitest"
import { manifestDetails, noDetails } from "../../../src/domain/store/ManifestDetails.ts"

describe("the details of a manifest", () => {
  it.each([
    ["author", "Ann", { author: "Ann" }],
    ["category", "time", { category: "time" }],
    ["description", "tells it", { description: "tells it" }],
    ["tags", ["a", "", 5, "b"], { tags: ["a", "b"] }],
    ["web_ui_actions", [{ id: "x" }, null, "y"], { webUiActions: [{ id: "x" }, null, "y"] }],
    ["last_updated", "2026-01-01", { lastUpdated: "2026-01-01" }],
    ["last_commit", "abc", { lastCommit: "abc" }],
    ["last_commit_sha", "abc", { lastCommit: "abc" }],
    ["last_commit_message", "Tell more", { lastCommitMessage: "Tell more" }],
    ["branch", "main", { branch: "main" }],
    ["author", "", {}],
    ["author", 5, {}],
    ["tags", "a", {}],
    ["web_ui_actions", {}, {}],
    ["other", "x", {}]
  ] as const)("take %s, where it is %j, as %j", (field, value, expected) => {
    assert.deepStrictEqual(manifestDetails({ [field]: value }), { ...noDetails, ...expected })
  })

  it("take the first of two names that says something", () => {
    assert.strictEqual(manifestDetails({ last_commit: "", last_commit_sha: "b" }).lastCommit, "b")
    assert.strictEqual(manifestDetails({ last_commit: "a", last_commit_sha: "b" }).lastCommit, "a")
  })
})
