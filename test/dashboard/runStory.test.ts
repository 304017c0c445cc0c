// Goal: the history can be read by a person who has never opened one of the files.
import { assert, describe, it } from "@effect/vitest"
import type { JournalChange } from "../../src/domain/changes/Journal.ts"
import { runStory } from "../../src/dashboard/model/words/runStory.ts"
import { repairedCount, runMoment } from "../../src/dashboard/model/words/runWords.ts"

const change = (fields: Partial<JournalChange>): JournalChange => ({
  plugin_id: "clock",
  reason: "install",
  file: "config/config.json",
  key: ["clock"],
  ...fields
})

const told = (...changes: ReadonlyArray<Partial<JournalChange>>) =>
  runStory({ changes: changes.map(change) })[0]?.what

const STATE = "data/plugin_state.json"
const REBUILT: JournalChange = { plugin_id: "", reason: "state_file_rebuilt", file: STATE }
const MARKS = "config/uninstalled_plugins.json"

describe("what a run did", () => {
  const rows: ReadonlyArray<readonly [string, ReadonlyArray<Partial<JournalChange>>]> = [
    [
      "installed; added to the settings, off",
      [{ directory: { present: true } }, { after: { enabled: false, size: "‹set›" } }]
    ],
    [
      "replaced by another copy of it; its version noted as 2.0.0",
      [
        { directory: { present: true, kept: "data/reconciler/kept/x" } },
        { file: STATE, key: ["states", "clock", "version"], before: "1.0.0", after: "2.0.0" }
      ]
    ],
    [
      "taken out of the plugins directory; its settings removed; its secrets removed; marked as uninstalled",
      [
        { directory: { present: false, kept: "data/reconciler/kept/x" } },
        { before: { enabled: true } },
        { file: "config/config_secrets.json", before: { key: "‹set›" } },
        { file: MARKS, key: ["[clock]"], after: "clock" }
      ]
    ],
    [
      "switched on",
      [
        { key: ["clock", "enabled"], before: false, after: true },
        { file: STATE, key: ["states", "clock", "enabled"], before: false, after: true }
      ]
    ],
    [
      "marked as uninstalled; its settings removed; taken out of the plugins directory",
      [
        { file: "data/reconciler/tombstones.json", after: true },
        { file: MARKS, after: true },
        { before: { enabled: false } },
        { directory: { present: false, kept: "data/reconciler/kept/x" } }
      ]
    ],
    [
      "its new version put in place",
      [{ reason: "update", directory: { present: true, kept: "data/reconciler/kept/x" } }]
    ],
    [
      "its directory plugin-repos/old-clock set aside",
      [
        {
          reason: "duplicate_id",
          file: "plugin-repos/old-clock",
          directory: { present: false, kept: "data/reconciler/kept/x" }
        }
      ]
    ],
    ["noted as off", [{ file: STATE, key: ["states", "clock", "enabled"], before: true, after: false }]],
    ["put back where it was", [{ directory: { present: true, from: "clock.standalone-backup-migrating" } }]],
    ["a mark at the beginning of config/config.json taken off", [{ byte_order_mark: false, plugin_id: "" }]]
  ]
  for (const [words, changes] of rows) {
    it(`reads “${words}”`, () => {
      assert.strictEqual(told(...changes), words)
    })
  }

  it("tells of a saved state that was made anew as such, and of no plugin", () => {
    const run = { changes: [REBUILT] }
    assert.deepStrictEqual(runStory(run), [
      { id: "", what: "the saved state made anew from settings and disk", why: "" }
    ])
    assert.strictEqual(repairedCount(run), "")
  })

  it("goes plugin by plugin, with why where the run's name does not say it", () => {
    const stories = runStory({
      changes: [
        change({ reason: "no_entry", after: { enabled: false } }),
        change({ plugin_id: "news", reason: "install", directory: { present: true } }),
        REBUILT
      ]
    })
    assert.deepStrictEqual(
      stories.map(({ id, why }) => [id, why]),
      [
        ["clock", "It is installed, but the settings do not know it"],
        ["news", ""],
        ["", ""]
      ]
    )
  })
})

describe("the moment of another run", () => {
  it("is read from its name, where that tells one", () => {
    assert.match(runMoment("20261124T013105482-4f9c2a"), /^on 24 Nov 2026/u)
    assert.strictEqual(runMoment("old"), "by run old")
  })
})
