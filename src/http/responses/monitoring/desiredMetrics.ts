/**
 * Pure: the desired state in Prometheus' text format. Written here and not kept as metrics, because the labels change with
 * each revision, and a series that once was would be shown for ever.
 */
import type { DesiredStatus } from "../../../domain/desired/DesiredStatus.ts"

const series = (name: string, kind: "gauge" | "counter", help: string, lines: ReadonlyArray<string>) =>
  [`# HELP ${name} ${help}`, `# TYPE ${name} ${kind}`, ...lines.map((line) => `${name}${line}`)].join("\n")

/** Nothing where no desired state is given. */
export const desiredMetrics = (status: DesiredStatus, nowMs: number): string => {
  const { in_force, read_at, rejections, state } = status
  if (state === "none") return ""
  const ageSeconds = read_at === null ? -1 : Math.max(0, (nowMs - Date.parse(read_at)) / 1000)
  const labels = `revision="${in_force?.revision ?? ""}",serial="${in_force?.serial ?? ""}",state="${state}"`
  return [
    series("ledmatrix_desired_info", "gauge", "The revision in force, and how the sign stands to it", [
      `{${labels}} 1`
    ]),
    series(
      "ledmatrix_desired_age_seconds",
      "gauge",
      "Since when the document was not read or confirmed; -1 before",
      [` ${ageSeconds}`]
    ),
    series(
      "ledmatrix_desired_rejections_total",
      "counter",
      "Documents that were not taken, by reason",
      Object.entries(rejections).map(([reason, count]) => `{reason="${reason}"} ${count}`)
    ),
    ""
  ].join("\n")
}
