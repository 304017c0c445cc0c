/** `npm run fleet`: many signs, each the whole program in memory, one server, and hours of virtual time. */
import { fork } from "node:child_process"
import { fileURLToPath } from "node:url"
import { positiveNumber, optionsOf, wholeNumber } from "../scriptOptions.ts"
import { evenness, judged, together } from "./judge.ts"
import type { Seen } from "./simulate.ts"

const {
  idle,
  processes,
  share: shareInPercent,
  signs
} = optionsOf({
  command: "npm run fleet",
  about: "Many signs and one server in virtual time. Exits with 1 where a figure is over its limit.",
  options: {
    signs: wholeNumber(1)("as many as this", 10_000),
    processes: wholeNumber(1)("among which the signs are divided", 2),
    idle: wholeNumber(1)("minutes without a change", 30),
    share: positiveNumber("percent of the signs that the harmful revision is for", 5)
  }
})

type Message = { readonly line: string } | { readonly seen: Seen }

const begun = performance.now()
const seconds = (): string => `${Math.round((performance.now() - begun) / 1000)} s`
const print = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

const PART = fileURLToPath(new URL("part.ts", import.meta.url))
const MEMORY = ["--max-old-space-size=16000"]

const part = (from: number, to: number): Promise<Seen> =>
  new Promise((resolve, reject) => {
    const args = [signs, from, to, idle, shareInPercent / 100].map(String)
    const child = fork(PART, args, { execArgv: MEMORY })
    child.on("message", (message: Message) => {
      if ("seen" in message) resolve(message.seen)
      else if (from === 0) print(`${seconds()}, signs ${from} to ${to - 1}, ${message.line}`)
    })
    child.on("exit", (code) => reject(new Error(`signs ${from} to ${to - 1} ended with ${code}`)))
  })

const each = Math.ceil(signs / processes)
const starts = Array.from({ length: Math.ceil(signs / each) }, (_, at) => at * each)
print(`${signs} signs in ${starts.length} processes`)
const seen = together(await Promise.all(starts.map((from) => part(from, Math.min(signs, from + each)))))

print(
  `\n${signs} signs, ${Math.round(seen.requests.length / 60)} virtual minutes, ${seconds()}, ${Math.round(seen.heapBytes / signs / 1000)} kB of memory for each`
)
for (const { holds, name, shown } of [evenness(seen), ...judged(seen, idle)]) {
  print(`${holds ? "good" : "BAD "}  ${name}: ${shown}`)
  if (!holds) process.exitCode = 1
}
