/** When the rule for desired states looks at a plugin, and what it finds of one that should not be there. */
import { assert, describe, it } from "@effect/vitest"
import { Repair } from "../../../../src/domain/changes/Repair.ts"
import { type Finding, Fix } from "../../../../src/domain/findings/Finding.ts"
import { notAsDesired } from "../../../../src/reconcile/judge/desired/notAsDesired.ts"
import { clear, found, skipped, type Verdict } from "../../../../src/reconcile/judge/rules/Verdict.ts"
import { against, desiring, facing, type Wants } from "../../../support/judge/desiring.ts"
import { type Model, snapshotOf } from "../../../support/snapshots.ts"

const on = { enabled: true }
const judge = (model: Model, wants: Wants, id?: string) =>
  notAsDesired(...facing(desiring(model, wants), {}, id))

const present: Wants = { plugins: { clock: {} } }
const away: Wants = { plugins: { clock: { absent: true } } }

describe("the rule for desired states", () => {
  it("has nothing to say without one", () => {
    assert.deepStrictEqual(notAsDesired(...facing(snapshotOf({ disk: { clock: {} } }))), [])
  })

  const unread = skipped("config or the plugins directory could not be read")

  it.each<[string, Model, Wants, ReadonlyArray<Verdict>]>([
    ["nothing is wanted of the plugin", {}, {}, clear("the desired state does not name it")],
    ["config cannot be read", { unreadable: ["config"] }, present, unread],
    ["the plugins directory cannot be read", { unreadable: ["disk"] }, present, unread],
    [
      "it is not known which plugins were uninstalled",
      { unreadable: ["uninstalled"] },
      present,
      skipped("it is not known which plugins were uninstalled")
    ],
    [
      "a directory of its name is broken",
      { broken: ["clock"] },
      present,
      clear("a directory of this name has a broken manifest; rule 5 speaks for it")
    ],
    [
      "it is there as it is wanted",
      { disk: { clock: {} }, config: { clock: on } },
      present,
      clear("it is as the desired state wants it")
    ],
    [
      "it is away as it is wanted",
      { disk: { news: {} }, config: { news: on } },
      away,
      clear("it is as the desired state wants it")
    ]
  ])("says why it finds nothing where %s", (_title, model, wants, verdicts) => {
    assert.deepStrictEqual(judge(model, wants), verdicts)
  })

  it("takes no key of LEDMatrix itself for a plugin", () => {
    assert.deepStrictEqual(
      judge({ config: { display: on } }, { plugins: { display: {} } }, "display"),
      clear("its key is LEDMatrix's own, which no desired state can mean")
    )
  })

  it("finds both what is to come and what is other in an entry that is there", () => {
    const reasons = (model: Model, wants: Wants) =>
      judge(model, wants).map((verdict) => verdict._tag === "Found" && verdict.finding.reason)
    const named: Wants = { plugins: { clock: { version: "2", enabled: true } } }
    const config = { clock: { enabled: false } }
    assert.deepStrictEqual(reasons({ config }, named), ["desired_missing", "desired_enabled"])
    assert.deepStrictEqual(reasons({ config, disk: { clock: { version: "1" } } }, named), [
      "desired_version",
      "desired_enabled"
    ])
  })

  it("asks for an entry where the plugin is there, and not before", () => {
    const reasons = (model: Model) =>
      judge(model, { plugins: { clock: { enabled: true } } }).map(
        (verdict) => verdict._tag === "Found" && verdict.finding.reason
      )
    assert.deepStrictEqual(reasons({ disk: { clock: {} } }), ["desired_enabled"])
    assert.deepStrictEqual(reasons({}), ["desired_missing"])
  })
})

const removal = (forget: boolean, ...directories: ReadonlyArray<string>): Fix =>
  Fix.Auto({ repair: Repair.Remove({ plugin: "clock", cause: "desired_absent", directories, forget }) })

describe("a plugin that should not be there", () => {
  const states = { current: { exists_on_disk: true }, expected: { exists_on_disk: false } }
  const leftover = { current: { exists_on_disk: false }, expected: { exists_on_disk: false } }
  const forgotten = { exists_on_disk: false, exists_in_config: false }
  const absent = (told: Pick<Finding, "current" | "expected" | "cause">, fix: Fix) => [
    found(against("desired_absent", "should not be installed", told, fix))
  ]
  const forget: Wants = { plugins: { clock: { absent: true, settings: null } } }

  it("is uninstalled, and its entry is left", () => {
    assert.deepStrictEqual(
      judge({ disk: { clock: {} }, config: { clock: on } }, away),
      absent(states, removal(false, "clock"))
    )
  })

  it("is uninstalled out of all its directories, where it is known which one runs", () => {
    const disk = { clock: {}, "clock-old": { id: "clock" } }
    assert.deepStrictEqual(
      judge({ disk, ledmatrix: "3.5.0" }, away),
      absent(states, removal(false, "clock", "clock-old"))
    )
  })

  it("is uninstalled together with its entry, where no settings are wanted", () => {
    assert.deepStrictEqual(
      judge({ disk: { clock: {} }, config: { clock: on } }, forget),
      absent({ ...states, expected: forgotten }, removal(true, "clock"))
    )
  })

  it("is uninstalled without an entry to forget, where it has none", () => {
    assert.deepStrictEqual(judge({ disk: { clock: {} } }, forget), absent(states, removal(false, "clock")))
  })

  it("is uninstalled where it is not named, which the finding says", () => {
    assert.deepStrictEqual(judge({ disk: { clock: {} } }, { others: "remove" }), [
      found(
        against(
          "not_desired",
          "is not named by the desired state",
          states,
          Fix.Auto({
            repair: Repair.Remove({
              plugin: "clock",
              cause: "not_desired",
              directories: ["clock"],
              forget: false
            })
          })
        )
      )
    ])
  })

  it("is marked as uninstalled where only its entry is left", () => {
    assert.deepStrictEqual(judge({ config: { clock: on } }, away), absent(leftover, removal(false)))
  })

  it.each<[string, Model]>([
    ["nothing is left of it", {}],
    ["its entry is left, and it is marked", { config: { clock: on }, marks: ["clock"] }]
  ])("is as desired where %s", (_title, model) => {
    assert.deepStrictEqual(judge(model, away), clear("it is as the desired state wants it"))
  })

  it("loses the entry of an earlier uninstall where no settings are wanted", () => {
    assert.deepStrictEqual(
      judge({ config: { clock: on }, marks: ["clock"] }, forget),
      absent({ ...leftover, expected: forgotten }, removal(true))
    )
  })

  it.each<[string, Model, Wants, string]>([
    [
      "no store gives it back",
      { disk: { clock: {} } },
      { ...away, kept: ["clock"] },
      "it comes with LEDMatrix or is local_only, and no store gives it back; uninstall it on the sign"
    ],
    [
      "its name is that of another one's directory",
      { disk: { "my-clock": { id: "clock" }, clock: { id: "news" } } },
      away,
      "directory clock holds another plugin, news"
    ],
    [
      "something else has its name",
      { disk: { "my-clock": { id: "clock" } }, taken: ["clock"] },
      away,
      "what lies under the name clock is no plugin"
    ],
    [
      "it is in two directories, and it is not known which one runs",
      { disk: { clock: {}, "clock-old": { id: "clock" } } },
      away,
      "two directories have this id"
    ]
  ])("is left to a person where %s", (_title, model, wants, cause) => {
    assert.deepStrictEqual(judge(model, wants), absent({ ...states, cause }, Fix.Manual()))
  })
})
