/** Figures for monitors, in the format of Prometheus. Every series is there from the beginning, at zero. */
import { Effect, Metric } from "effect"
import { type ControllerStatus, OperationType, type PassSummary } from "../../domain/Controller.ts"
import { InconsistencyType } from "../../domain/schemas.ts"
import { type Report, ReportResult } from "../../domain/findings/Report.ts"

const PREFIX = "ledmatrix_reconciler_"

const passes = Metric.counter(`${PREFIX}passes_total`, { description: "Passes by result", incremental: true })
const passSeconds = Metric.histogram(`${PREFIX}pass_duration_seconds`, {
  description: "How long passes took",
  boundaries: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]
})
const drift = Metric.gauge(`${PREFIX}drift`, { description: "Findings of the last pass by type" })
const repairs = Metric.counter(`${PREFIX}repairs_total`, {
  description: "Repairs by outcome",
  incremental: true
})
const operations = Metric.counter(`${PREFIX}operations_total`, {
  description: "Operations by type and status",
  incremental: true
})
const queueDepth = Metric.gauge(`${PREFIX}queue_depth`, { description: "Passes asked for and not begun" })
const backOffs = Metric.gauge(`${PREFIX}back_offs`, {
  description: "Plugins held back after a failure, by kind"
})
const suspended = Metric.gauge(`${PREFIX}suspended_plugins`, { description: "Plugins that are suspended" })
const registryAge = Metric.gauge(`${PREFIX}registry_age_seconds`, {
  description: "Age of the registry's copy; -1 without one"
})
const registryStale = Metric.gauge(`${PREFIX}registry_stale`, { description: "1 where the copy is stale" })

const TYPES = InconsistencyType.literals
const OUTCOMES = ["fixed", "failed", "manual"] as const
const KINDS = ["transient", "permanent"] as const
const OPERATIONS = OperationType.literals

const labelled = <Input, State>(
  metric: Metric.Metric<Input, State>,
  labels: { readonly [name: string]: string }
) => Metric.withAttributes(metric, labels)

export const startMetrics = Effect.gen(function* () {
  for (const result of ReportResult.literals) yield* Metric.update(labelled(passes, { result }), 0)
  for (const type of TYPES) yield* Metric.update(labelled(drift, { type }), 0)
  for (const outcome of OUTCOMES) yield* Metric.update(labelled(repairs, { outcome }), 0)
  for (const kind of KINDS) yield* Metric.update(labelled(backOffs, { kind }), 0)
  for (const type of OPERATIONS)
    for (const status of ["completed", "failed", "cancelled"])
      yield* Metric.update(labelled(operations, { type, status }), 0)
  // Read, it is there, without anything in it.
  yield* Metric.value(passSeconds)
  yield* Metric.update(queueDepth, 0)
  yield* Metric.update(suspended, 0)
  yield* Metric.update(registryAge, -1)
  yield* Metric.update(registryStale, 0)
})

export const countPass = Effect.fnUntraced(function* (summary: PassSummary, report: Report | undefined) {
  yield* Metric.update(labelled(passes, { result: summary.result }), 1)
  yield* Metric.update(passSeconds, summary.duration_ms / 1000)
  if (report === undefined) return
  for (const type of TYPES) yield* Metric.update(labelled(drift, { type }), summary.drift[type] ?? 0)
  for (const outcome of OUTCOMES)
    if (summary[outcome] > 0) yield* Metric.update(labelled(repairs, { outcome }), summary[outcome])
})

export const countOperation = (type: string, status: string): Effect.Effect<void> =>
  Metric.update(labelled(operations, { type, status }), 1)

/** Set right before they are asked for, so that they are never behind. */
export const gaugeStatus = Effect.fnUntraced(function* (
  status: ControllerStatus,
  registry: { readonly ageSeconds: number | undefined; readonly stale: boolean }
) {
  yield* Metric.update(queueDepth, status.queue_depth)
  yield* Metric.update(suspended, status.suspended.plugins.length)
  for (const kind of KINDS)
    yield* Metric.update(
      labelled(backOffs, { kind }),
      status.back_offs.filter(({ error }) => error.kind === kind).length
    )
  yield* Metric.update(registryAge, registry.ageSeconds ?? -1)
  yield* Metric.update(registryStale, registry.stale ? 1 : 0)
})
