/**
 * Which parts of the deciding code the search never runs: V8's own counters, block by block. A rule that
 * branches on something that is on no axis shows here. Prints one line for each part; nothing is good.
 *
 *   node test/verify/proof/planner/spaces/branches.ts
 */
import { readFileSync } from "node:fs"
import { Session } from "node:inspector/promises"
import { fileURLToPath } from "node:url"

/** The code that decides. What the model has in place of services is not there. */
const DECIDING =
  /\/src\/reconcile\/(?:judge\/(?:(?:rules|facts|desired)\/[^/]+|detect(?:By)?|plan|agreements)|tell\/outcomes)\.ts$/u

/** Counting has to begin before the code is compiled. */
const session = new Session()
session.connect()
await session.post("Profiler.enable")
await session.post("Profiler.startPreciseCoverage", { callCount: false, detailed: true })

const { everyBranch } = await import("../proofs.ts")
const { prove } = await import("../proof.ts")
const { shipped } = await import("../model/run.ts")
for (const proof of everyBranch()) prove(proof, shipped)

const { result } = await session.post("Profiler.takePreciseCoverage")
for (const { functions, url } of result) {
  if (!DECIDING.test(url)) continue
  const source = readFileSync(fileURLToPath(url), "utf8")
  for (const { functionName, ranges } of functions) {
    for (const { count, endOffset, startOffset } of ranges) {
      const text = source.slice(startOffset, endOffset).trim()
      // An empty rest after a return that always happens is no branch.
      if (count > 0 || /^[\s})]*$/u.test(text)) continue
      const line = source.slice(0, startOffset).split("\n").length
      const file = url.slice(url.indexOf("/src/") + 1)
      const first = text.split("\n", 1)[0] ?? ""
      process.stdout.write(`${file}:${line} ${functionName}: ${first}\n`)
    }
  }
}
