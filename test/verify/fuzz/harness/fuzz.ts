/**
 * Watches over the process that tries inputs: one that hangs is ended, one that dies is reported, and the work
 * goes on behind the input that did it.
 */
import { fork } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { inBase64, inputOf } from "./inputs/inputOf.ts"
import { sizeOf } from "./inputs/Pieces.ts"
import {
  type Finding,
  type Message,
  PROGRESS,
  type Summary,
  TARGETS,
  WORK,
  type Work
} from "./worker/protocol.ts"
import type { Target } from "./Target.ts"
import { watchOver } from "./worker/watchOver.ts"

/** Of processor time for one run, which takes milliseconds: then it hangs. */
const HANG_MS = 20_000

/** Of the trying process's heap. What an input makes of itself is bounded far below. */
const HEAP_MIB = 512

export interface Fuzzed {
  readonly findings: ReadonlyArray<Finding>
  readonly summaries: ReadonlyArray<Summary>
}

export interface FuzzOptions {
  /** File that exports `targets`, and these themselves. */
  readonly module: string
  readonly targets: ReadonlyArray<Target>
  readonly work: ReadonlyArray<Work>
  readonly hangMs?: number
  readonly heapMib?: number
  readonly onFinding?: (finding: Finding) => void
  readonly onSummary?: (summary: Summary) => void
}

interface Ending {
  /** Index of the work under way, and its run; nothing where all was done. */
  readonly at: { readonly work: number; readonly run: number } | undefined
  readonly why: string
}

const runProcess = (
  work: ReadonlyArray<Work>,
  options: FuzzOptions,
  hear: (message: Message) => void
): Promise<Ending> => {
  const directory = mkdtempSync(join(tmpdir(), "fuzz-"))
  const progress = join(directory, "progress")
  const works = join(directory, "work")
  writeFileSync(works, JSON.stringify(work))
  const child = fork(fileURLToPath(new URL("worker/worker.ts", import.meta.url)), {
    execArgv: [`--max-old-space-size=${options.heapMib ?? HEAP_MIB}`],
    env: { ...process.env, [WORK]: works, [TARGETS]: options.module, [PROGRESS]: progress },
    stdio: ["ignore", "ignore", "pipe", "ipc"]
  })
  const watch = watchOver(child, progress, options.hangMs ?? HANG_MS)
  let done = false
  let trouble = ""
  child.stderr?.on("data", (piece: Buffer) => {
    trouble = (trouble + piece.toString()).slice(-4000)
  })
  child.on("message", (message: Message) => {
    if (message.kind === "done") done = true
    else hear(message)
  })
  return new Promise((resolve) => {
    child.once("close", (code, signal) => {
      const [index, run] = watch
        .stop()
        .split(" ")
        .filter((word) => word !== "")
        .map(Number)
      rmSync(directory, { recursive: true, force: true })
      const why = watch.hung()
        ? "it hangs"
        : /heap out of memory|allocation failed/iu.test(trouble)
          ? "it runs out of memory"
          : `the process ends (${signal ?? code}): ${trouble}`
      const at = index === undefined || run === undefined ? undefined : { work: index, run }
      resolve({ at: done ? undefined : (at ?? { work: 0, run: work[0]?.from ?? 0 }), why })
    })
  })
}

/** What a process that ended before its time was at. */
const blamed = (targets: ReadonlyArray<Target>, work: Work, run: number, why: string): Finding => {
  const target = targets.find(({ name }) => name === work.target)
  const input = target === undefined ? new Map<string, Uint8Array>() : inputOf(target, work, run)
  const [rule = why, ...detail] = why.split(": ")
  return {
    target: work.target,
    seed: work.seed,
    run,
    rule,
    detail: detail.join(": "),
    pieces: inBase64(input),
    sizeBefore: sizeOf(input)
  }
}

const FINDINGS_MAX = 50

export const fuzz = async (options: FuzzOptions): Promise<Fuzzed> => {
  const findings: Array<Finding> = []
  const summaries: Array<Summary> = []
  const found = (finding: Finding) => {
    findings.push(finding)
    options.onFinding?.(finding)
  }
  let left = options.work
  while (left.length > 0 && findings.length < FINDINGS_MAX) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other is the point
    const { at, why } = await runProcess(left, options, (message) => {
      if (message.kind === "finding") found(message.finding)
      else if (message.kind === "summary") {
        summaries.push(message.summary)
        options.onSummary?.(message.summary)
      }
    })
    const work = at === undefined ? undefined : left[at.work]
    if (at === undefined || work === undefined) break
    found(blamed(options.targets, work, at.run, why))
    left = [{ ...work, from: at.run + 1 }, ...left.slice(at.work + 1)].filter((one) => one.from < one.to)
  }
  return { findings, summaries }
}
