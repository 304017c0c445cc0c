/** Where the settings of an entry are not as the desired state wants them, and the smallest changes that make them so. */
import { assert, describe, it } from "@effect/vitest"
import { removeValue, setValue, type ValueChange } from "../../../../src/domain/changes/Change.ts"
import type { SettingsPatch } from "../../../../src/domain/desired/DesiredDocument.ts"
import type { Finding } from "../../../../src/domain/findings/Finding.ts"
import type { JsonValue } from "../../../../src/json/JsonValue.ts"
import { MASK } from "../../../../src/json/masking/mask.ts"
import { desiredEntry } from "../../../../src/reconcile/judge/desired/desiredEntry.ts"
import {
  against,
  desiring,
  entryEdit,
  facing,
  inEntry,
  wantedEntry
} from "../../../support/judge/desiring.ts"
import { snapshotOf } from "../../../support/snapshots.ts"

describe("an entry whose settings are other ones", () => {
  const other = (
    entry: { readonly [key: string]: JsonValue },
    ...settings: ReadonlyArray<SettingsPatch | null>
  ) => {
    const [plugin, around] = facing(desiring({ config: { clock: entry } }, {}))
    return desiredEntry(plugin, wantedEntry(undefined, ...settings), "desired_enabled", around)
  }

  const changesOf = (findings: ReadonlyArray<Finding>): ReadonlyArray<ValueChange> =>
    findings.flatMap(({ fix }) =>
      fix._tag === "Auto" && fix.repair._tag === "Edit" ? [...fix.repair.changes] : []
    )
  const change = (...path: ReadonlyArray<string>) => inEntry("desired_settings", ...path)

  it("is one finding that names them and shows none", () => {
    const entry = { enabled: true, size: 4, colour: "red", kept: 1 }
    assert.deepStrictEqual(other(entry, { size: 5, speed: 2, colour: null }), [
      against(
        "desired_settings",
        "has other settings than desired: size, colour, speed",
        {
          current: { size: MASK, colour: MASK },
          expected: { size: MASK, colour: MASK, speed: MASK }
        },
        entryEdit(
          setValue(change("size"), 4, 5),
          removeValue(change("colour"), "red"),
          setValue(change("speed"), undefined, 2)
        )
      )
    ])
  })

  it("names a setting once of which several values are others", () => {
    const [first] = other(
      { colour: { text: "red", back: "black" } },
      { colour: { text: "blue", back: "grey" } }
    )
    assert.strictEqual(first?.description, "Plugin clock has other settings than desired: colour")
  })

  it.each<[string, { readonly [key: string]: JsonValue }, SettingsPatch | null, ReadonlyArray<ValueChange>]>([
    [
      "value by value within settings",
      { colour: { text: "red", back: "black", edge: "grey" } },
      { colour: { text: "blue", edge: null, dot: "white" } },
      [
        setValue(change("colour", "text"), "red", "blue"),
        removeValue(change("colour", "edge"), "grey"),
        setValue(change("colour", "dot"), undefined, "white")
      ]
    ],
    [
      "a list as a whole",
      { cities: ["Bern", "Ulm"] },
      { cities: ["Bern"] },
      [setValue(change("cities"), ["Bern", "Ulm"], ["Bern"])]
    ],
    [
      "a value that gives way to settings as a whole",
      { colour: "red" },
      { colour: { text: "red" } },
      [setValue(change("colour"), "red", { text: "red" })]
    ],
    [
      "settings that give way to a value as a whole",
      { colour: { text: "red" } },
      { colour: "red" },
      [setValue(change("colour"), { text: "red" }, "red")]
    ],
    [
      "all of them where none are wanted",
      { enabled: true, size: 4, colour: { text: "red" } },
      null,
      [removeValue(change("size"), 4), removeValue(change("colour"), { text: "red" })]
    ],
    [
      "what has the name of something that every object has",
      {},
      { toString: "x" },
      [setValue(change("toString"), undefined, "x")]
    ],
    [
      "what goes with the name of something that every object has",
      { valueOf: "x" },
      { valueOf: null },
      [removeValue(change("valueOf"), "x")]
    ]
  ])("changes %s", (_title, entry, patch, changes) => {
    assert.deepStrictEqual(changesOf(other(entry, patch)), changes)
  })

  it("follows the patches one after the other", () => {
    assert.deepStrictEqual(changesOf(other({ size: 4, speed: 1 }, null, { size: 5 })), [
      setValue(change("size"), 4, 5),
      removeValue(change("speed"), 1)
    ])
  })

  it.each<[string, { readonly [key: string]: JsonValue }, ReadonlyArray<SettingsPatch | null>]>([
    ["no patch is wanted", { size: 4 }, []],
    ["they are as wanted", { size: 5, colour: { text: "red" } }, [{ size: 5, colour: { text: "red" } }]],
    ["what is to go is not there", { size: 5 }, [{ speed: null }]],
    ["none are to stay and none are there", { enabled: true, version: "1" }, [null]]
  ])("is none where %s", (_title, entry, settings) => {
    assert.deepStrictEqual(other(entry, ...settings), [])
  })

  it("is none where they were not read", () => {
    const [plugin, around] = facing(snapshotOf({ config: { clock: { size: 4 } } }))
    assert.deepStrictEqual(
      desiredEntry(plugin, wantedEntry(undefined, { size: 5 }), "desired_enabled", around),
      []
    )
  })
})
