/** Real files to begin from: what LEDMatrix and its store have published, and what this program has written. */
import { globSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import type { Random } from "./Random.ts"

const fixtures = fileURLToPath(new URL("../../../../support/fixtures", import.meta.url))

const read = (pattern: string): ReadonlyArray<Uint8Array> =>
  globSync(pattern, { cwd: fixtures })
    .toSorted()
    .map((path) => readFileSync(`${fixtures}/${path}`))

const cached = (pattern: string) => {
  let files: ReadonlyArray<Uint8Array> | undefined
  return (random: Random): Uint8Array => {
    files ??= read(pattern)
    return files[random.int(files.length)] ?? new Uint8Array()
  }
}

/** One of the real files each time. */
export const corpus = {
  config: cached("config.template.json"),
  desired: cached("desired/*.json"),
  manifest: cached("manifests/*.json"),
  registry: cached("registry/*.json"),
  any: cached("**/*.json")
}
