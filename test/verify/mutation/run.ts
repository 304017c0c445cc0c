/** `npm run mutation`: breaks the code in small ways, one at a time, and tells which of them nothing notices. */
import { Stryker } from "@stryker-mutator/core"
import { fileURLToPath } from "node:url"
import { flag, mustHaveTried, optionsOf, someOf, texts, wholeNumber } from "../scriptOptions.ts"
import { AREA, areas } from "./areas.ts"

const options = optionsOf({
  command: "npm run mutation",
  about: "Breaks the code in small ways, one at a time, and tells which of them no specification notices.",
  options: {
    area: someOf("AREA", Object.keys(areas), "of these areas only", "words"),
    concurrency: wholeNumber(1, 256)("processes that try them", 1),
    mutate: texts("GLOB", "breaks these files, not all of the area"),
    fresh: flag("tries again what the last run found about code and specifications that did not change")
  }
})

/** Changes that were tried, now or before. */
let tried = 0

for (const [name, { mutate }] of Object.entries(areas)) {
  if (options.area.length > 0 && !options.area.includes(name)) continue
  process.env[AREA] = name
  const stryker = new Stryker({
    testRunner: "warm",
    plugins: [fileURLToPath(new URL("warm/runner.ts", import.meta.url))],
    // It cannot read TypeScript 7's; nothing here needs it.
    tsconfigFile: "tsconfig.absent.json",
    coverageAnalysis: "perTest",
    concurrency: options.concurrency,
    mutate: [...(options.mutate.length === 0 ? mutate : options.mutate)],
    // What is said is for people; where a text means something, a specification names it anyway.
    mutator: { excludedMutations: ["StringLiteral"] },
    ignorePatterns: ["dist", "docs", "coverage", "reports", ".stryker-tmp*"],
    reporters: ["progress-append-only", "clear-text", "json"],
    clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
    jsonReporter: { fileName: `reports/mutation/${name}.json` },
    tempDirName: `.stryker-tmp-${name}`,
    incremental: true,
    incrementalFile: `reports/mutation/${name}.incremental.json`,
    force: options.fresh,
    timeoutMS: 10_000
  })
  // oxlint-disable-next-line no-await-in-loop -- one area after the other
  const mutants = await stryker.runMutationTest()
  tried += mutants.filter(({ status }) => status !== "Ignored").length
}
mustHaveTried(tried)
