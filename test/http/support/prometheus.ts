/** A strict reader of Prometheus' text format 0.0.4: what a real one would refuse or guess at is a fault here. */

export interface Sample {
  readonly name: string
  readonly labels: { readonly [name: string]: string }
  readonly value: number
}

export interface Family {
  readonly type: string
  readonly help: string
  readonly samples: ReadonlyArray<Sample>
}

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/u
const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/u
const TYPES = new Set(["counter", "gauge", "histogram", "summary", "untyped"])
const NUMBER = /^(?:[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?|[+-]Inf|NaN)$/iu

const fault = (line: string, why: string): Error => new Error(`${why}: ${line}`)

const numberOf = (text: string, line: string): number => {
  if (!NUMBER.test(text)) throw fault(line, "no number")
  return text === "+Inf" ? Infinity : text === "-Inf" ? -Infinity : Number(text)
}

const ESCAPES: { readonly [escaped: string]: string } = { "\\\\": "\\", '\\"': '"', "\\n": "\n" }

const labelsOf = (text: string, line: string): { readonly [name: string]: string } => {
  const labels = new Map<string, string>()
  let rest = text
  while (rest !== "") {
    const member = /^([^=]*)="((?:[^"\\\n]|\\\\|\\"|\\n)*)"(?:,(?!$)|$)/u.exec(rest)
    const [whole = "", name = "", value = ""] = member ?? []
    if (member === null || !LABEL_NAME.test(name) || labels.has(name)) throw fault(line, "bad labels")
    labels.set(
      name,
      value.replace(/\\[\\"n]/gu, (escaped) => ESCAPES[escaped] ?? "")
    )
    rest = rest.slice(whole.length)
  }
  return Object.fromEntries(labels)
}

const sampleOf = (line: string): Sample => {
  const parts = /^([^{ ]+)(?:\{(.*)\})? ([^ ]+)$/u.exec(line)
  const [, name = "", labels = "", value = ""] = parts ?? []
  if (parts === null || !NAME.test(name)) throw fault(line, "no sample")
  return { name, labels: labelsOf(labels, line), value: numberOf(value, line) }
}

const belongs = (name: string, family: string, type: string): boolean =>
  name === family ||
  (type === "histogram" && ["_bucket", "_sum", "_count"].some((suffix) => name === family + suffix))

/** Each bucket holds the ones below it, the last one all. */
const checkHistogram = (name: string, samples: ReadonlyArray<Sample>): void => {
  const buckets = samples.filter((sample) => sample.name === `${name}_bucket`)
  const bounds = buckets.map(({ labels }) => numberOf(labels["le"] ?? "", name))
  const counts = buckets.map(({ value }) => value)
  const rising = (values: ReadonlyArray<number>) =>
    values.every((value, at) => at === 0 || value >= (values[at - 1] ?? Infinity))
  if (!rising(bounds) || !rising(counts) || bounds.at(-1) !== Infinity) throw fault(name, "bad buckets")
  const count = samples.find((sample) => sample.name === `${name}_count`)?.value
  if (count === undefined || count !== counts.at(-1)) throw fault(name, "count and buckets differ")
}

export const readPrometheus = (text: string): ReadonlyMap<string, Family> => {
  if (!text.endsWith("\n") || text.includes("\r")) throw new Error("lines do not end as they should")
  const families = new Map<string, { help: string; type: string; samples: Array<Sample> }>()
  const seen = new Set<string>()
  let current = ""
  for (const line of text.slice(0, -1).split("\n")) {
    const comment = /^# (HELP|TYPE) ([^ ]+) (.*)$/u.exec(line)
    if (comment !== null) {
      const [, kind = "", name = "", rest = ""] = comment
      if (!NAME.test(name)) throw fault(line, "bad name")
      if (kind === "HELP") {
        if (families.has(name)) throw fault(line, "a second HELP")
        if (/\\[^\\n]|\\$/u.test(rest)) throw fault(line, "bad escape")
        families.set(name, { help: rest, type: "", samples: [] })
      } else {
        const family = families.get(name)
        if (family === undefined || family.type !== "")
          throw fault(line, "TYPE without HELP, or a second one")
        if (!TYPES.has(rest)) throw fault(line, "unknown type")
        family.type = rest
      }
      current = name
      continue
    }
    const sample = sampleOf(line)
    const family = families.get(current)
    if (family === undefined || family.type === "" || !belongs(sample.name, current, family.type))
      throw fault(line, "outside its family")
    const key = JSON.stringify([sample.name, Object.entries(sample.labels).toSorted()])
    if (seen.has(key)) throw fault(line, "said twice")
    seen.add(key)
    if (family.type === "counter" && sample.value < 0) throw fault(line, "a counter below zero")
    family.samples.push(sample)
  }
  for (const [name, { samples, type }] of families) {
    if (samples.length === 0) throw fault(name, "no samples")
    if (type === "histogram") checkHistogram(name, samples)
  }
  return families
}
