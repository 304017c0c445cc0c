/** What a script does with its own process: ends it where there is nothing to do, or nothing was done. */
import { readCommandLine, type Script } from "./commandLine.ts"

/** One line, and the end. */
export const refuse = (why: string): never => {
  process.stderr.write(`${why}\n`)
  process.exit(1)
}

export const optionsOf = <V extends object>(script: Script<V>): V => {
  const answer = readCommandLine(script, process.argv.slice(2))
  if (answer.kind === "options") return answer.options
  if (answer.kind === "wrong") return refuse(answer.text)
  process.stdout.write(`${answer.text}\n`)
  process.exit(0)
}

/** A check that tried nothing has shown nothing: that is no success. */
export const mustHaveTried = (count: number): void => {
  if (count > 0) return
  process.stderr.write("nothing was tried: that shows nothing\n")
  process.exitCode = 1
}
