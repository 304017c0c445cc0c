/** The registry: what costs an entry, and which entries may hold a plugin. */
import { assert, describe, it } from "@effect/vitest"
import { Option } from "effect"
import {
  candidatesFor,
  isAbsent,
  lastSegment,
  mayBeSkipped,
  namesOf,
  readRegistry,
  type Registry
} from "../../../src/domain/store/Registry.ts"

const read = (...plugins: ReadonlyArray<unknown>): Registry => Option.getOrThrow(readRegistry({ plugins }))

describe("what is a registry", () => {
  it.each([undefined, null, [], "x", {}, { plugins: {} }, { plugins: "x" }])("is not %j", (value) => {
    assert.isTrue(Option.isNone(readRegistry(value)))
  })

  it("may be empty", () => {
    assert.deepStrictEqual(read(), { entries: [], skipped: [] })
  })
})

describe("a field of newer registries", () => {
  it.each([
    { aliases: ["a", "b"] },
    { aliases: [] },
    { ledmatrix_min_version: "3.8.0" },
    { ledmatrix_min_version: "v3" }
  ])("is read: %j", (fields) => {
    assert.deepStrictEqual(read({ id: "clock", ...fields }).entries, [{ id: "clock", ...fields }])
  })

  it.each([
    ["aliases", null],
    ["aliases", "a"],
    ["aliases", ["a", 5]],
    ["aliases", { a: 1 }],
    ["ledmatrix_min_version", null],
    ["ledmatrix_min_version", 3.8],
    ["ledmatrix_min_version", ""],
    ["ledmatrix_min_version", "the newest"]
  ])("says nothing where it is malformed, and costs nothing else: %s %j", (field, value) => {
    const { entries, skipped } = read({ id: "clock", stars: 5, [field]: value })
    const rest: object = { id: "clock", stars: 5 }
    assert.deepStrictEqual<ReadonlyArray<object>>(entries, [rest])
    assert.deepStrictEqual(skipped, [])
  })
})

describe("an alias", () => {
  const aliased = { id: "clock", aliases: ["old-clock", "x"] }

  it("makes the entry a candidate, after the names of its own, before a prefix that is left out", () => {
    const exact = { id: "ledmatrix-x" }
    const segment = { id: "y", plugin_path: "plugins/ledmatrix-x" }
    const alias = { id: "z", aliases: ["ledmatrix-x"] }
    const bare = { id: "x" }
    const ids = candidatesFor(read(bare, alias, segment, exact), "ledmatrix-x").map(({ id }) => id)
    assert.deepStrictEqual(ids, ["ledmatrix-x", "y", "z", "x"])
    assert.deepStrictEqual(candidatesFor(read(aliased), "old-clock"), [aliased])
    assert.deepStrictEqual(candidatesFor(read(aliased), "older-clock"), [])
  })

  it("of an entry that could not be read may have been the plugin", () => {
    const broken = { id: "y", plugin_path: "y", aliases: ["clock"], repo: 5 }
    assert.isTrue(mayBeSkipped(read(broken), "clock"))
    assert.isFalse(mayBeSkipped(read(broken), "news"))
  })
})

describe("an entry", () => {
  const texts = ["type", "name", "repo", "branch", "plugin_path", "latest_version", "download_url_template"]

  it("may leave out everything but its id, or say nothing of it, and keeps what this program does not read", () => {
    const whole = {
      id: "clock",
      ...Object.fromEntries(texts.map((field) => [field, "x"])),
      versions: [{ anything: 1 }],
      stars: 5
    }
    const nothing = {
      id: "clock",
      ...Object.fromEntries(texts.map((field) => [field, null])),
      versions: null
    }
    assert.deepStrictEqual(read({ id: "clock" }, nothing, whole).entries, [{ id: "clock" }, nothing, whole])
  })

  it.each([
    ["clock", "it is no object"],
    [null, "it is no object"],
    [["clock"], "it is no object"],
    [{}, "it has no id"],
    [{ id: "" }, "it has no id"],
    [{ id: 5 }, "it has no id"],
    ...texts.map((field) => [{ id: "clock", [field]: 5 }, `its ${field} is no text`] as const),
    [{ id: "clock", versions: {} }, "its versions are no list"]
  ] as const)("that is %j is skipped: %s", (entry, problem) => {
    const registry = read({ id: "other" }, entry)
    assert.deepStrictEqual(
      registry.entries.map(({ id }) => id),
      ["other"]
    )
    assert.deepStrictEqual(
      registry.skipped.map((skipped) => skipped.problem),
      [problem]
    )
  })

  it("says, where it is skipped, what it would have been", () => {
    assert.deepInclude(read({ id: "clock", plugin_path: "plugins/clock", name: 5 }).skipped[0], {
      id: "clock",
      pluginPath: "plugins/clock"
    })
    assert.deepInclude(read({ id: 5, plugin_path: 5 }).skipped[0], { id: undefined, pluginPath: undefined })
    assert.deepInclude(read("clock").skipped[0], { id: undefined, pluginPath: undefined })
  })

  it("of a skin is no plugin, and is not skipped either", () => {
    assert.deepStrictEqual(read({ id: "dark", type: "skin" }, { id: "clock", type: "plugin" }), {
      entries: [{ id: "clock", type: "plugin" }],
      skipped: []
    })
  })
})

describe("the last segment of a path", () => {
  it.each([
    ["plugins/clock", "clock"],
    ["plugins/clock//", "clock"],
    ["clock", "clock"],
    ["/", ""],
    ["", ""],
    [null, ""],
    [undefined, ""]
  ])("of %j is %j", (path, expected) => {
    assert.strictEqual(lastSegment(path), expected)
  })
})

describe("the candidates for a plugin", () => {
  const ids = (registry: Registry, id: string) => candidatesFor(registry, id).map((entry) => entry.id)

  it("are the entry of its id, that of its path, that of its id without the prefix", () => {
    const registry = read(
      { id: "clock" },
      { id: "by-path", plugin_path: "plugins/ledmatrix-clock/" },
      { id: "ledmatrix-clock" },
      { id: "other", plugin_path: "plugins/other" }
    )
    assert.deepStrictEqual(ids(registry, "ledmatrix-clock"), ["ledmatrix-clock", "by-path", "clock"])
    assert.deepStrictEqual(ids(registry, "clock"), ["clock"])
  })

  it("are each tried once", () => {
    assert.deepStrictEqual(ids(read({ id: "clock", plugin_path: "plugins/clock" }), "clock"), ["clock"])
  })

  it("are none where no entry is meant", () => {
    assert.deepStrictEqual(ids(read({ id: "clock" }), "weather"), [])
    assert.deepStrictEqual(ids(read({ id: "ledmatrix-clock" }), "clock"), [])
    assert.deepStrictEqual(ids(read({ id: "weather" }), "ledmatrix-clock"), [])
  })
})

describe("an entry that could not be read", () => {
  it.each([
    ["clock", { id: "clock", name: 5 }, true],
    ["ledmatrix-clock", { id: "clock", name: 5 }, true],
    ["clock", { id: "ledmatrix-clock", name: 5 }, false],
    ["clock", { id: "other", name: 5, plugin_path: "plugins/clock" }, true],
    ["clock", { id: "other", name: 5, plugin_path: "plugins/other" }, false],
    ["clock", { id: "other", name: 5 }, false],
    ["clock", "nonsense", true]
  ] as const)("may have been %s: %j, %s", (id, entry, expected) => {
    assert.strictEqual(mayBeSkipped(read(entry), id), expected)
  })

  it("is not possible where all entries could be read", () => {
    assert.isFalse(mayBeSkipped(read({ id: "clock" }), "clock"))
  })
})

describe("a plugin is absent from the registry", () => {
  const entry = { id: "weather", plugin_path: "plugins/ledmatrix-weather" }
  it.each([
    ["where no entry may hold it", read(entry), "clock", true],
    ["but not where an entry holds it under another name", read(entry), "ledmatrix-weather", false],
    ["but not where an entry that cannot be read may be it", read(entry, { id: 5 }), "clock", false]
  ])("%s", (_, registry, id, expected) => {
    assert.strictEqual(isAbsent(registry, id), expected)
  })
})

describe("the names of an entry's plugin", () => {
  it.each([
    [{ id: "weather" }, ["weather"]],
    [{ id: "weather", plugin_path: "plugins/ledmatrix-weather" }, ["weather", "ledmatrix-weather"]],
    [{ id: "weather", aliases: ["forecast"] }, ["weather", "forecast"]]
  ])("of %j", (entry, names) => {
    assert.deepStrictEqual(read(entry).entries.map(namesOf), [names])
  })
})
