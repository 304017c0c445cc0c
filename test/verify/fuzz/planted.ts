/** Targets that break their promises, to see that it is noticed. */
import { Effect } from "effect"
import { bytesOf, pieces, textIn } from "./harness/inputs/Pieces.ts"
import { Broken, type Target } from "./harness/Target.ts"

const target = (name: string, check: (text: string) => void, text = "x"): Target => ({
  name,
  promises: "nothing",
  budget: 1,
  make: () => pieces({ text }),
  check: (input) => Effect.sync(() => check(textIn(input, "text")))
})

const forEver = (): void => {
  for (;;);
}

/** Looks at everything anew from everywhere: what a careless pattern does. */
const square = (text: string): void => {
  let sum = 0
  for (let from = 0; from < text.length; from++)
    for (let at = from; at < text.length; at++) sum += text.charCodeAt(at)
  if (sum < 0) throw new Error("never")
}

let kept: ReadonlyArray<Uint8Array> = []

const fill = (): void => {
  kept = Array.from({ length: 4 }, () => Buffer.alloc(64 * 1024 * 1024, 1))
  if (kept.length < 0) throw new Error("never")
}

const heap = (): void => {
  const all: Array<ReadonlyArray<number>> = []
  for (;;) all.push(Array<number>(1_000_000).fill(all.length + 0.5))
}

export const targets: ReadonlyArray<Target> = [
  target("crashes", (text) => JSON.parse(text)),
  target(
    "crashes-on-needle",
    (text) => {
      if (text.includes("needle")) throw new Error("found")
    },
    `${"hay ".repeat(200)}needle${" hay".repeat(200)}`
  ),
  target("hangs", forEver),
  target("slow", square, "x".repeat(30_000)),
  target("memory", fill),
  target("heap", heap),
  target("stray", () => void Promise.reject(new Error("not awaited"))),
  target("exits", () => process.exit(3)),
  {
    ...target("breaks", () => undefined),
    check: () => Effect.fail(new Broken({ rule: "a promise", detail: "is broken" }))
  },
  {
    ...target("keeps", () => undefined),
    budget: 3,
    make: (random) => new Map([["text", bytesOf(`${random.int(10)}`)]])
  }
]
