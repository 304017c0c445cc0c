/** A missing plugin that the store is not asked for: why, until when, and under which key its settings belong. */
import { assert, describe, it } from "@effect/vitest"
import { localIsoTime } from "../../../../src/domain/text/isoTime.ts"
import type { InstallFailure } from "../../../../src/domain/store/InstallFailure.ts"
import { detect } from "../../../../src/reconcile/judge/detect.ts"
import { notDelivered } from "../../../../src/reconcile/judge/facts/notFetched.ts"
import { factsOf } from "../../../support/judge/judging.ts"
import { type Model, NOW, policyOf, snapshotOf } from "../../../support/snapshots.ts"

const on = { enabled: true }
const HOUR = 3_600_000
/** A copy of the registry, fresh or stale. */
const copy = (stale: boolean, ...registry: NonNullable<Model["registry"]>) => ({
  registry,
  registryProvesAbsence: !stale
})
const held: InstallFailure = {
  code: "symlink",
  message: "the archive is refused: a link",
  failedAtMs: NOW - HOUR,
  heldUntilMs: NOW + HOUR
}
const ended: InstallFailure = { ...held, failedAtMs: NOW - 2 * HOUR, heldUntilMs: NOW - HOUR }
const later = `it is tried again after ${localIsoTime(NOW + HOUR)
  .slice(0, 16)
  .replace("T", " ")}`

const missing = (model: Model, policy = policyOf()) => {
  const finding = detect(snapshotOf(model), policy).find(({ type }) => type === "plugin_missing_on_disk")
  return finding && [`${finding.reason} ${finding.fix._tag}`, finding.cause, finding.rightKey]
}
const config = { wether: on }

describe("a missing plugin whose install failed for good", () => {
  it("is left alone while that holds: the finding says the cause, and until when", () => {
    const model: Model = { config, failures: { wether: held }, storeUnrecoverable: ["wether"] }
    assert.deepStrictEqual(missing(model), [
      "unrecoverable Manual",
      `the archive is refused: a link; ${later}`,
      undefined
    ])
  })

  it("is tried again when that has ended, also by a process that has seen it fail", () => {
    const model: Model = { config, failures: { wether: ended }, unrecoverable: ["wether"] }
    assert.deepStrictEqual(missing(model), ["not_installed Auto", undefined, undefined])
  })

  it("says when it will be tried again in the very run that it failed in", () => {
    assert.deepStrictEqual(missing({ config, failures: { wether: held } }), [
      "not_installed Auto",
      later,
      undefined
    ])
  })

  it("has its settings under the wrong key where the download was another plugin", () => {
    const failures = { wether: { ...held, foundId: "ledmatrix-weather" } }
    const model: Model = { config, failures, storeUnrecoverable: ["wether"] }
    assert.deepStrictEqual(missing(model), [
      "wrong_key Manual",
      `the right key is ledmatrix-weather; the archive is refused: a link; ${later}`,
      "ledmatrix-weather"
    ])
  })

  it("names no other key, and no registry that lacks it: there was something to download", () => {
    const registry = copy(false, { id: "weather" })
    const model: Model = { config, failures: { wether: held }, storeUnrecoverable: ["wether"], ...registry }
    assert.deepStrictEqual(missing(model), [
      "unrecoverable Manual",
      `the archive is refused: a link; ${later}`,
      undefined
    ])
  })

  it("is asked for in another version, where only one of them failed", () => {
    const failures = { wether: { ...held, version: "1.0.0" } }
    assert.deepStrictEqual(missing({ config, failures }), ["not_installed Auto", undefined, undefined])
  })

  it("is tried again in the very moment in which that ends", () => {
    const failures = { wether: { ...held, heldUntilMs: NOW } }
    assert.deepStrictEqual(missing({ config, failures }), ["not_installed Auto", undefined, undefined])
  })

  it.each(["wether", "no id", ""])("is not sent to the key %j", (foundId) => {
    const failures = { wether: { ...held, foundId } }
    const model: Model = { config, failures, storeUnrecoverable: ["wether"] }
    assert.strictEqual(missing(model)?.[0], "unrecoverable Manual")
  })

  it("says so where its broken directory was to be replaced", () => {
    const model: Model = { broken: ["clock"], failures: { clock: held }, storeUnrecoverable: ["clock"] }
    const causes = (replaceBroken: boolean) =>
      detect(snapshotOf(model), policyOf({ replaceBroken })).map(({ cause }) => cause)
    assert.deepStrictEqual(causes(true), [`the archive is refused: a link; ${later}`])
    assert.deepStrictEqual(causes(false), [undefined])
  })
})

describe("a missing plugin that the registry at hand does not have", () => {
  const denied = "the registry at hand has no plugin of this name"

  it("is not promised where the copy is fresh", () => {
    assert.deepStrictEqual(missing({ config, ...copy(false, { id: "clock" }) }), [
      "not_in_registry Manual",
      denied,
      undefined
    ])
  })

  it("is asked for where the copy is stale", () => {
    assert.deepStrictEqual(missing({ config, ...copy(true, { id: "clock" }) }), [
      "not_installed Auto",
      denied,
      undefined
    ])
  })

  it("is asked for under its own name where a stale copy has one that is near", () => {
    assert.deepStrictEqual(missing({ config, ...copy(true, { id: "weather" }) }), [
      "not_installed Auto",
      `the right key is probably weather; ${denied}`,
      "weather"
    ])
  })

  it("is asked for where an entry that may be it could not be read", () => {
    const registry = copy(false, { id: "wether", repo: 5 })
    assert.deepStrictEqual(missing({ config, ...registry }), ["not_installed Auto", undefined, undefined])
  })

  it.each([{ id: "wether" }, { id: "x", plugin_path: "plugins/wether" }, { id: "x", aliases: ["wether"] }])(
    "is not one that it has as %j",
    (entry) => {
      assert.strictEqual(missing({ config, ...copy(false, entry) })?.[0], "not_installed Auto")
    }
  )

  it("is one that this process found to be unrecoverable, by that name", () => {
    const model: Model = { config, unrecoverable: ["wether"], ...copy(true, { id: "clock" }) }
    assert.deepStrictEqual(missing(model), ["unrecoverable Manual", denied, undefined])
  })

  it("has its settings under the wrong key where another name is near", () => {
    const registry = copy(false, { id: "weather", plugin_path: "plugins/ledmatrix-weather" })
    assert.deepStrictEqual(missing({ config, ...registry }), [
      "wrong_key Manual",
      `the right key is probably ledmatrix-weather; ${denied}`,
      "ledmatrix-weather"
    ])
  })

  it("has its settings under the wrong key where a plugin on disk has a name that is near", () => {
    const registry = copy(false, { id: "clock" })
    const model: Model = { config, disk: { weather: {} }, ...registry }
    assert.deepStrictEqual(missing(model)?.[2], "weather")
  })

  it("is sought under no other name while it may be had under its own", () => {
    const registry = copy(false, { id: "wether" }, { id: "weather" })
    assert.deepStrictEqual(missing({ config, ...registry }), ["not_installed Auto", undefined, undefined])
  })
})

describe("a missing plugin that needs a newer LEDMatrix", () => {
  const needed = "it needs LEDMatrix 4.0.0 or later"
  const newer = { id: "wether", ledmatrix_min_version: "4.0.0" }
  const here: Model = { config, ledmatrix: "3.8.0" }

  it("is not asked for where the copy is fresh", () => {
    assert.deepStrictEqual(missing({ ...here, ...copy(false, newer) }), [
      "newer_ledmatrix_needed Manual",
      needed,
      undefined
    ])
  })

  it("is asked for where the copy is stale", () => {
    assert.deepStrictEqual(missing({ ...here, ...copy(true, newer) }), [
      "not_installed Auto",
      needed,
      undefined
    ])
  })

  it.each<[string, ReturnType<typeof copy>]>([
    ["another entry that may be it fits", copy(false, newer, { id: "x", aliases: ["wether"] })],
    ["an entry that may be it could not be read", copy(false, newer, { id: "wether", repo: 5 })],
    ["this LEDMatrix is new enough", copy(false, { ...newer, ledmatrix_min_version: "3.8.0" })]
  ])("is asked for where %s", (_title, registry) => {
    assert.deepStrictEqual(missing({ ...here, ...registry }), ["not_installed Auto", undefined, undefined])
  })

  it("says of an install that failed only why that was", () => {
    const model: Model = { ...here, failures: { wether: ended }, ...copy(true, newer) }
    assert.deepStrictEqual(missing(model), ["not_installed Auto", undefined, undefined])
  })
})

describe("a version that the registry names", () => {
  const delivered = (failure: InstallFailure | undefined, version: string | undefined = "1.0.0") =>
    notDelivered("clock", version, factsOf({ failures: failure === undefined ? {} : { clock: failure } }))

  it("is not asked for while its failure holds, and says why and until when", () => {
    assert.strictEqual(delivered({ ...held, version: "1.0.0" }), `the archive is refused: a link; ${later}`)
  })

  it.each<[string, InstallFailure | undefined]>([
    ["nothing failed", undefined],
    ["another version failed", { ...held, version: "0.9.0" }],
    ["no version in particular failed", held],
    ["its failure has ended", { ...ended, version: "1.0.0" }]
  ])("is asked for where %s", (_title, failure) => {
    assert.isUndefined(delivered(failure))
  })

  it("is asked for where any is wanted, and one failed", () => {
    assert.isUndefined(notDelivered("clock", undefined, factsOf({ failures: { clock: held } })))
  })
})
