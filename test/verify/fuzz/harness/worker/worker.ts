/**
 * The process that tries inputs. It may be killed at any moment: before each run it notes which one it begins,
 * so that the watching process knows what to blame.
 */
import { openSync, readFileSync, writeSync } from "node:fs"
import { allowedMemory, allowedMs, baseline, forgetPeak, grown, memory } from "./cost.ts"
import { inBase64, inputOf } from "../inputs/inputOf.ts"
import { type Pieces, sizeOf } from "../inputs/Pieces.ts"
import { type Finding, type Message, PROGRESS, type Summary, TARGETS, WORK, type Work } from "./protocol.ts"
import { shrunk } from "../inputs/shrink.ts"
import { Broken, type Target } from "../Target.ts"
import { tryInput, watchStrays } from "./tryInput.ts"

/** Different faults of one target that are worth telling in one go. */
const FINDINGS_MAX = 8

const send = (message: Message): Promise<void> =>
  new Promise((resolve) => {
    if (process.send === undefined) resolve()
    else process.send(message, () => resolve())
  })

const progress = openSync(process.env[PROGRESS] ?? "/dev/null", "w")
let attempts = 0

/** Work, run, and a count that moves with every attempt to shrink. */
const note = (work: number, run: number): void => {
  writeSync(progress, `${work} ${run} ${attempts++}`.padEnd(48), 0)
}

/** The same fault, with any numbers and texts in it. */
const kindOf = ({ detail, rule }: Broken): string =>
  `${rule} ${(/^\s*at .*$/mu.exec(detail)?.[0] ?? detail.split("\n", 1)[0] ?? "").replaceAll(/\d+|"[^"]*"/gu, "#").slice(0, 160)}`

const findingOf = async (
  target: Target,
  { seed }: Work,
  run: number,
  input: Pieces,
  broken: Broken,
  at: { readonly baselineMs: number; readonly note: () => void }
): Promise<Finding> => {
  const kind = kindOf(broken)
  const costly = broken.rule === "it takes too long" || broken.rule === "it takes too much memory"
  const smallest = costly
    ? input
    : await shrunk(input, async (candidate) => {
        at.note()
        const tried = await tryInput(target, candidate, at.baselineMs)
        return tried.broken !== undefined && kindOf(tried.broken) === kind
      })
  return {
    target: target.name,
    seed,
    run,
    rule: broken.rule,
    detail: broken.detail.slice(0, 3000),
    pieces: inBase64(smallest),
    sizeBefore: sizeOf(input)
  }
}

const tryRun = async (target: Target, input: Pieces, baselineMs: number) => {
  forgetPeak()
  const before = memory()
  const tried = await tryInput(target, input, baselineMs)
  const taken = grown(before)
  const worse = tried.broken !== undefined && tried.broken.rule !== "it takes too long"
  if (worse || taken <= allowedMemory(sizeOf(input))) return tried
  const detail = `${Math.round(taken / 1024 / 1024)} MiB for ${sizeOf(input)} bytes`
  return { ...tried, broken: new Broken({ rule: "it takes too much memory", detail }) }
}

const carryOut = async (target: Target, work: Work, index: number, baselineMs: number): Promise<Summary> => {
  const seen = new Set<string>()
  let bytes = 0
  let processorMs = 0
  let worst = 0
  let run = work.from
  for (; run < work.to && seen.size < FINDINGS_MAX; run++) {
    note(index, run)
    const input = inputOf(target, work, run)
    // oxlint-disable-next-line no-await-in-loop -- one after the other is the point
    const tried = await tryRun(target, input, baselineMs)
    bytes += sizeOf(input)
    processorMs += tried.processorMs
    worst = Math.max(worst, tried.processorMs / allowedMs(sizeOf(input), baselineMs))
    if (tried.broken === undefined || seen.has(kindOf(tried.broken))) continue
    seen.add(kindOf(tried.broken))
    const at = { baselineMs, note: () => note(index, run) }
    // oxlint-disable-next-line no-await-in-loop -- as above
    const finding = await findingOf(target, work, run, input, tried.broken, at)
    // oxlint-disable-next-line no-await-in-loop -- as above
    await send({ kind: "finding", finding })
  }
  return { target: target.name, runs: run - work.from, bytes, processorMs, worst }
}

const main = async (): Promise<void> => {
  watchStrays()
  const { targets }: { readonly targets: ReadonlyArray<Target> } = await import(process.env[TARGETS] ?? "")
  const works: ReadonlyArray<Work> = JSON.parse(readFileSync(process.env[WORK] ?? "", "utf8"))
  const baselineMs = baseline()
  for (const [index, work] of works.entries()) {
    const target = targets.find(({ name }) => name === work.target)
    if (target === undefined) continue
    // oxlint-disable-next-line no-await-in-loop -- one after the other is the point
    const summary = await carryOut(target, work, index, baselineMs)
    // oxlint-disable-next-line no-await-in-loop -- as above
    await send({ kind: "summary", summary })
  }
  await send({ kind: "done" })
  process.disconnect?.()
}

void main()
