/** A plugin that is there in another version than the desired state wants. */
import { assert, describe, it } from "@effect/vitest"
import { Repair } from "../../../../src/domain/changes/Repair.ts"
import { Fix } from "../../../../src/domain/findings/Finding.ts"
import type { PolicyValues } from "../../../../src/domain/Policy.ts"
import type { InstallFailure } from "../../../../src/domain/store/InstallFailure.ts"
import { notAsDesired } from "../../../../src/reconcile/judge/desired/notAsDesired.ts"
import { clear, found } from "../../../../src/reconcile/judge/rules/Verdict.ts"
import { against, desiring, facing } from "../../../support/judge/desiring.ts"
import { type Model, NOW } from "../../../support/snapshots.ts"

const failure: InstallFailure = {
  code: "symlink",
  message: "the archive is refused",
  failedAtMs: NOW - 1,
  heldUntilMs: Date.parse("2026-03-02T12:00:00")
}

/** Of `clock` in directory `my-clock`, with an entry. */
const judge = (
  wanted: string | undefined,
  installed: string | undefined,
  more: Model = {},
  policy: Partial<PolicyValues> = {}
) => {
  const disk = { "my-clock": { id: "clock", ...(installed !== undefined && { version: installed }) } }
  const clock = wanted === undefined ? {} : { version: wanted }
  return notAsDesired(
    ...facing(
      desiring({ disk, config: { clock: { enabled: true } }, ...more }, { plugins: { clock } }),
      policy
    )
  )
}

const statesOf = (from: string | null, to: string) => ({
  current: { version: from },
  expected: { version: to }
})
const replaced = (from: string | null, to: string, version = to) => [
  found(
    against(
      "desired_version",
      `should have version ${to}`,
      statesOf(from, to),
      Fix.Auto({ repair: Repair.Obtain({ plugin: "clock", version, instead: "my-clock" }) })
    )
  )
]
const refused = (reason: "desired_version" | "version_not_offered", to: string, cause?: string) => [
  found(
    against(
      reason,
      `should have version ${to}`,
      { ...statesOf("1", to), ...(cause !== undefined && { cause }) },
      Fix.Manual()
    )
  )
]
const AS_DESIRED = clear("it is as the desired state wants it")
const registry = [{ id: "clock", latest_version: "2" }]

describe("a plugin that should have one version", () => {
  it.each<[string, string, string | undefined, string | null]>([
    ["an older one", "2", "1", "1"],
    ["a newer one", "1", "2", "2"],
    ["one that it does not say", "2", undefined, null]
  ])("is replaced where it has %s", (_title, wanted, installed, from) => {
    assert.deepStrictEqual(judge(wanted, installed), replaced(from, wanted))
  })

  it("is replaced by the one that a fresh registry offers", () => {
    assert.deepStrictEqual(judge("2", "1", { registry, registryProvesAbsence: true }), replaced("1", "2"))
  })

  it("is replaced where an old copy of the registry has no such version, which proves nothing", () => {
    assert.deepStrictEqual(judge("3", "1", { registry }), replaced("1", "3"))
  })

  it.each<[string, string | undefined, string | undefined, Model]>([
    ["it has that very one", "2", "2", {}],
    ["it has that one, spelled otherwise", "2", "v2", {}],
    ["any will do", undefined, "1", { registry }],
    [
      "it is in two directories, and it is not known which one runs",
      "2",
      "1",
      { disk: { clock: { version: "1" }, "my-clock": { id: "clock", version: "1" } } }
    ]
  ])("stays as it is where %s", (_title, wanted, installed, more) => {
    assert.deepStrictEqual(judge(wanted, installed, more), AS_DESIRED)
  })
})

describe("a plugin that should have the latest version", () => {
  const newest = (needed: string) => [{ ...registry[0], id: "clock", ledmatrix_min_version: needed }]

  it("is replaced where the registry at hand has a newer one, which the finding names", () => {
    assert.deepStrictEqual(judge("latest", "1", { registry }), replaced("1", "2", "latest"))
  })

  it("is replaced where this LEDMatrix can run that one", () => {
    assert.deepStrictEqual(
      judge("latest", "1", { registry: newest("3.0.0"), ledmatrix: "3.1.0" }),
      replaced("1", "2", "latest")
    )
  })

  it.each<[string, string | undefined, Model]>([
    ["it has that", "2", { registry }],
    ["it has a newer one", "3", { registry }],
    ["it does not say which one it has", undefined, { registry }],
    ["no registry is at hand", "1", {}],
    ["the registry at hand does not have it", "1", { registry: [{ id: "news", latest_version: "2" }] }],
    ["the registry at hand names no version", "1", { registry: [{ id: "clock", latest_version: null }] }],
    ["this LEDMatrix is too old for that", "1", { registry: newest("3.2.0"), ledmatrix: "3.1.0" }]
  ])("stays as it is where %s", (_title, installed, more) => {
    assert.deepStrictEqual(judge("latest", installed, more), AS_DESIRED)
  })
})

describe("a plugin whose other version cannot be had is left to a person", () => {
  const again = "the archive is refused; it is tried again after 2026-03-02 12:00"

  it.each<[string, string, Model, Partial<PolicyValues>, ReturnType<typeof refused>]>([
    [
      "there is no store",
      "2",
      {},
      { storeAvailable: false },
      refused("desired_version", "2", "there is no store to get it from")
    ],
    [
      "the plugin cannot be had at all",
      "2",
      { storeUnrecoverable: ["clock"], failures: { clock: failure } },
      {},
      refused("desired_version", "2", again)
    ],
    [
      "a fresh registry names no such version",
      "3",
      { registry, registryProvesAbsence: true },
      {},
      refused("version_not_offered", "3")
    ],
    [
      "that version was refused",
      "2",
      { registry, failures: { clock: { ...failure, version: "2" } } },
      {},
      refused("version_not_offered", "2", again)
    ],
    [
      "the latest was refused, which is named",
      "latest",
      { registry, failures: { clock: { ...failure, version: "latest" } } },
      {},
      refused("version_not_offered", "2", again)
    ]
  ])("where %s", (_title, wanted, more, policy, verdicts) => {
    assert.deepStrictEqual(judge(wanted, "1", more, policy), verdicts)
  })
})
