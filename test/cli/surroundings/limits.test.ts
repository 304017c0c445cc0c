// A small machine: few file descriptors, little memory. What fits on a Raspberry Pi Zero has to do.
import { afterAll, afterEach, assert, beforeAll, beforeEach, describe, it } from "@effect/vitest"
import { randomBytes } from "node:crypto"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { pluginFiles, zip } from "../../support/zip.ts"
import {
  healthyRoot,
  json,
  manifest,
  record,
  removed,
  run,
  type RunOptions,
  write
} from "../support/program.ts"
import { type Store, startStore } from "../support/store.ts"
import { memoryLimit, tellingItsPeak, withFileDescriptors } from "./surroundings.ts"

let root: string

beforeEach(() => {
  root = healthyRoot()
})

afterEach(() => {
  removed(root)
})

/** Every plugin drifts in `enabled`, half of them in their version too, a third have no entry. */
const drifted = (count: number): void => {
  const ids = Array.from({ length: count }, (_, at) => `plugin-${at}`)
  for (const id of ids) write(root, `plugin-repos/${id}/manifest.json`, manifest(id, "1.1.0"))
  const entries = ids.filter((_, at) => at % 3 > 0).map((id) => [id, { enabled: true }])
  write(root, "config/config.json", { clock: { enabled: true }, ...Object.fromEntries(entries) })
  const records = ids.map((id, at) => [id, { ...record(id, false), version: at % 2 > 0 ? "1.0.0" : "1.1.0" }])
  const states = { clock: record("clock", true), ...Object.fromEntries(records) }
  write(root, "data/plugin_state.json", { version: 1, states, last_updated: null })
}

const codes = async (options: RunOptions, ...commands: ReadonlyArray<ReadonlyArray<string>>) => {
  const ended: Array<string> = []
  for (const words of commands) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const { code, stderr, stdout } = await run([...words, "--json", "--root", root], options)
    ended.push(`${words[0]} ${code}${code === 1 || code === null ? stdout + stderr : ""}`)
  }
  return ended
}

describe("with 64 file descriptors", () => {
  const options = { before: withFileDescriptors(64) }

  it("100 plugins are checked and repaired", async () => {
    drifted(100)
    assert.deepStrictEqual(
      await codes(options, ["check", "--offline"], ["reconcile", "--offline"], ["check"]),
      ["check 2", "reconcile 0", "check 0"]
    )
  })

  it("a plugin of 300 files is installed, updated and uninstalled", async () => {
    const files = Array.from({ length: 300 }, (_, at) => ({ name: `data/${at}.csv`, content: `${at}\n` }))
    write(root, "store/news.zip", zip([...pluginFiles("news"), ...files]))
    const entry = { id: "news", latest_version: "1.0.0", download_url_template: "news.zip" }
    const registry = (version: string): ReadonlyArray<string> => {
      write(root, "store/plugins.json", { plugins: [{ ...entry, latest_version: version }] })
      return ["--offline", "--registry", join(root, "store/plugins.json")]
    }
    assert.deepStrictEqual(await codes(options, ["install", "news", ...registry("1.0.0")]), ["install 0"])
    write(root, "store/news.zip", zip([...pluginFiles("news", "1.1.0"), ...files]))
    const words = registry("1.1.0")
    assert.deepStrictEqual(
      await codes(options, ["update", "news", ...words], ["uninstall", "news", ...words]),
      ["update 0", "uninstall 0"]
    )
  })
})

const LIMIT = 128 * 2 ** 20
const limit = memoryLimit(LIMIT)

describe(`with 128 MiB of memory (${limit.name})`, () => {
  let store: Store
  const archive = zip([
    ...pluginFiles("pictures"),
    ...Array.from({ length: 5 }, (_, at) => ({
      name: `assets/${at}.bin`,
      content: randomBytes(10 * 2 ** 20),
      store: true
    }))
  ])

  beforeAll(async () => {
    store = await startStore({ plugins: ["pictures"], archive: (response) => response.end(archive) })
  })

  afterAll(() => {
    store.close()
    limit.remove()
  })

  const within = async (...commands: ReadonlyArray<ReadonlyArray<string>>) => {
    const peak = join(root, "peak")
    const ended = await codes({ before: limit.before, env: tellingItsPeak(peak) }, ...commands)
    assert.isBelow(Number(readFileSync(peak, "utf8")) * 1024, LIMIT)
    return ended
  }

  it("200 plugins that all drift are repaired", async () => {
    drifted(200)
    assert.deepStrictEqual(await within(["reconcile", "--offline"]), ["reconcile 0"])
    assert.deepStrictEqual(await within(["check"]), ["check 0"])
  })

  it("a plugin of 50 MiB is fetched and installed", async () => {
    const words = ["install", "pictures", "--registry", store.registry]
    assert.deepStrictEqual(await within(words), ["install 0"])
    const { stdout } = await run(["check", "--json", "--root", root])
    assert.deepNestedInclude(json(stdout), { reconciliation_successful: true })
  })
})
