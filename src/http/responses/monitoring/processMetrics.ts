/** The process itself, under the names that monitors know from everywhere. Read when they are asked for. */
import { Effect, Metric } from "effect"
import { performance } from "node:perf_hooks"

const memory = Metric.gauge("process_resident_memory_bytes", { description: "Resident memory size in bytes" })
const cpu = Metric.counter("process_cpu_seconds_total", {
  description: "Total user and system CPU time spent in seconds",
  incremental: true
})
const start = Metric.gauge("process_start_time_seconds", {
  description: "Start time of the process since unix epoch in seconds"
})
const busy = Metric.gauge("nodejs_eventloop_utilization_ratio", {
  description: "Part of the time since the last scrape in which the event loop was busy"
})

const cpuSeconds = (): number => {
  const { system, user } = process.cpuUsage()
  return (system + user) / 1e6
}

/** Sets all of them. */
export const processMetrics = Effect.sync(() => {
  let countedSeconds = 0
  let lastLoop = performance.eventLoopUtilization()
  return Effect.gen(function* () {
    yield* Metric.update(memory, process.memoryUsage.rss())
    yield* Metric.update(start, performance.timeOrigin / 1000)
    const seconds = cpuSeconds()
    yield* Metric.update(cpu, seconds - countedSeconds)
    countedSeconds = seconds
    const loop = performance.eventLoopUtilization()
    yield* Metric.update(busy, performance.eventLoopUtilization(loop, lastLoop).utilization)
    lastLoop = loop
  })
})
