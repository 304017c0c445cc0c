/** What reading one sign's part of a document of 50,000 signs takes, in sizes of the document. */
import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { type Figure, median } from "../measure.ts"

const PROCESS = fileURLToPath(new URL("desiredProcess.ts", import.meta.url))

/** V8 lets garbage lie until its young generation is full, however large that may be: a small one shows what is needed. */
const FLAGS = ["--expose-gc", "--single-threaded", "--max-semi-space-size=1"]

interface Taken {
  readonly bytes: number
  readonly parsed: number
  readonly peak: number
}

const RUNS = 5

export const desiredDocument = async (): Promise<ReadonlyArray<Figure>> => {
  const taken = Array.from({ length: RUNS }, (): Taken => {
    const { stdout } = spawnSync(process.execPath, [...FLAGS, PROCESS], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"]
    })
    return JSON.parse(stdout)
  })
  const detail = `${((taken[0]?.bytes ?? 0) / 1024).toFixed(0)} KiB`
  return [
    {
      name: "peak memory of reading a document of 50,000 signs / its size",
      value: median(taken.map(({ peak }) => peak)),
      limit: 3,
      detail
    },
    {
      name: "what is parsed of a document of 50,000 signs / its size",
      value: median(taken.map(({ parsed }) => parsed)),
      limit: 2,
      detail
    }
  ]
}
