/** What `installed` lists, by what a snapshot holds. */
import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import type { PolicyValues } from "../../../src/domain/Policy.ts"
import { installedList } from "../../../src/reconcile/look/installed.ts"
import { type Model, NOW, policyOf, record, snapshotOf } from "../../support/snapshots.ts"

const listOf = (model: Model, policy: Partial<PolicyValues> = {}) =>
  installedList(snapshotOf(model), policyOf(policy), new Map())

const only = (model: Model, policy: Partial<PolicyValues> = {}) => {
  const { plugins } = listOf(model, policy)
  assert.lengthOf(plugins, 1)
  return plugins[0]
}

const disk = { clock: { version: "1.0.0" } }

describe("a listed plugin", () => {
  it("has what every source says of it", () => {
    assert.deepStrictEqual(
      only({
        config: { clock: { enabled: false } },
        disk,
        manager: ["clock"],
        state: { clock: record("clock", true, { version: "0.9.0" }) },
        setAside: ["clock"],
        marks: ["clock"]
      }),
      {
        id: "clock",
        name: null,
        version: "1.0.0",
        directory: "clock",
        in_config: true,
        enabled: false,
        state: { status: "enabled", enabled: true, version: "0.9.0" },
        loaded: true,
        load_error: null,
        loaded_version: null,
        set_aside: "clock.standalone-backup-preinstall",
        uninstalled: true,
        git: null
      }
    )
  })

  it("has false for what a source denies, and null for what none says", () => {
    assert.deepStrictEqual(only({ disk: { clock: {} } }), {
      id: "clock",
      name: null,
      version: null,
      directory: "clock",
      in_config: false,
      enabled: null,
      state: null,
      loaded: null,
      load_error: null,
      loaded_version: null,
      set_aside: null,
      uninstalled: false,
      git: null
    })
  })

  it("has null for everything that only an unreadable source would tell", () => {
    const plugin = only({ disk, unreadable: ["config", "manager", "state", "uninstalled"] })
    assert.deepInclude(plugin, {
      in_config: null,
      enabled: null,
      state: null,
      loaded: null,
      uninstalled: null
    })
  })

  it.each<[string, unknown, boolean, boolean | null]>([
    ["an entry that says nothing reads true", {}, true, true],
    ["one whose enabled is no boolean has no say", { enabled: 1 }, true, null],
    ["a value that is no object is no entry", 5, false, null]
  ])("%s", (_title, entry, inConfig, enabled) => {
    assert.deepInclude(only({ config: { clock: entry }, disk }), { in_config: inConfig, enabled })
  })

  it("has no entry under a system key", () => {
    const policy = { systemKeys: new Set(["clock"]) }
    assert.deepInclude(only({ config: { clock: { enabled: true } }, disk }, policy), {
      in_config: false,
      enabled: null
    })
  })

  it("counts as uninstalled by its directory's name as well as by its id", () => {
    const there = { "ledmatrix-clock": { id: "clock" } }
    assert.isTrue(only({ disk: there, marks: ["ledmatrix-clock"] })?.uninstalled)
    assert.isTrue(only({ disk: there, marks: ["clock"] })?.uninstalled)
    assert.isFalse(only({ disk: there, marks: ["weather"] })?.uninstalled)
  })

  it("has nulls for the parts of a record that cannot be used", () => {
    assert.deepStrictEqual(only({ disk, state: { clock: { plugin_id: "clock" } } })?.state, {
      status: null,
      enabled: null,
      version: null
    })
  })

  it("has its manifest's name, and the manager's error", () => {
    const seen = snapshotOf({ disk })
    const plugins = Result.getOrThrow(seen.disk).plugins.map((plugin) => ({ ...plugin, name: "Clock" }))
    const managed = { id: "clock", directory: "clock", loaded: false, error: "no module" }
    const { plugins: listed } = installedList(
      {
        ...seen,
        disk: Result.succeed({ ...Result.getOrThrow(seen.disk), plugins }),
        manager: Result.succeed({ plugins: new Map([["clock", managed]]) })
      },
      policyOf(),
      new Map()
    )
    assert.deepInclude(listed[0], { name: "Clock", loaded: false, load_error: "no module" })
  })

  it("has the version that the display runs", () => {
    const display = { plugins: { clock: { version: "0.9.0" } } }
    assert.strictEqual(only({ ledmatrix: "3.8.0", disk, display })?.loaded_version, "0.9.0")
  })

  it("has what git says of its directory", () => {
    const git = { branch: "main", commit: "abc", date: null, remote: null }
    const seen = snapshotOf({ disk: { "ledmatrix-clock": { id: "clock" }, weather: {} } })
    const { plugins } = installedList(seen, policyOf(), new Map([["ledmatrix-clock", git]]))
    assert.deepStrictEqual(
      plugins.map((plugin) => plugin.git),
      [git, null]
    )
  })
})

describe("the list", () => {
  it("is in the order of ids, then of directories, for any order on disk", () => {
    const { broken, plugins } = listOf({
      disk: { z: { id: "clock" }, weather: {}, a: { id: "clock" }, aardvark: {} },
      broken: ["two", "one"]
    })
    assert.deepStrictEqual(
      plugins.map(({ directory, id }) => `${id} ${directory}`),
      ["aardvark aardvark", "clock a", "clock z", "weather weather"]
    )
    assert.deepStrictEqual(
      broken.map(({ directory }) => directory),
      ["one", "two"]
    )
  })

  it("tells of the display, where that says what is loaded", () => {
    assert.deepStrictEqual(listOf({ disk, display: { status: "stalled" } }).display, {
      status: "stalled",
      since: new Date(NOW - 3_600_000).toISOString(),
      published_at: new Date(NOW - 10_000).toISOString(),
      from: "/var/cache/ledmatrix/plugin_runtime_snapshot.json",
      problem: null
    })
    assert.isNull(listOf({ disk }).display)
  })

  it("tells which sources could not be read", () => {
    assert.deepStrictEqual(listOf({ disk, unreadable: ["config", "state"] }).source_errors, [
      { source: "config", path: "config", code: "unreadable", error: "cannot be read" },
      { source: "state", code: "unreadable", path: "state", error: "cannot be read" }
    ])
  })

  it("is empty, with the error, where the disk could not be read", () => {
    const { broken, plugins, source_errors } = listOf({ disk, unreadable: ["disk"] })
    assert.deepStrictEqual([plugins, broken], [[], []])
    assert.deepStrictEqual(
      source_errors.map(({ source }) => source),
      ["disk"]
    )
  })
})
