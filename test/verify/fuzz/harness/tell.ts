/** Findings as people read them: what broke, how to see it again, and the row that keeps it from coming back. */
import { fromBase64 } from "./inputs/inputOf.ts"
import { asSource, sizeOf } from "./inputs/Pieces.ts"
import type { Finding, Summary } from "./worker/protocol.ts"

/** A longer input is made again from its seed more easily than copied. */
const SHOWN_MAX = 3000

const shown = (source: string): string =>
  source.length <= SHOWN_MAX ? source : `${source.slice(0, SHOWN_MAX)}… (${source.length} characters)`

export const told = (finding: Finding): string => {
  const input = fromBase64(finding.pieces)
  return [
    `${finding.target}: ${finding.rule}`,
    `  ${finding.detail.split("\n").slice(0, 12).join("\n  ")}`,
    `  again:  npm run fuzz -- --seed ${finding.seed} --target ${finding.target} --from ${finding.run} --runs 1`,
    `  input:  ${finding.sizeBefore} bytes, made small to ${sizeOf(input)}; as a row of test/verify/fuzz/regressions.ts:`,
    `  { target: ${JSON.stringify(finding.target)}, name: "…", pieces: ${shown(asSource(input))} },`
  ].join("\n")
}

export const toldSummary = ({ bytes, processorMs, runs, target, worst }: Summary): string =>
  `${target.padEnd(14)} ${String(runs).padStart(9)} runs ${(bytes / 1024 / 1024).toFixed(1).padStart(9)} MiB ${(processorMs / 1000).toFixed(1).padStart(8)} s  slowest ${(worst * 100).toFixed(0).padStart(3)} % of its time`
