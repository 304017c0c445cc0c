/** Installs that failed for good, and until when that counts. */
import { assert, describe, it } from "@effect/vitest"
import { Option } from "effect"
import { readRegistry } from "../../../../src/domain/store/Registry.ts"
import {
  digestOf,
  type Failures,
  failuresOf,
  unrecoverableIds,
  printFailures,
  readFailures
} from "../../../../src/services/store/install/failuresFile.ts"

const failure = { digest: "x", code: "bad_archive", message: "m", failed_at: "t" }
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
      ...Object.fromEntries(Object.keys(failure).map((field) => [field, { ...failure, [field]: 5 }]))
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
    ["clock", { ...failure, digest: digestOf(registry, "clock") }],
    ["weather", failure]
  ])

  it("is unrecoverable while the registry says the same of it", () => {
    assert.deepStrictEqual([...unrecoverableIds(failures, registry)], ["clock"])
  })

  it("is worth another try once the registry says something else of it", () => {
    assert.deepStrictEqual(
      [...unrecoverableIds(failures, registryOf({ id: "clock", latest_version: "2" }))],
      []
    )
    assert.deepStrictEqual([...unrecoverableIds(failures, registryOf({ id: "other" }))], [])
    const grown = registryOf({ id: "clock", latest_version: "1" }, { id: "new" })
    assert.deepStrictEqual([...unrecoverableIds(failures, grown)], ["clock"])
  })

  it("stays so where there is no registry at hand", () => {
    assert.deepStrictEqual([...unrecoverableIds(failures, undefined)], ["clock", "weather"])
  })
})
