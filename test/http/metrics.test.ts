// What monitors get: text that a strict reader takes, every series from the beginning, values that are true.
import { assert, describe, it } from "@effect/vitest"
import { Effect, Metric } from "effect"
import { PrometheusMetrics } from "effect/observability"
import { startMetrics } from "../../src/controller/status/metrics.ts"
import { MemoryFiles } from "../../src/testing/MemoryFiles.ts"
import { MEMORY_ROOT } from "../../src/testing/MemoryInstallation.ts"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { type Family, readPrometheus } from "./support/prometheus.ts"
import { ask, eventually, get, post, registryCopy, site } from "./support/site.ts"

const PREFIX = "ledmatrix_reconciler_"

const metrics = Effect.map(ask("/metrics"), ({ text }) => readPrometheus(text))

const valueOf = (
  families: ReadonlyMap<string, Family>,
  name: string,
  labels: { readonly [name: string]: string } = {}
): number | undefined =>
  families
    .get(name)
    ?.samples.find((sample) =>
      Object.entries(labels).every(([label, value]) => sample.labels[label] === value)
    )?.value

const started = eventually(get("/api/v3/plugins/reconciliation-status"), ({ json }) => json.data.done)

describe("the strict reader", () => {
  const good = `# HELP a help\n# TYPE a gauge\na{b="c\\"\\\\\\n"} 1\n`
  it("takes what is right, and reads escapes", () => {
    assert.deepStrictEqual(readPrometheus(good).get("a")?.samples[0]?.labels, { b: 'c"\\\n' })
  })
  for (const [why, text] of [
    ["a label that is not escaped", `# HELP a h\n# TYPE a gauge\na{b="c"d"} 1\n`],
    ["a second HELP", `${good}# HELP a h\n# TYPE a gauge\na 2\n`],
    ["a sample without a type", "a 1\n"],
    ["a sample said twice", `# HELP a h\n# TYPE a gauge\na 1\na 1\n`],
    ["a value that is none", `# HELP a h\n# TYPE a gauge\na 1,5\n`],
    ["no end of line", `# HELP a h\n# TYPE a gauge\na 1`],
    ["a family without samples", "# HELP a h\n# TYPE a gauge\n"],
    [
      "buckets that fall",
      `# HELP a h\n# TYPE a histogram\na_bucket{le="1"} 2\na_bucket{le="+Inf"} 1\na_sum 1\na_count 1\n`
    ]
  ] as const)
    it(`does not take ${why}`, () => {
      assert.throws(() => readPrometheus(text))
    })
})

describe("GET /metrics", () => {
  it.live("is Prometheus' text, and said to be", () =>
    Effect.gen(function* () {
      const { headers, text } = yield* ask("/metrics")
      assert.strictEqual(headers["content-type"], "text/plain; version=0.0.4; charset=utf-8")
      assert.isAbove(readPrometheus(text).size, 10)
    }).pipe(Effect.provide(site()))
  )

  it.effect("has every series from the beginning, before anything has happened", () =>
    Effect.gen(function* () {
      yield* startMetrics
      const families = readPrometheus(yield* PrometheusMetrics.format())
      const names = (name: string, label: string) =>
        families.get(PREFIX + name)?.samples.map(({ labels }) => labels[label]) ?? []
      assert.sameMembers(names("passes_total", "result"), [
        "in_sync",
        "drift",
        "repaired",
        "left_over",
        "could_not_tell",
        "failed"
      ])
      assert.strictEqual(names("drift", "type").length, 6)
      assert.sameMembers(names("repairs_total", "outcome"), ["fixed", "failed", "manual"])
      assert.sameMembers(names("back_offs", "kind"), ["transient", "permanent"])
      assert.strictEqual(names("operations_total", "type").length, 15)
      for (const name of ["queue_depth", "suspended_plugins", "registry_age_seconds", "registry_stale"])
        assert.isDefined(valueOf(families, PREFIX + name), name)
      assert.strictEqual(families.get(`${PREFIX}pass_duration_seconds`)?.type, "histogram")
    }).pipe(Effect.provideService(Metric.MetricRegistry, new Map()))
  )

  it.live("counts passes, repairs and operations, and tells how it stands now", () =>
    Effect.gen(function* () {
      yield* started
      const before = yield* metrics
      const files = yield* MemoryFiles
      yield* files.put(`${MEMORY_ROOT}/plugin-repos/news/manifest.json`, `{"id": "news"}`)
      yield* post("/api/v3/plugins/state/reconcile")
      yield* post("/api/v3/plugins/toggle", { plugin_id: "clock", enabled: true })
      yield* post("/api/v3/reconciler/suspend", { plugin_id: "clock" })
      const after = yield* metrics
      const grown = (name: string, labels: { readonly [name: string]: string }) =>
        (valueOf(after, PREFIX + name, labels) ?? 0) - (valueOf(before, PREFIX + name, labels) ?? 0)
      assert.strictEqual(grown("passes_total", { result: "repaired" }), 1)
      assert.strictEqual(grown("repairs_total", { outcome: "fixed" }), 1)
      assert.strictEqual(grown("operations_total", { type: "enable", status: "completed" }), 1)
      assert.strictEqual(valueOf(after, `${PREFIX}suspended_plugins`), 1)
    }).pipe(Effect.provide(site({ config: { clock: { enabled: false } }, plugins: { clock: {} } })))
  )

  it.live("tells the age of the registry's copy, and -1 without one", () =>
    Effect.gen(function* () {
      assert.isAtLeast(valueOf(yield* metrics, `${PREFIX}registry_age_seconds`) ?? -1, 0)
    }).pipe(Effect.provide(site({ files: registryCopy([]) })))
  )

  it.live("has of the process what every process is asked for", () =>
    Effect.gen(function* () {
      const families = yield* metrics
      assert.isAbove(valueOf(families, "process_resident_memory_bytes") ?? 0, 10_000_000)
      assert.isAbove(valueOf(families, "process_cpu_seconds_total") ?? 0, 0)
      const start = valueOf(families, "process_start_time_seconds") ?? 0
      assert.isBelow(Math.abs(start - (Date.now() / 1000 - process.uptime())), 5)
      assert.isAtMost(valueOf(families, "nodejs_eventloop_utilization_ratio") ?? 2, 1)
    }).pipe(Effect.provide(site()))
  )

  it.live("has no metric that docs/operating.md does not explain", () =>
    Effect.gen(function* () {
      const page = readFileSync(fileURLToPath(new URL("../../docs/operating.md", import.meta.url)), "utf8")
      const families = yield* metrics
      assert.deepStrictEqual(
        [...families.keys()].filter((name) => !page.includes(`\`${name}`)),
        []
      )
    }).pipe(Effect.provide(site()))
  )
})
