/**
 * `npm run bench`: the promises of speed and memory, each as a ratio against a baseline of the same run. Medians,
 * after both sides have been run a few times so that neither pays for compiling.
 */
import { existsSync, writeFileSync } from "node:fs"
import { setup as buildWhereStale } from "../../support/vitest/freshBuild.ts"
import { mustHaveTried, optionsOf, refuse, text } from "../scriptOptions.ts"
import { benches } from "./benches.ts"
import { compare } from "./figures/compare.ts"
import { type Figures, load, machine, readFigures } from "./figures/figuresFile.ts"
import { writePage } from "./figures/page.ts"

const values = optionsOf({
  command: "npm run bench",
  about: "Ratios against a baseline of the same run. Exits with 1 where a limit is exceeded.",
  options: {
    only: text("TEXT")("the benches whose names contain it", undefined),
    json: text("FILE")("also as JSON, kept after each bench; with --only the others in it stay", undefined),
    compare: text("FILE")(
      "exits with 1 where a ratio is 15 % worse than there, not at the limits",
      undefined
    ),
    from: text("FILE")("what was measured before, instead of measuring", undefined),
    report: text("FILE")(
      "makes the figures and the chart of docs/performance.md, and measures nothing",
      undefined
    )
  }
})

/** What the file of an option holds. */
const figuresOf = (option: "compare" | "from" | "json" | "report", file: string): Figures => {
  try {
    return readFigures(file)
  } catch (cause) {
    const [why] = String(cause).split("\n")
    return refuse(`npm run bench: --${option} takes a file of figures, not ${JSON.stringify(file)}: ${why}`)
  }
}

const say = (line: string): void => void process.stdout.write(`${line}\n`)

type Figure = Figures["figures"][number]

const over = ({ limit, value }: Figure): boolean => limit !== undefined && !(value <= limit)

const line = (figure: Figure): string => {
  const verdict = figure.limit === undefined ? "    " : over(figure) ? "OVER" : "ok  "
  const limit = figure.limit === undefined ? "       " : `of ${String(figure.limit).padStart(4)}`
  return `${verdict} ${figure.value.toFixed(2).padStart(7)} ${limit}  ${figure.name}  (${figure.detail})`
}

const names = Object.keys(benches)

const inOrder = <A>(all: ReadonlyArray<A>, by: (one: A) => number): ReadonlyArray<A> =>
  all.toSorted((a, b) => by(a) - by(b))

const isWanted = (bench: string): boolean => values.only === undefined || bench.includes(values.only)
if (!names.some(isWanted))
  refuse(
    `npm run bench: --only takes a part of one of ${names.join(", ")}, not ${JSON.stringify(values.only)}`
  )

/** What the file to be written says of the benches that are not measured now. */
const kept = (): Pick<Figures, "figures" | "growth"> => {
  if (values.json === undefined || values.only === undefined || !existsSync(values.json))
    return { figures: [], growth: [] }
  const { figures, growth } = figuresOf("json", values.json)
  return {
    figures: figures.filter(({ bench }) => !isWanted(bench)),
    growth: growth.filter(({ plugins }) => !isWanted(`size-${plugins}`))
  }
}

/** Kept after each bench: one that is ended early has lost nothing. */
const measure = async (): Promise<Figures> => {
  const others = kept()
  buildWhereStale()
  const figures = [...others.figures]
  const growth = [...others.growth]
  const before = load()
  const measured = (): Figures => ({
    measured: new Date().toISOString().slice(0, 10),
    machine: machine(),
    load: { before, after: load() },
    figures: inOrder(figures, ({ bench }) => names.indexOf(bench)),
    growth: inOrder(growth, ({ plugins }) => plugins)
  })
  for (const [name, bench] of Object.entries(benches)) {
    if (!isWanted(name)) continue
    // oxlint-disable-next-line no-await-in-loop -- benches must not disturb each other
    const one = await bench()
    for (const figure of one.figures) {
      figures.push({ bench: name, ...figure })
      say(line({ bench: name, ...figure }))
    }
    growth.push(...one.growth)
    if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(measured(), undefined, 2)}\n`)
  }
  say(`load average ${before.toFixed(1)} before, ${load().toFixed(1)} after`)
  return measured()
}

/** Whether nothing is worse. */
const noWorse = (before: Figures, now: Figures, file: string): boolean => {
  const { alone, worse } = compare(before, now)
  const compared = now.figures.filter(({ name }) => !alone.includes(name)).length
  mustHaveTried(compared)
  for (const { before, name, now: value } of worse)
    say(`WORSE ${before.toFixed(2)} before, ${value.toFixed(2)} now  ${name}`)
  if (values.only === undefined) for (const name of alone) say(`only in one of the runs: ${name}`)
  if (compared > 0 && worse.length === 0) say(`no ratio is more than 15 % worse than in ${file}`)
  return worse.length === 0
}

if (values.report === undefined) {
  // Read first: a measurement takes minutes.
  const before = values.compare === undefined ? undefined : figuresOf("compare", values.compare)
  const now = values.from === undefined ? await measure() : figuresOf("from", values.from)
  const holds =
    before === undefined || values.compare === undefined
      ? !now.figures.some(over)
      : noWorse(before, now, values.compare)
  mustHaveTried(now.figures.length)
  if (!holds) process.exitCode = 1
} else writePage(figuresOf("report", values.report))
