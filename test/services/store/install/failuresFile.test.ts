/** Installs that failed for good, and until when that counts. */
import { assert, describe, it } from "@effect/vitest"
import { Option } from "effect"
import { holdsAt } from "../../../../src/domain/store/InstallFailure.ts"
import { readRegistry } from "../../../../src/domain/store/Registry.ts"
import {
  candidatesDigest,
  type Failures,
  failuresOf,
  followedBy,
  installFailures,
  printFailures,
  readFailures,
  type RememberedFailure
} from "../../../../src/services/store/install/failuresFile.ts"

const FAILED_AT = Date.parse("2026-03-01T12:00:00Z")
const DAY = 86_400_000
const failure = { digest: "x", code: "bad_archive", message: "m", failed_at: "2026-03-01T12:00:00.000Z" }
const registryOf = (...plugins: ReadonlyArray<unknown>) => Option.getOrThrow(readRegistry({ plugins }))
const bytes = (text: string) => new TextEncoder().encode(text)

describe("the failures of a file", () => {
  it.each([undefined, null, [], "x"])("are none of ours: %j", (parsed) => {
    assert.isUndefined(failuresOf(parsed))
  })

  it("are those that make sense", () => {
    const parsed = {
      clock: failure,
      a: 5,
      ...Object.fromEntries(Object.keys(failure).map((field) => [field, { ...failure, [field]: 5 }])),
      uncounted: { ...failure, times: "often" },
      unnamed: { ...failure, found_id: 5 }
    }
    assert.deepStrictEqual([...(failuresOf(parsed) ?? [])], [["clock", failure]])
  })

  it("are nothing where the file is not there, or cannot be read", () => {
    for (const content of [undefined, bytes("{"), bytes("[]"), Uint8Array.of(0xff)])
      assert.strictEqual(readFailures(content).size, 0)
  })

  it("are read as they were printed, sorted by id", () => {
    const failures: Failures = new Map([
      ["b", failure],
      ["a", failure]
    ])
    const printed = printFailures(failures)
    assert.deepStrictEqual(
      [...readFailures(bytes(printed))].map(([id]) => id),
      ["a", "b"]
    )
    assert.isTrue(printed.endsWith("}\n"))
    assert.include(printed, '\n "a": {\n  "digest": "x"')
  })
})

describe("a failed plugin", () => {
  const registry = registryOf({ id: "clock", latest_version: "1" }, { id: "other" })
  const failures: Failures = new Map([
    ["clock", { ...failure, digest: candidatesDigest(registry, "clock") }],
    ["weather", failure]
  ])
  /** Ids whose failure holds right after it came. */
  const held = (registry: Parameters<typeof installFailures>[1]): ReadonlyArray<string> =>
    [...installFailures(failures, registry)].flatMap(([id, one]) => (holdsAt(one, FAILED_AT) ? [id] : []))

  it("is unrecoverable while the registry says the same of it", () => {
    assert.deepStrictEqual(held(registry), ["clock"])
  })

  it("is worth another try once the registry says something else of it", () => {
    assert.deepStrictEqual(held(registryOf({ id: "clock", latest_version: "2" })), [])
    assert.deepStrictEqual(held(registryOf({ id: "other" })), [])
    const grown = registryOf({ id: "clock", latest_version: "1" }, { id: "new" })
    assert.deepStrictEqual(held(grown), ["clock"])
  })

  it("stays so where there is no registry at hand", () => {
    assert.deepStrictEqual(held(undefined), ["clock", "weather"])
  })

  it("says what it failed of, and which other plugin it was", () => {
    const found = new Map([["clock", { ...failure, found_id: "ledmatrix-clock" }]])
    assert.deepStrictEqual(installFailures(found, undefined).get("clock"), {
      code: "bad_archive",
      message: "m",
      failedAtMs: FAILED_AT,
      heldUntilMs: FAILED_AT + DAY,
      foundId: "ledmatrix-clock"
    })
  })

  it("says nothing of another plugin once the registry has another entry", () => {
    const found = new Map([["clock", { ...failure, found_id: "ledmatrix-clock" }]])
    assert.isUndefined(installFailures(found, registry).get("clock")?.foundId)
  })
})

describe("a failure holds", () => {
  const holds = (more: Partial<RememberedFailure>, nowMs: number): boolean | undefined => {
    const judged = installFailures(new Map([["clock", { ...failure, ...more }]]), undefined).get("clock")
    return judged && holdsAt(judged, nowMs)
  }

  it.each([
    [undefined, 1],
    [1, 1],
    [2, 2],
    [3, 4],
    [4, 7],
    [400, 7],
    [0, 1],
    [-1, 1]
  ])("after %s times for %i days", (times, days) => {
    const more = times === undefined ? {} : { times }
    assert.strictEqual(holds(more, FAILED_AT + days * DAY - 1), true)
    assert.strictEqual(holds(more, FAILED_AT + days * DAY), false)
  })

  it("no longer where the clock went back by more than that", () => {
    assert.strictEqual(holds({}, FAILED_AT - DAY + 1), true)
    assert.strictEqual(holds({}, FAILED_AT - DAY), false)
  })

  it("no longer where its time cannot be read", () => {
    assert.strictEqual(holds({ failed_at: "soon" }, FAILED_AT), false)
  })

  it("longer each time that the same registry entries fail", () => {
    const once = followedBy(undefined, failure)
    const twice = followedBy(once, failure)
    assert.deepStrictEqual([once.times, twice.times, followedBy(twice, failure).times], [1, 2, 3])
    // Written by an earlier version, which did not count.
    assert.strictEqual(followedBy(failure, failure).times, 2)
  })

  it("a day where other registry entries fail", () => {
    assert.strictEqual(followedBy({ ...failure, times: 3 }, { ...failure, digest: "y" }).times, 1)
  })
})
