// The scripts themselves, as package.json has them, asked for nothing they would have to build or start anything for.
import { afterAll, assert, describe, it } from "@effect/vitest"
import { spawn } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import { fileURLToPath } from "node:url"
import manifest from "../../package.json" with { type: "json" }

const root = fileURLToPath(new URL("../..", import.meta.url))

/** They share most of what they load. */
const compiled = mkdtempSync(join(tmpdir(), "ledmatrix-reconciler-scripts-"))

afterAll(() => {
  rmSync(compiled, { recursive: true, force: true })
})

/** A wrong option of each. */
const mistakes = {
  simulate: ["--runs", "x"],
  kill: ["--kills", "0"],
  fleet: ["--signs", "0"],
  "fleet-nginx": ["--controllers", "1"],
  fuzz: ["--target", "json", "--target", "nonsense"],
  prove: ["--quickly"],
  mutation: ["nonsense"],
  bench: ["--only", "nonsense"],
  soak: ["--minutes", "x"],
  package: ["--target", "nonsense"]
} as const satisfies { readonly [name in keyof typeof manifest.scripts]?: ReadonlyArray<string> }

/** Not through npm: a script that builds before it reads its options fails here. */
const run = async (name: keyof typeof mistakes, args: ReadonlyArray<string>) => {
  const [, ...words] = manifest.scripts[name].split(" ")
  const child = spawn(process.execPath, [...words, ...args], {
    cwd: root,
    env: { ...process.env, NODE_COMPILE_CACHE: compiled },
    stdio: ["ignore", "pipe", "pipe"]
  })
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve))
  const [code, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)])
  return { code, stdout, stderr }
}

const names = Object.keys(mistakes).filter((name): name is keyof typeof mistakes => name in mistakes)

describe("npm run simulate, alone with a cut that its run does not have", () => {
  it("says how many there are, and fails", async () => {
    const { code, stderr } = await run("simulate", ["--seed", "3", "--cut", "99999"])
    assert.strictEqual(code, 1)
    assert.match(stderr, /^there is no cut 99999 in seed 3: it has \d+\n$/u)
  })
})

it("npm run prove tells its options", async () => {
  const { code, stderr, stdout } = await run("prove", ["--quick", "--help"])
  assert.deepStrictEqual([code, stderr], [0, ""])
  assert.strictEqual(
    stdout,
    [
      "npm run prove -- [--quick]",
      "",
      "Searches the whole space of the planner. Exits with 1 where something does not hold.",
      "",
      "  --quick  only what every `npm test` searches",
      "  --help   this text",
      ""
    ].join("\n")
  )
})

describe.each(names)("npm run %s", (name) => {
  it("is there without anything before it", () => {
    assert.match(manifest.scripts[name], /^node [\w./]+(?: --build)?$/u)
  })

  it("refuses a mistake in one line", async () => {
    const { code, stderr, stdout } = await run(name, mistakes[name])
    assert.deepStrictEqual([code, stdout], [1, ""])
    assert.match(stderr, new RegExp(`^npm run ${name}: [^\n]*\n$`, "u"))
  })
})
