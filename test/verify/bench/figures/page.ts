/** The part of docs/performance.md that is made from a file of figures, and the chart beside it. */
import { readFileSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { chart } from "./chart.ts"
import type { Figures } from "./figuresFile.ts"

const PAGE = fileURLToPath(new URL("../../../../docs/performance.md", import.meta.url))
const CHART = fileURLToPath(new URL("../../../../docs/images/performance.svg", import.meta.url))

const BEGIN = "<!-- figures: made by `npm run bench -- --report FILE` -->"
const END = "<!-- end of figures -->"

type Figure = Figures["figures"][number]

const count = (value: number): string => value.toLocaleString("en-US")

const digits = (value: number): string =>
  value >= 100 ? count(Math.round(value)) : value.toFixed(value >= 10 ? 1 : 2)

/** 0 is written as such: it is a count then. */
const short = (value: number): string => (Number.isInteger(value) ? count(value) : value.toFixed(2))

const verdict = ({ limit, value }: Figure): string =>
  limit === undefined ? "" : value <= limit ? "yes" : "**no**"

const promised = ({ figures }: Figures): ReadonlyArray<string> => [
  "| | measured | limit | kept | |",
  "|---|---:|---:|---|---|",
  ...figures
    .filter(({ bench }) => !bench.startsWith("size-"))
    .map(
      (figure) =>
        `| ${figure.name} | ${short(figure.value)} | ${figure.limit ?? ""} | ${verdict(figure)} | ${figure.detail.trim()} |`
    )
]

const growth = ({ growth }: Figures): ReadonlyArray<string> => [
  "| plugins | drift | run | time, ms | floor, ms | ratio | peak, MiB | floor, MiB | writes | bytes |",
  "|---:|---|---|---:|---:|---:|---:|---:|---:|---:|",
  ...growth.map(
    (one) =>
      `| ${[
        count(one.plugins),
        one.drift === "none" ? "none" : "a tenth",
        one.run,
        digits(one.ms),
        digits(one.floorMs),
        (one.ms / one.floorMs).toFixed(2),
        one.peakMiB.toFixed(0),
        one.floorPeakMiB.toFixed(0),
        count(one.writes),
        count(one.bytes)
      ].join(" | ")} |`
  )
]

const about = ({ load, machine, measured }: Figures): string =>
  `Measured on ${measured}: ${machine.cores} cores (${machine.processor}), ${count(machine.memoryMiB)} MiB of memory, ` +
  `Linux ${machine.kernel}, Node ${machine.node}. Load average ${load.before.toFixed(1)} before the run and ` +
  `${load.after.toFixed(1)} after it.`

export const generated = (figures: Figures): string =>
  [
    BEGIN,
    "",
    about(figures),
    "",
    "### What is promised",
    "",
    ...promised(figures),
    "",
    "### How it grows",
    "",
    "![Time and memory by the number of plugins](images/performance.svg)",
    "",
    ...growth(figures),
    "",
    END
  ].join("\n")

export const withFigures = (page: string, figures: Figures): string => {
  const [start, end] = [page.indexOf(BEGIN), page.indexOf(END)]
  if (start < 0 || end < start) throw new Error(`the page has no place for figures: ${BEGIN} … ${END}`)
  return page.slice(0, start) + generated(figures) + page.slice(end + END.length)
}

export const writePage = (figures: Figures): void => {
  writeFileSync(PAGE, withFigures(readFileSync(PAGE, "utf8"), figures))
  writeFileSync(CHART, chart(figures.growth))
}
