/** The rules as a table: what an installation looks like, and what is said about it. */
import { assert, describe, it } from "@effect/vitest"
import { type Finding, findingKey } from "../../../src/domain/findings/Finding.ts"
import type { PolicyValues } from "../../../src/domain/Policy.ts"
import { detect } from "../../../src/reconcile/judge/detect.ts"
import { pluginFacts, snapshotFacts } from "../../../src/reconcile/judge/facts/PluginFacts.ts"
import { statementLine } from "../../../src/reconcile/judge/facts/undone.ts"
import { wordOf } from "../../support/judge/edits.ts"
import { type Model, NOW, policyOf, record, snapshotOf } from "../../support/snapshots.ts"

interface Row {
  readonly title: string
  readonly model: Model
  readonly policy?: Partial<PolicyValues>
  /** `id reason fix` of every finding, in order. */
  readonly says: ReadonlyArray<string>
}

const said = (finding: Finding): string => {
  const { fix } = finding
  if (fix._tag !== "Auto") return `${finding.id} ${finding.reason} ${fix._tag}`
  return `${finding.id} ${finding.reason} ${wordOf(fix.repair).replace(/^RebuildRecord=.*/u, "RebuildRecord")}`
}

const on = { enabled: true }
const off = { enabled: false }
const localIso = (ms: number): string => {
  const shifted = new Date(ms - new Date(ms).getTimezoneOffset() * 60_000)
  return shifted.toISOString().slice(0, -1)
}

const rows: Record<string, ReadonlyArray<Row>> = {
  "in sync": [
    {
      title: "a plugin that all four sources agree on is no finding",
      model: {
        config: { clock: on },
        disk: { clock: {} },
        state: { clock: record("clock", true) },
        manager: ["clock"]
      },
      says: []
    },
    { title: "an empty installation is no finding", model: {}, says: [] },
    {
      title: "system keys and values that are no objects are no plugins",
      model: { config: { display: {}, schedule: {}, github: {}, target_fps: 100, timezone: "x", mine: {} } },
      policy: { systemKeys: new Set(["display", "schedule", "github", "mine"]) },
      says: []
    }
  ],
  "rule 1, missing in config": [
    {
      title: "a plugin on disk without an entry gets one, switched off",
      model: { disk: { clock: {} } },
      says: ["clock no_entry AddEntry=false"]
    },
    {
      title: "the entry is looked for under the manifest's id, not the directory's name",
      model: { config: { "of-the-day": off }, disk: { "ledmatrix-of-the-day": { id: "of-the-day" } } },
      says: []
    },
    {
      title: "a key that holds no object is left to a person",
      model: { config: { clock: 5 }, disk: { clock: {} } },
      says: ["clock key_not_object Manual"]
    },
    {
      title: "a plugin named like a system key is left to a person",
      model: { config: { display: {} }, disk: { display: {} } },
      says: ["display system_key Manual"]
    },
    {
      title: "a tombstoned plugin gets no entry",
      model: { disk: { clock: {} }, tombstones: ["clock"] },
      says: []
    },
    {
      title: "a marked plugin gets no entry, but its mark is reported",
      model: { disk: { clock: {} }, marks: ["clock"] },
      says: ["clock marked_on_disk Manual"]
    }
  ],
  "rule 2, missing on disk": [
    {
      title: "an entry without a plugin is reinstalled",
      model: { config: { clock: on } },
      says: ["clock not_installed Reinstall"]
    },
    {
      title: "kept settings of an uninstalled plugin are information",
      model: { config: { clock: on }, marks: ["clock"] },
      says: ["clock settings_kept None"]
    },
    {
      title: "a copy set aside by a crashed operation is put back, even without a store",
      model: { config: { clock: on }, setAside: ["clock"] },
      policy: { storeAvailable: false },
      says: ["clock set_aside_copy PutBack"]
    },
    {
      title: "a copy whose name is taken by something else is left to a person",
      model: { config: { clock: on }, setAside: ["clock"], taken: ["clock"] },
      says: ["clock name_taken Manual"]
    },
    {
      title: "a copy whose name is the directory of another plugin is left to a person",
      model: {
        config: { "foo-old": on, foo: on },
        setAside: ["foo-old"],
        disk: { "foo-old": { id: "foo" } }
      },
      says: ["foo-old directory_name Manual"]
    },
    {
      title: "the bare entry that LEDMatrix writes under a directory's name is information",
      model: { config: { "foo-old": off, foo: on }, disk: { "foo-old": { id: "foo" } } },
      says: ["foo-old directory_name None"]
    },
    {
      title: "settings under a directory's name are left to a person",
      model: {
        config: { "foo-old": { enabled: false, city: "x" }, foo: on },
        disk: { "foo-old": { id: "foo" } }
      },
      says: ["foo-old directory_name Manual"]
    },
    {
      title: "a recently uninstalled plugin is not resurrected",
      model: { config: { clock: on }, tombstones: ["clock"] },
      says: ["clock recently_uninstalled Manual"]
    },
    {
      title: "a plugin that is unrecoverable for this process is left to a person",
      model: { config: { clock: on }, unrecoverable: ["clock"] },
      says: ["clock unrecoverable Manual"]
    },
    {
      title: "a plugin that an earlier process found unrecoverable is left to a person",
      model: { config: { clock: on }, storeUnrecoverable: ["clock"] },
      says: ["clock unrecoverable Manual"]
    },
    {
      title: "without a store a missing plugin is left to a person",
      model: { config: { clock: on } },
      policy: { storeAvailable: false },
      says: ["clock no_store Manual"]
    },
    {
      title: "a key that is no valid id is not asked of the store",
      model: { config: { "../x": on } },
      says: ["../x invalid_id Manual"]
    },
    {
      title: "a name taken by something else is left to a person",
      model: { config: { clock: on }, taken: ["clock"] },
      says: ["clock name_taken Manual"]
    },
    {
      title: "a broken directory under the prefixed name holds the reinstall back",
      model: { config: { weather: on }, broken: ["ledmatrix-weather"] },
      says: ["ledmatrix-weather broken_manifest Manual", "weather broken_directory Manual"]
    },
    {
      title: "a broken directory under the bare name holds the reinstall back",
      model: { config: { "ledmatrix-weather": on }, broken: ["weather"] },
      says: ["ledmatrix-weather broken_directory Manual", "weather broken_manifest Manual"]
    },
    {
      title: "a broken directory of the very name is reported once, by rule 5",
      model: { config: { clock: on }, broken: ["clock"] },
      says: ["clock broken_manifest Manual"]
    }
  ],
  "rule 3, enabled": [
    {
      title: "under authority state the entry takes the record's value",
      model: { config: { clock: on }, disk: { clock: {} }, state: { clock: record("clock", false) } },
      policy: { authority: "state" },
      says: ["clock config_differs SetEntryEnabled=false"]
    },
    {
      title: "under authority config the record takes the entry's value",
      model: { config: { clock: on }, disk: { clock: {} }, state: { clock: record("clock", false) } },
      policy: { authority: "config" },
      says: ["clock config_differs SetRecordEnabled=true"]
    },
    {
      title: "an entry without enabled reads true",
      model: { config: { clock: {} }, disk: { clock: {} }, state: { clock: record("clock", false) } },
      policy: { authority: "config" },
      says: ["clock config_differs SetRecordEnabled=true"]
    },
    {
      title: "latest: the side that still has the agreed value gives way (config changed)",
      model: {
        config: { clock: off },
        disk: { clock: {} },
        state: { clock: record("clock", true) },
        agreements: { clock: { enabled: true } }
      },
      says: ["clock config_differs SetRecordEnabled=false"]
    },
    {
      title: "latest: the side that still has the agreed value gives way (state changed)",
      model: {
        config: { clock: off },
        disk: { clock: {} },
        state: { clock: record("clock", true) },
        agreements: { clock: { enabled: false } }
      },
      says: ["clock config_differs SetEntryEnabled=true"]
    },
    {
      title: "latest, nothing remembered: the later change stands (config)",
      model: {
        config: { clock: off },
        configModifiedAtMs: NOW - 1000,
        disk: { clock: {} },
        state: { clock: record("clock", true, { last_updated: localIso(NOW - 60_000) }) }
      },
      says: ["clock config_differs SetRecordEnabled=false"]
    },
    {
      title: "latest, nothing remembered: the later change stands (state)",
      model: {
        config: { clock: off },
        configModifiedAtMs: NOW - 60_000,
        disk: { clock: {} },
        state: { clock: record("clock", true, { last_updated: localIso(NOW - 1000) }) }
      },
      says: ["clock config_differs SetEntryEnabled=true"]
    },
    {
      title: "latest, within two seconds: the state stands",
      model: {
        config: { clock: off },
        configModifiedAtMs: NOW - 1000,
        disk: { clock: {} },
        state: { clock: record("clock", true, { last_updated: localIso(NOW - 2900) }) }
      },
      says: ["clock config_differs SetEntryEnabled=true"]
    },
    {
      title: "latest, a time in the future tells nothing: the state stands",
      model: {
        config: { clock: off },
        configModifiedAtMs: NOW + 60_000,
        disk: { clock: {} },
        state: { clock: record("clock", true) }
      },
      says: ["clock config_differs SetEntryEnabled=true"]
    },
    {
      title: "latest, a record without a time: the state stands",
      model: {
        config: { clock: off },
        disk: { clock: {} },
        state: { clock: record("clock", true, { last_updated: null }) }
      },
      says: ["clock config_differs SetEntryEnabled=true"]
    },
    {
      title: "latest: a record that this program replaced is LEDMatrix's memory coming back",
      model: {
        config: { clock: off },
        disk: { clock: {} },
        state: { clock: record("clock", true) },
        agreements: {
          clock: {
            enabled: false,
            replaced: [{ enabled: true, config_version: 2, last_updated: "2026-02-01T12:00:00" }]
          }
        }
      },
      says: ["clock config_differs SetRecordEnabled=false"]
    },
    {
      title: "latest: a missing entry is no vote, it is made with the record's value",
      model: { disk: { clock: {} }, state: { clock: record("clock", true) } },
      says: ["clock no_entry AddEntry=false", "clock config_differs AddEntry=true"]
    },
    {
      title: "config: a missing entry reads false",
      model: { disk: { clock: {} }, state: { clock: record("clock", true) } },
      policy: { authority: "config" },
      says: ["clock no_entry AddEntry=false", "clock config_differs SetRecordEnabled=false"]
    },
    {
      title: "a value that is no boolean loses to the record's under every authority",
      model: {
        config: { clock: { enabled: "false" } },
        disk: { clock: {} },
        state: { clock: record("clock", true) }
      },
      policy: { authority: "config" },
      says: ["clock config_differs SetEntryEnabled=true"]
    },
    {
      title: "an entry that cannot be written leaves the choice to a person",
      model: { config: { clock: [] }, disk: { clock: {} }, state: { clock: record("clock", true) } },
      says: ["clock key_not_object Manual", "clock entry_not_writable Manual"]
    },
    {
      title: "an uninstalled id without an entry is no finding",
      model: { disk: { clock: {} }, state: { clock: record("clock", true) }, tombstones: ["clock"] },
      says: []
    }
  ],
  "rule 4, versions": [
    {
      title: "the record takes the manifest's version",
      model: {
        config: { clock: on },
        disk: { clock: { version: "1.1.0" } },
        state: { clock: record("clock", true, { version: "1.0.0" }) }
      },
      says: ["clock record_version SetRecordVersion=1.1.0"]
    },
    {
      title: "spaces and a leading v are no difference",
      model: {
        config: { clock: on },
        disk: { clock: { version: "1.0.0" } },
        state: { clock: record("clock", true, { version: " v1.0.0 " }) }
      },
      says: []
    },
    {
      title: "a version in the entry that differs is information",
      model: { config: { clock: { enabled: true, version: "0.9" } }, disk: { clock: { version: "1.0.0" } } },
      says: ["clock entry_version None"]
    },
    {
      title: "a manifest or a record without a version is no finding",
      model: {
        config: { clock: on, b: on },
        disk: { clock: {}, b: { version: "1" } },
        state: { clock: record("clock", true, { version: "1.0.0" }), b: record("b", true) }
      },
      says: []
    },
    {
      title: "a plugin marked under the registry's id of its path is settings that were kept",
      model: {
        config: { "ledmatrix-weather": on },
        marks: ["weather"],
        registry: [{ id: "weather", plugin_path: "plugins/ledmatrix-weather" }]
      },
      says: ["ledmatrix-weather settings_kept None"]
    },
    {
      title: "a plugin marked under the registry's id that names it as an alias is settings that were kept",
      model: {
        config: { "old-clock": on },
        marks: ["clock"],
        registry: [{ id: "clock", plugin_path: "plugins/clock-simple", aliases: ["old-clock"] }]
      },
      says: ["old-clock settings_kept None"]
    },
    {
      title: "a plugin is not marked by the registry's id of another",
      model: {
        config: { news: on },
        marks: ["weather"],
        registry: [{ id: "weather", plugin_path: "plugins/ledmatrix-weather" }, { id: "news" }]
      },
      says: ["news not_installed Reinstall"]
    },
    {
      title: "a copy set aside under another name than the id goes back to that name",
      model: { config: { clock: on }, setAside: ["clock"], setAsideAs: "my-clock" },
      says: ["clock set_aside_copy PutBack"]
    },
    {
      title: "a copy set aside under another name stays where that name is taken",
      model: {
        config: { clock: on, other: on },
        setAside: ["clock"],
        setAsideAs: "other",
        disk: { other: {} }
      },
      says: ["clock not_installed Reinstall"]
    },
    {
      title: "two directories with one id have no version to compare",
      model: {
        config: { clock: on },
        disk: { clock: { version: "1" }, "clock-old": { id: "clock", version: "2" } },
        state: { clock: record("clock", true, { version: "3" }) }
      },
      says: ["clock duplicate_id Manual"]
    },
    {
      title:
        "two directories with one id are only named where LEDMatrix decides between them, and its versions compare",
      model: {
        ledmatrix: "3.5.0",
        config: { clock: on },
        disk: { b: { id: "clock", version: "1" }, a: { id: "clock", version: "2" } },
        state: { clock: record("clock", true, { version: "1" }) }
      },
      says: ["clock record_version SetRecordVersion=2", "clock duplicate_id None"]
    }
  ],
  "rule 5, corrupted": [
    {
      title: "a record that is no object is rebuilt",
      model: { config: { clock: on }, disk: { clock: {} }, state: { clock: "enabled" } },
      says: ["clock invalid_record RebuildRecord"]
    },
    {
      title: "a record whose status contradicts enabled is rebuilt",
      model: {
        config: { clock: on },
        disk: { clock: {} },
        state: { clock: record("clock", true, { status: "disabled" }) }
      },
      says: ["clock invalid_record RebuildRecord"]
    },
    {
      title: "a damaged record still votes with its valid enabled",
      model: {
        config: { clock: on },
        disk: { clock: {} },
        state: { clock: record("clock", false, { status: "sleeping" }) }
      },
      policy: { authority: "state" },
      says: ["clock config_differs SetEntryEnabled=false", "clock invalid_record RebuildRecord"]
    },
    {
      title: "the record of an uninstalled plugin without entry and directory is removed, valid or not",
      model: { state: { a: record("a", true), b: 5 }, marks: ["a"], tombstones: ["b"] },
      says: ["a uninstalled_record RemoveRecord", "b uninstalled_record RemoveRecord"]
    },
    {
      title: "any other valid record without entry and directory is information",
      model: { state: { weather: record("weather", true) } },
      says: ["weather orphan_record None"]
    },
    {
      title: "a broken manifest is left to a person",
      model: { broken: ["clock"] },
      says: ["clock broken_manifest Manual"]
    },
    {
      title: "a broken manifest is replaced when asked, with a store",
      model: { broken: ["clock"] },
      policy: { replaceBroken: true },
      says: ["clock broken_manifest ReplaceBroken"]
    },
    {
      title: "a broken manifest is not replaced without a store",
      model: { broken: ["clock"] },
      policy: { replaceBroken: true, storeAvailable: false },
      says: ["clock broken_manifest Manual"]
    },
    {
      title: "a broken manifest is not replaced where the plugin is on disk under another name",
      model: { config: { clock: on }, broken: ["clock"], disk: { "clock-old": { id: "clock" } } },
      policy: { replaceBroken: true },
      says: ["clock broken_manifest Manual"]
    },
    {
      title: "a broken manifest whose plugin is unrecoverable is not fetched again",
      model: { broken: ["a", "b"], unrecoverable: ["a"], storeUnrecoverable: ["b"] },
      policy: { replaceBroken: true },
      says: ["a broken_manifest Manual", "b broken_manifest Manual"]
    },
    {
      title: "a mark on the directory's name of a plugin on disk is reported under its id",
      model: { config: { foo: on }, disk: { "foo-old": { id: "foo" } }, marks: ["foo-old"] },
      says: ["foo marked_on_disk Manual"]
    },
    {
      title: "an enabled that is no boolean, without a record, is left to a person",
      model: { config: { clock: { enabled: "yes" } }, disk: { clock: {} } },
      says: ["clock enabled_not_boolean Manual"]
    }
  ],
  "unreadable sources": [
    {
      title: "without config no plugin is missing anywhere",
      model: { disk: { clock: {} }, state: { clock: record("clock", true) }, unreadable: ["config"] },
      says: []
    },
    {
      title: "without the disk no entry is reinstalled",
      model: { config: { clock: on }, unreadable: ["disk"] },
      says: []
    },
    {
      title: "without the disk entry and record are still compared",
      model: { config: { clock: on }, state: { clock: record("clock", false) }, unreadable: ["disk"] },
      policy: { authority: "state" },
      says: ["clock config_differs SetEntryEnabled=false"]
    },
    {
      title: "without the state the other rules run",
      model: { config: { gone: on }, disk: { clock: {} }, unreadable: ["state"] },
      says: ["clock no_entry AddEntry=false", "gone not_installed Reinstall"]
    },
    {
      title: "a rebuild waits for the config it must take enabled from",
      model: {
        disk: { clock: {} },
        state: { clock: { plugin_id: "clock", status: "enabled" } },
        unreadable: ["config"]
      },
      says: []
    },
    {
      title: "a rebuild that needs nothing else does not wait",
      model: {
        state: { clock: record("clock", true, { status: "disabled" }) },
        unreadable: ["config", "disk"]
      },
      says: ["clock invalid_record RebuildRecord"]
    },
    {
      title: "without config and marks no record is rebuilt: it may be one to remove",
      model: {
        state: { clock: record("clock", true, { status: "disabled" }) },
        unreadable: ["config", "disk", "uninstalled"]
      },
      says: []
    },
    {
      title: "without the marks no copy is put back: it may be one that its owner uninstalled",
      model: { config: { clock: on }, setAside: ["clock"], unreadable: ["uninstalled"] },
      says: []
    },
    {
      title:
        "without the marks nothing is added, reinstalled or rebuilt for ids without entry, manual findings stay",
      model: {
        config: { gone: on, "../x": on, display: {} },
        disk: { clock: {}, display: {} },
        state: { clock: record("clock", true), lost: 5, orphan: record("orphan", true) },
        unreadable: ["uninstalled"]
      },
      says: ["../x invalid_id Manual", "display system_key Manual", "orphan orphan_record None"]
    }
  ]
}

for (const [rule, cases] of Object.entries(rows)) {
  describe(`detect: ${rule}`, () => {
    it.each(cases)("$title", ({ model, policy, says }) => {
      assert.deepStrictEqual(detect(snapshotOf(model), policyOf(policy)).map(said), says)
    })
  })
}

describe("detect: what a finding tells", () => {
  it("describes a disagreement about enabled in LEDMatrix's words, the losing side as current", () => {
    const [finding] = detect(
      snapshotOf({ config: { clock: on }, disk: { clock: {} }, state: { clock: record("clock", false) } }),
      policyOf({ authority: "config" })
    )
    assert.deepStrictEqual(
      [finding?.description, finding?.current, finding?.expected],
      [
        "Plugin clock enabled state mismatch: config=True, state_manager=False",
        { enabled: false },
        { enabled: true }
      ]
    )
  })

  it("names the right key where settings stand under a directory's name", () => {
    const [finding] = detect(
      snapshotOf({
        config: { "foo-old": { enabled: true, a: 1 }, foo: on },
        disk: { "foo-old": { id: "foo" } }
      }),
      policyOf()
    )
    assert.include(finding?.description, "whose key in config is foo")
  })
})

describe("detect: what was undone", () => {
  const policy = policyOf({ replaceBroken: true })
  const model = { config: { clock: on }, broken: ["clock"], state: { clock: "damaged" } }

  /** The model after all that could be repaired in it was undone. */
  const undone = () => {
    const seen = snapshotOf(model)
    const around = snapshotFacts(seen, policy)
    const keys = detect(seen, policy).map(findingKey)
    const then = statementLine(pluginFacts("clock", around), around)
    return { ...seen, ledger: { ...seen.ledger, undone: new Map(keys.map((key) => [key, then])) } }
  }

  it("is left to a person", () => {
    assert.deepStrictEqual(
      detect(snapshotOf(model), policy).map(({ fix }) => fix._tag),
      ["Auto", "Auto"]
    )
    assert.isTrue(detect(undone(), policy).every(({ fix }) => fix._tag === "Manual"))
  })

  it("is one finding of each rule, which tells all of it", () => {
    const [finding] = detect(undone(), policy)
    assert.include(finding?.description, "manifest.json that cannot be used")
    assert.include(finding?.description, "record that LEDMatrix cannot use")
    assert.deepInclude(finding?.current, { manifest: "broken", valid: false })
  })
})
