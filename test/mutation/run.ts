/**
 * Breaks the code in small ways, one at a time, and tells which of them no specification notices.
 *
 *   node test/mutation/run.ts [AREA]… [--concurrency N] [--mutate GLOB]… [--fresh]
 *
 * Without an area, all of them. What the last run found about code and specifications that did not change is
 * taken over, unless `--fresh`.
 */
import { Stryker } from "@stryker-mutator/core"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { AREA, areas } from "./areas.ts"

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    concurrency: { type: "string", default: "1" },
    mutate: { type: "string", multiple: true },
    fresh: { type: "boolean", default: false }
  }
})

const unknown = positionals.filter((name) => !(name in areas))
if (unknown.length > 0) {
  process.stdout.write(`no area: ${unknown.join(", ")}; there are ${Object.keys(areas).join(", ")}\n`)
  process.exit(1)
}

for (const [name, { mutate }] of Object.entries(areas)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue
  process.env[AREA] = name
  const stryker = new Stryker({
    testRunner: "warm",
    plugins: [fileURLToPath(new URL("warm/runner.ts", import.meta.url))],
    // It cannot read TypeScript 7's; nothing here needs it.
    tsconfigFile: "tsconfig.absent.json",
    coverageAnalysis: "perTest",
    concurrency: Number(values.concurrency),
    mutate: [...(values.mutate ?? mutate)],
    // What is said is for people; where a text means something, a specification names it anyway.
    mutator: { excludedMutations: ["StringLiteral"] },
    ignorePatterns: ["dist", "docs", "coverage", "reports", ".stryker-tmp*"],
    reporters: ["progress-append-only", "clear-text", "json"],
    clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
    jsonReporter: { fileName: `reports/mutation/${name}.json` },
    tempDirName: `.stryker-tmp-${name}`,
    incremental: true,
    incrementalFile: `reports/mutation/${name}.incremental.json`,
    force: values.fresh,
    timeoutMS: 10_000
  })
  // oxlint-disable-next-line no-await-in-loop -- one area after the other
  await stryker.runMutationTest()
}
