/** What a run of the benches has measured, as it is kept in a file. */
import { Schema } from "effect"
import { readFileSync } from "node:fs"
import { cpus, loadavg, release, totalmem } from "node:os"

const Figure = Schema.Struct({
  bench: Schema.String,
  name: Schema.String,
  value: Schema.Finite,
  limit: Schema.optionalKey(Schema.Finite),
  detail: Schema.String
})

const Growth = Schema.Struct({
  plugins: Schema.Finite,
  drift: Schema.Literals(["none", "enabled"]),
  run: Schema.Literals(["cold", "warm"]),
  ms: Schema.Finite,
  floorMs: Schema.Finite,
  peakMiB: Schema.Finite,
  floorPeakMiB: Schema.Finite,
  writes: Schema.Finite,
  bytes: Schema.Finite
})

export const Figures = Schema.Struct({
  /** Day, as year-month-day. */
  measured: Schema.String,
  machine: Schema.Struct({
    processor: Schema.String,
    cores: Schema.Finite,
    memoryMiB: Schema.Finite,
    kernel: Schema.String,
    node: Schema.String
  }),
  /** Of the last minute: what else wanted a core, and this run itself. */
  load: Schema.Struct({ before: Schema.Finite, after: Schema.Finite }),
  figures: Schema.Array(Figure),
  growth: Schema.Array(Growth)
})

export type Figures = typeof Figures.Type

export const readFigures = (path: string): Figures =>
  Schema.decodeUnknownSync(Figures)(JSON.parse(readFileSync(path, "utf8")))

export const machine = (): Figures["machine"] => {
  const cores = cpus()
  return {
    processor: cores[0]?.model.trim() ?? "unknown",
    cores: cores.length,
    memoryMiB: Math.round(totalmem() / 1024 ** 2),
    kernel: release().split("-")[0] ?? "",
    node: process.version
  }
}

/** What is waiting for a core, itself counted: the mean of the last minute. */
export const load = (): number => loadavg()[0] ?? 0
