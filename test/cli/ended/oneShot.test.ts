// The example of the documentation as a process: told to end in the middle of its work, it leaves all whole.
import { afterEach, assert, beforeEach, it } from "@effect/vitest"
import { spawn } from "node:child_process"
import { once } from "node:events"
import { globSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import { fileURLToPath } from "node:url"
import { healthyRoot, json, manifest, removed, run, write } from "../support/program.ts"

const example = fileURLToPath(new URL("../../../docs/examples/oneShot.ts", import.meta.url))

/** Holds the process right before config is replaced, until there is something on standard input. */
const held = `data:text/javascript,${encodeURIComponent(`
  import fs, { readSync, writeSync } from "node:fs"
  import { syncBuiltinESMExports } from "node:module"
  const { renameSync } = fs
  fs.renameSync = (from, to) => {
    if (to.endsWith("/config.json")) {
      writeSync(2, "held")
      readSync(0, Buffer.alloc(1))
    }
    renameSync(from, to)
  }
  syncBuiltinESMExports()
`)}`

let root: string

beforeEach(() => {
  root = healthyRoot()
  write(root, "plugin-repos/text/manifest.json", manifest("text"))
})

afterEach(() => {
  removed(root)
})

const start = (...words: ReadonlyArray<string>) => {
  const child = spawn(process.execPath, [...words, example, root])
  const ended = Promise.all([once(child, "close"), text(child.stdout)])
  return { child, ended }
}

it("a run that repairs all ends with 0", async () => {
  const [[code], stdout] = await start().ended
  assert.deepStrictEqual(
    [code, stdout],
    [
      0,
      "Reconciliation complete: 1 inconsistencies found, 1 fixed automatically, 0 require manual attention\n"
    ]
  )
})

it("SIGTERM in the middle of a transaction loses nothing, frees the lock, and ends with 143", async () => {
  const { child, ended } = start("--import", held)
  await once(child.stderr, "data")
  child.kill("SIGTERM")
  child.stdin.write("x")
  const [[code, signal]] = await ended
  assert.deepStrictEqual([code, signal], [143, null])
  // The transaction was completed: the next run has nothing to recover.
  assert.deepNestedInclude(json(readFileSync(join(root, "config/config.json"), "utf8")), {
    "clock.enabled": true,
    "text.enabled": false
  })
  const journal = globSync("data/reconciler/journal/*.json", { cwd: root })
  assert.lengthOf(journal, 1)
  assert.notInclude(journal[0], "intended")
  const next = await run(["reconcile", "--root", root, "--offline", "--lock-timeout", "0ms"])
  assert.deepStrictEqual([next.code, next.stderr], [0, ""])
})
