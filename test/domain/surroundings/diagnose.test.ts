/** What `doctor` makes of the surroundings: each fault alone is one thing to do. */
import { assert, describe, it } from "@effect/vitest"
import { diagnose, type Topic } from "../../../src/domain/surroundings/diagnose.ts"
import type { Surroundings } from "../../../src/domain/surroundings/Surroundings.ts"

const PI = { uid: 1000, name: "pi" }
const NOW = Date.UTC(2026, 9, 1)

const well: Surroundings = {
  root: "/home/pi/LEDMatrix",
  user: PI,
  owner: PI,
  refused: [],
  unreadable: [],
  hostVersion: "3.8.0",
  display: {
    status: "live",
    since: "2026-10-01T00:00:00.000Z",
    published_at: "2026-10-01T00:00:00.000Z",
    from: "/var/cache/ledmatrix/plugin_runtime_snapshot.json",
    problem: null
  },
  processes: [],
  space: { bytes: 8 * 1024 ** 3, files: 500_000 },
  nowMs: NOW,
  configChangedMs: NOW - 1000,
  clockSet: true,
  timeZone: "Europe/Berlin",
  git: "git version 2.39.5",
  registry: { _tag: "Answered", entries: 48 },
  proxies: [],
  stagings: [],
  ownFilesMode: 0o40700,
  unreadableRuns: []
}

const statusOf = (topic: Topic, around: Partial<Surroundings>) =>
  diagnose({ ...well, ...around }).find((one) => one.topic === topic)

const todo: ReadonlyArray<readonly [string, Topic, Partial<Surroundings>, string]> = [
  ["another user runs it", "user", { user: { uid: 0, name: "root" } }, "belongs to pi"],
  [
    "a file belongs to another user",
    "files",
    { refused: [{ path: "config/config.json", owner: { uid: 0, name: "root" } }] },
    "pi may not write config/config.json (it belongs to root)"
  ],
  ["a source cannot be read", "sources", { unreadable: ["config/config.json: broken"] }, "broken"],
  [
    "LEDMatrix's display hangs",
    "display",
    {
      display: {
        status: "stalled",
        since: "2026-10-01T00:00:00.000Z",
        published_at: null,
        from: null,
        problem: null
      }
    },
    "stalled, since 2026-10-01T00:00:00.000Z"
  ],
  ["the card is nearly full", "space", { space: { bytes: 10 * 1024 ** 2, files: 9000 } }, "10 MiB"],
  ["the card has no room for files", "space", { space: { bytes: 1024 ** 4, files: 12 } }, "12 files"],
  ["config is newer than now", "clock", { configChangedMs: NOW + 3_600_000 }, "2026-10-01T01:00"],
  ["the clock was not set", "clock", { clockSet: false }, "not set from the network"],
  ["there is no git", "git", { git: null }, "not installed"],
  ["the registry fails", "registry", { registry: { _tag: "Failed", problem: "refused" } }, "refused"],
  ["others can read our files", "own_files", { ownFilesMode: 0o40755 }, "mode 755"],
  ["a run's record is broken", "own_files", { unreadableRuns: ["a.json"] }, "a.json"],
  ["a download was left", "leftovers", { stagings: [".x"] }, ".x"]
]

describe("the diagnosis", () => {
  it("finds nothing to do where all is well", () => {
    assert.deepStrictEqual(
      diagnose(well).filter(({ status }) => status !== "ok"),
      []
    )
  })

  it.each(todo)("has one thing to do where %s", (_title, topic, around, part) => {
    assert.deepStrictEqual(
      diagnose({ ...well, ...around })
        .filter(({ status }) => status === "todo")
        .map((one) => one.topic),
      [topic]
    )
    assert.include(statusOf(topic, around)?.found, part)
  })

  it.each([
    ["user", { owner: null }],
    ["host_version", { hostVersion: null }],
    ["host_version", { hostVersion: "99.0.0" }],
    ["ledmatrix", { processes: null }],
    ["space", { space: null }],
    ["registry", { registry: { _tag: "Offline" } }]
  ] as const)("does not take what it could not find out of %s for well", (topic, around) => {
    assert.strictEqual(statusOf(topic, around)?.status, "unknown")
  })

  it("names what of LEDMatrix runs", () => {
    assert.include(
      statusOf("ledmatrix", { processes: [{ pid: 7, part: "web" }] })?.found,
      "its web service (process 7)"
    )
  })

  it.each([
    ["3.7.0", true],
    [null, true],
    ["3.8.0", false]
  ])("speaks of a saved state where LEDMatrix %s has one: %s", (hostVersion, speaks) => {
    const told = diagnose({ ...well, hostVersion }).filter(({ found }) => found.includes("saved state"))
    assert.deepStrictEqual(
      told.map(({ topic }) => topic),
      speaks ? ["sources", "time_zone"] : []
    )
  })

  it.each([
    ["ledmatrix", {}, "LEDMatrix is not running"],
    ["ledmatrix", { processes: [{ pid: 7, part: "web" }] }, "LEDMatrix runs: its web service (process 7)"],
    ["display", { display: null }, "this LEDMatrix does not publish what its display runs"],
    ["space", {}, "8192 MiB and 500000 files free"],
    ["space", { space: { bytes: 1024 ** 3, files: null } }, "1024 MiB free"],
    ["registry", {}, "it answered with 48 plugins"],
    [
      "registry",
      { proxies: ["HTTPS_PROXY"] },
      "it answered with 48 plugins, through the proxy of HTTPS_PROXY"
    ],
    ["own_files", { ownFilesMode: null }, "data/reconciler is not there yet"]
  ] as const)("says of %s what it found: %j", (topic, around, found) => {
    assert.deepInclude(statusOf(topic, around), { status: "ok", found })
  })

  it.each([
    ["as much as an install may need", { bytes: 200 * 1024 ** 2, files: 4000 }],
    ["one file less", { bytes: 200 * 1024 ** 2, files: 3999 }],
    ["one byte less", { bytes: 200 * 1024 ** 2 - 1, files: 4000 }]
  ])("looks at the free space exactly: %s", (title, space) => {
    assert.strictEqual(statusOf("space", { space })?.status, title.startsWith("as") ? "ok" : "todo")
  })

  it("names what an install may need", () => {
    const found = statusOf("space", { space: { bytes: 0, files: 0 } })?.found
    assert.strictEqual(found, "0 MiB and 0 files free; an install may need 200 MiB and 4000 files")
  })

  it("allows clocks a little that differ", () => {
    const at = (ms: number) => statusOf("clock", { configChangedMs: NOW + ms })?.status
    assert.deepStrictEqual(
      [at(60_000), at(60_001), statusOf("clock", { configChangedMs: null })?.status],
      ["ok", "todo", "ok"]
    )
  })

  it("has room where the file system counts no files", () => {
    assert.strictEqual(statusOf("space", { space: { bytes: 1024 ** 4, files: null } })?.status, "ok")
  })
})
