/**
 * `npm run kill`: real processes on real files, killed by the kernel at moments that the seed and the clock
 * choose; after each kill it is looked at what is there, and the program is run again.
 */
import { seededChance } from "../../support/powerCut/seededChance.ts"
import { setup as buildWhereStale } from "../../support/vitest/freshBuild.ts"
import { flag, optionsOf, wholeNumber } from "../scriptOptions.ts"
import { Killing } from "./killing.ts"
import { makeWorld } from "./world.ts"

const { kills, seed, verbose } = optionsOf({
  command: "npm run kill",
  about:
    "Kills real processes of the program on real files, and looks. Exits with 1 where something was lost.",
  options: {
    kills: wholeNumber(1)("processes to be killed", 500),
    seed: wholeNumber(0)("chooses what is done and when", 1),
    verbose: flag("prints each of them")
  }
})

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

buildWhereStale()
const world = makeWorld()
const killing = new Killing(world, seededChance(seed), verbose ? say : undefined)
const begun = performance.now()
say(`seed ${seed}, ${kills} kills, in ${world.root}`)

let told = 0
while (killing.kills < kills && killing.wrong.length === 0) {
  try {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await killing.next()
  } catch (cause) {
    // A file that was there is not, or is not what it was.
    killing.wrong = [String(cause)]
  }
  if (killing.kills < told + 50) continue
  told = killing.kills
  say(`${told} kills, ${Math.round((performance.now() - begun) / 1000)} s`)
}

const seconds = Math.round((performance.now() - begun) / 1000)
if (killing.wrong.length > 0) {
  say(`\nseed ${seed}, after kill ${killing.kills}: something broke; it is all in ${world.directory}`)
  for (const line of killing.history) say(`  ${line}`)
  for (const line of killing.wrong) say(`  WRONG ${line}`)
  process.exitCode = 1
} else {
  say("")
  for (const [what, count] of killing.counts) say(`${String(count).padStart(6)}  ${what}`)
  say(`\n${killing.kills} kills, seed ${seed}: ${seconds} s, ${killing.midChange} mid-change, nothing lost`)
  world.remove()
}
