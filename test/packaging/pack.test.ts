// What npm would publish is installed in a directory that knows nothing of this repository, and used the
// way an application and a person at a terminal use it.
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { execFileSync, spawnSync } from "node:child_process"
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from "node:fs"
import { tmpdir } from "node:os"
import { rolldown } from "rolldown"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("../..", import.meta.url))
const shared = (name: string) => join(root, "node_modules", name)

let workplace: string
let installed: string
let consumer: string

const run = (cwd: string, file: string, ...args: ReadonlyArray<string>): string =>
  execFileSync(file, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] })

const link = (name: string) => {
  const path = join(consumer, "node_modules", name)
  mkdirSync(join(path, ".."), { recursive: true })
  symlinkSync(shared(name), path)
}

const program = `
import { Effect } from "effect"
import * as library from "ledmatrix-reconciler"
import * as testing from "ledmatrix-reconciler/testing"

export const policy: library.PolicyValues = { ...library.defaultPolicy, authority: "state" }
const names = [library.Config, library.Disk, library.PluginManager, library.StateStore, library.PluginStore]
const count: number = Effect.runSync(Effect.succeed(names.length + Math.sign(Object.keys(testing).length)))
console.log(count)
`

const compilerOptions = (module: "nodenext" | "preserve", moduleResolution: "nodenext" | "bundler") => ({
  target: "es2024",
  // Declarations are checked too, ours and Effect's, and those speak of the web's types.
  lib: ["es2024", "dom", "dom.asynciterable"],
  module,
  moduleResolution,
  types: ["node"],
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: false,
  noEmit: module === "preserve",
  outDir: "out"
})

const typeCheck = (name: string, options: ReturnType<typeof compilerOptions>): string => {
  const file = join(consumer, name)
  writeFileSync(file, JSON.stringify({ compilerOptions: options, files: ["main.ts"] }))
  const tsc = join(shared("typescript"), "bin/tsc")
  return spawnSync(process.execPath, [tsc, "-p", file], { cwd: consumer, encoding: "utf8" }).stdout
}

beforeAll(() => {
  workplace = mkdtempSync(join(tmpdir(), "ledmatrix-reconciler-pack-"))
  consumer = join(workplace, "consumer")
  installed = join(consumer, "node_modules/ledmatrix-reconciler")
  mkdirSync(installed, { recursive: true })
  run(root, "npm", "pack", "--ignore-scripts", "--silent", "--pack-destination", workplace)
  const [tarball] = globSync("*.tgz", { cwd: workplace })
  assert(tarball !== undefined)
  run(workplace, "tar", "-xzf", tarball, "-C", installed, "--strip-components=1")
  for (const name of ["effect", "@effect/platform-node", "typescript", "@types/node", "undici-types"])
    link(name)
  writeFileSync(
    join(consumer, "package.json"),
    JSON.stringify({ name: "consumer", private: true, type: "module" })
  )
  writeFileSync(join(consumer, "main.ts"), program)
})

afterAll(() => {
  rmSync(workplace, { recursive: true, force: true })
})

describe("the package", () => {
  it("types both doors for a consumer that resolves like Node, and runs there", () => {
    assert.strictEqual(typeCheck("tsconfig.node.json", compilerOptions("nodenext", "nodenext")), "")
    assert.strictEqual(run(consumer, process.execPath, "out/main.js").trim(), "6")
  })

  it("types both doors for a consumer that resolves like a bundler", () => {
    assert.strictEqual(typeCheck("tsconfig.bundler.json", compilerOptions("preserve", "bundler")), "")
  })

  it("runs its program with no other package beside it", () => {
    const alone = join(workplace, "alone")
    cpSync(installed, alone, { recursive: true })
    const version = run(workplace, process.execPath, join(alone, "dist/cli/bin.js"), "--version")
    const manifest: unknown = JSON.parse(readFileSync(join(root, "package.json"), "utf8"))
    assert.deepInclude(manifest, { version: version.trim().replace(/^ledmatrix-reconciler v?/u, "") })
  })

  it("points its declarations at files that it carries", () => {
    const declarations = globSync("dist/types/**/*.d.ts", { cwd: installed })
    const dangling = declarations.flatMap((file) =>
      [...readFileSync(join(installed, file), "utf8").matchAll(/from "(\.[^"]+)"/gu)].flatMap(
        ([, name = ""]) =>
          name.endsWith(".js") && existsSync(join(installed, file, "..", name.replace(/\.js$/u, ".d.ts")))
            ? []
            : [`${file}: ${name}`]
      )
    )
    assert.deepStrictEqual(dangling, [])
    assert.isAbove(declarations.length, 2)
  })

  it("shows what a function takes and gives by names, in one line", () => {
    const declared = globSync("dist/types/**/*.d.ts", { cwd: installed }).flatMap((file) => [
      ...readFileSync(join(installed, file), "utf8").matchAll(/^export declare const ([a-z]\w*): \(.*$/gmu)
    ])
    const door = readFileSync(join(installed, "dist/types/index.d.ts"), "utf8")
    const exported = new Set(
      [...door.matchAll(/\{([^}]+)\} from/gu)].flatMap(([, names = ""]) => names.match(/\w+/gu) ?? [])
    )
    const functions = declared.filter(([, name = ""]) => exported.has(name))
    assert.isAbove(functions.length, 10)
    assert.deepStrictEqual(
      functions.filter(([line]) => !line.endsWith(";")).map(([, name]) => name),
      []
    )
  })

  it("weighs nothing in a bundle that uses nothing of it", async () => {
    const input = join(consumer, "bare.js")
    writeFileSync(input, `import "ledmatrix-reconciler"\n`)
    const { output } = await rolldown({ input, platform: "node" }).then((bundle) => bundle.generate())
    // Chunks that the library would load later stand beside it; nothing leads to them.
    const [entry] = output
    assert.deepStrictEqual([entry.imports, entry.dynamicImports], [[], []])
    assert.isBelow(entry.code.length, 80)
  })

  it("carries its licence and no sources, maps or tests; the examples are documents", () => {
    const files = globSync("**/*", { cwd: installed, exclude: (name) => name === "node_modules" })
    assert.isTrue(existsSync(join(installed, "LICENSE")))
    assert.deepStrictEqual(
      files.filter(
        (file) => !file.startsWith("docs/examples/") && /(?:\.map|\.test\.\w+|(?<!\.d)\.ts)$/u.test(file)
      ),
      []
    )
  })

  it("carries the licences of what is bundled with its program and its page", () => {
    const licences = readFileSync(join(installed, "dist/LICENSE.bundled"), "utf8")
    for (const name of ["effect", "yauzl", "preact"]) assert.match(licences, new RegExp(`^${name} \\d`, "mu"))
  })

  it("carries what its pages lead to", () => {
    const pages = globSync("{README.md,docs/**/*.md}", { cwd: installed })
    const dangling = pages.flatMap((page) =>
      [...readFileSync(join(installed, page), "utf8").matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/gu)]
        .map(([, to = ""]) => join(page, "..", to))
        .filter((to) => !existsSync(join(installed, to)))
        .map((to) => `${page}: ${to}`)
    )
    assert.isAbove(pages.length, 20)
    assert.deepStrictEqual(dangling, [])
  })
})
