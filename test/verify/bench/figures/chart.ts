/** How runs grow with the number of plugins, as a picture: time cold, time warm, peak memory. Both axes logarithmic. */
import type { Figures } from "./figuresFile.ts"

type Growth = Figures["growth"][number]

interface Line {
  readonly label: string
  readonly style: "clean" | "drifted" | "floor"
  readonly points: ReadonlyArray<readonly [plugins: number, value: number]>
}

interface Panel {
  readonly title: string
  readonly unit: string
  readonly lines: ReadonlyArray<Line>
}

const WIDTH = 960
const HEIGHT = 440
const PLOT = { top: 64, bottom: 320, width: 226 }
const LEFTS = [64, 384, 704]
const PLUGINS = { from: 20, to: 10_000 }

const STYLE = `
    .backdrop { fill: #ffffff }
    .grid { stroke: #dde3ea; stroke-width: 1 }
    .axis { stroke: #5b6675; stroke-width: 1.5 }
    .line { fill: none; stroke-width: 2.5 }
    .clean { stroke: #2b6cb0 } .drifted { stroke: #b4591b } .floor { stroke: #5b6675; stroke-dasharray: 5 4 }
    .dot { stroke: none } .dot.clean { fill: #2b6cb0 } .dot.drifted { fill: #b4591b } .dot.floor { fill: #5b6675 }
    text { fill: #1c2430 }
    .small { font-size: 12px; fill: #465160 }
    .name { font-weight: 600 }
    @media (prefers-color-scheme: dark) {
      .backdrop { fill: #0f141b }
      .grid { stroke: #27313d }
      .axis { stroke: #9aa7b8 }
      .clean { stroke: #6fb1f5 } .drifted { stroke: #eaa25f } .floor { stroke: #9aa7b8 }
      .dot.clean { fill: #6fb1f5 } .dot.drifted { fill: #eaa25f } .dot.floor { fill: #9aa7b8 }
      text { fill: #e7edf5 }
      .small { fill: #b5c0ce }
    }`

const panelsOf = (growth: ReadonlyArray<Growth>): ReadonlyArray<Panel> => {
  const of = (run: Growth["run"], drift: Growth["drift"], value: (one: Growth) => number) =>
    growth
      .filter((one) => one.run === run && one.drift === drift)
      .map((one) => [one.plugins, value(one)] as const)
  const times = (run: Growth["run"]): ReadonlyArray<Line> => [
    { label: "a tenth drifted", style: "drifted", points: of(run, "enabled", ({ ms }) => ms) },
    { label: "no drift", style: "clean", points: of(run, "none", ({ ms }) => ms) },
    { label: "floor, no drift", style: "floor", points: of(run, "none", ({ floorMs }) => floorMs) }
  ]
  return [
    { title: "A process of its own", unit: "milliseconds", lines: times("cold") },
    { title: "A further pass", unit: "milliseconds", lines: times("warm") },
    {
      title: "Peak memory",
      unit: "MiB",
      lines: [
        { label: "controller", style: "drifted", points: of("warm", "enabled", ({ peakMiB }) => peakMiB) },
        { label: "reconcile", style: "clean", points: of("cold", "enabled", ({ peakMiB }) => peakMiB) },
        { label: "floor", style: "floor", points: of("cold", "none", ({ floorPeakMiB }) => floorPeakMiB) }
      ]
    }
  ]
}

/** 1, 2 and 5 of each power of ten. */
const STEPS = Array.from({ length: 9 }, (_, at) => at - 2).flatMap((power) =>
  [1, 2, 5].map((digit) => digit * 10 ** power)
)

const share = (value: number, from: number, to: number): number =>
  Math.log(value / from) / Math.log(to / from)

const number = (value: number): string => value.toLocaleString("en-US")

const at = (value: number): string => value.toFixed(1)

const draw = ({ lines, title, unit }: Panel, left: number): string => {
  const values = lines.flatMap(({ points }) => points.map(([, value]) => value))
  const [lowest, highest] = [Math.min(...values), Math.max(...values)]
  const from = STEPS.findLast((step) => step <= lowest) ?? lowest
  const to = STEPS.find((step) => step >= highest && step > from) ?? highest
  const x = (plugins: number) => left + share(plugins, PLUGINS.from, PLUGINS.to) * PLOT.width
  const y = (value: number) => PLOT.bottom - share(value, from, to) * (PLOT.bottom - PLOT.top)
  const right = left + PLOT.width
  const middle = left + PLOT.width / 2
  const inside = STEPS.filter((step) => step >= from && step <= to)
  const marks = inside.length > 8 ? inside.filter((step) => /^(?:10*|0\.0*1)$/u.test(String(step))) : inside
  return [
    `<text class="name" x="${left}" y="30">${title}</text>`,
    `<text class="small" x="${left}" y="50">${unit}</text>`,
    ...marks.map(
      (step) =>
        `<path class="grid" d="M${left} ${at(y(step))}H${right}"/><text class="small" x="${left - 8}" y="${at(y(step) + 4)}" text-anchor="end">${number(step)}</text>`
    ),
    `<path class="axis" fill="none" d="M${left} ${PLOT.top}V${PLOT.bottom}H${right}"/>`,
    ...[20, 200, 2000, 10_000].map(
      (plugins) =>
        `<text class="small" x="${at(x(plugins))}" y="${PLOT.bottom + 18}" text-anchor="middle">${number(plugins)}</text>`
    ),
    `<text class="small" x="${middle}" y="${PLOT.bottom + 38}" text-anchor="middle">plugins</text>`,
    ...lines.flatMap(({ label, points, style }, index) => [
      `<path class="line ${style}" d="M${points.map(([plugins, value]) => `${at(x(plugins))} ${at(y(value))}`).join("L")}"/>`,
      ...points.map(
        ([plugins, value]) =>
          `<circle class="dot ${style}" cx="${at(x(plugins))}" cy="${at(y(value))}" r="3.5"><title>${label}: ${number(plugins)} plugins, ${value.toPrecision(3)} ${unit}</title></circle>`
      ),
      `<path class="line ${style}" d="M${left} ${PLOT.bottom + 60 + index * 18}h22"/>`,
      `<text class="small" x="${left + 28}" y="${PLOT.bottom + 64 + index * 18}">${label}</text>`
    ])
  ].join("\n  ")
}

export const chart = (growth: ReadonlyArray<Growth>): string => {
  const panels = panelsOf(growth).map((panel, index) => draw(panel, LEFTS[index] ?? 0))
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-labelledby="title desc" font-family="system-ui, sans-serif" font-size="15">
  <title id="title">Time and memory by the number of plugins</title>
  <desc id="desc">Three plots from 20 to 10,000 plugins: time of a run as a process of its own, time of a further pass, and peak memory, each with no drift and with a tenth of the plugins drifted, beside a floor that reads the same files. The table in the text has the values.</desc>
  <style>${STYLE}
  </style>
  <rect class="backdrop" width="${WIDTH}" height="${HEIGHT}"/>
  ${panels.join("\n  ")}
</svg>
`
}
