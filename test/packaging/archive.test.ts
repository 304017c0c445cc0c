// The archive for devices without Node, for the machine that the tests run on: unpacked in an empty directory
// and run with an empty environment.
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { execFileSync, spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { commands } from "../../src/cli/arguments/commandTable.ts"
import { sharedOptions } from "../../src/cli/arguments/optionTable.ts"
import { controllerCommand } from "../../src/cli/commands/unit/controllerCommand.ts"
import { healthyRoot, removed } from "../cli/support/program.ts"
import manifest from "../../package.json" with { type: "json" }

const root = fileURLToPath(new URL("../..", import.meta.url))
const target = `linux-${process.arch}`
const name = `ledmatrix-reconciler-${manifest.version}-${target}`

let workplace: string
let archives: ReadonlyArray<string>
let unpacked: string
let launcher: string

const packed = (to: string): string => {
  const args = [".build/package.js", "--target", target, "--level", "1", "--to", join(workplace, to)]
  execFileSync(process.execPath, args, { cwd: root, stdio: ["ignore", "ignore", "inherit"] })
  return join(workplace, to, `${name}.tar.gz`)
}

beforeAll(() => {
  workplace = mkdtempSync(join(tmpdir(), "ledmatrix-reconciler-archive-"))
  archives = [packed("one"), packed("two")]
  unpacked = join(workplace, name)
  launcher = join(unpacked, "ledmatrix-reconciler")
  execFileSync("tar", ["-xzf", archives[0] ?? "", "-C", workplace])
})

afterAll(() => {
  rmSync(workplace, { recursive: true, force: true })
})

const read = (path: string): string => readFileSync(join(unpacked, path), "utf8")

const digest = (path: string): string => createHash("sha256").update(readFileSync(path)).digest("hex")

/** Without a Node to be found, and without anything else. */
const bare = (file: string, ...args: ReadonlyArray<string>) =>
  spawnSync(file, args, { cwd: workplace, env: {}, encoding: "utf8" })

const files = () =>
  globSync("**/*", { cwd: unpacked, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(unpacked.length + 1))

describe("the archive", () => {
  it("has the same bytes whenever it is made of the same", () => {
    const [one, two] = archives.map(digest)
    assert.strictEqual(one, two)
  })

  it("lists the sum of each of its files, and of no other", () => {
    const sums = read("SHA256SUMS")
      .trimEnd()
      .split("\n")
      .map((line): readonly [string, string] => [line.slice(66), line.slice(0, 64)])
    assert.sameMembers([...new Map(sums).keys(), "SHA256SUMS"], files())
    for (const [path, sum] of sums) assert.strictEqual(digest(join(unpacked, path)), sum)
  })

  it("holds the program for this device, and little beside its Node", () => {
    const others = files().filter((path) => path !== "bin/node")
    assert.includeMembers(others, [
      "INSTALL.md",
      "LICENSE",
      "LICENSE.bundled",
      "LICENSE.node",
      "dist/cli/bin.js",
      "ledmatrix-reconciler",
      "ledmatrix-reconciler.service",
      "sbom.cdx.json"
    ])
    assert.deepStrictEqual(
      others.filter((path) => /\.map$|\.d\.ts$|^dist\/(?:index|testing|types)/u.test(path)),
      []
    )
    const bytes = others.reduce((sum, path) => sum + statSync(join(unpacked, path)).size, 0)
    assert.isBelow(bytes, 4_000_000)
  })

  it("tells what it is made of, and under which licences", () => {
    const bill = JSON.parse(read("sbom.cdx.json")) as {
      readonly bomFormat: string
      readonly components: ReadonlyArray<{
        readonly name: string
        readonly version: string
        readonly licenses: ReadonlyArray<unknown>
      }>
    }
    assert.strictEqual(bill.bomFormat, "CycloneDX")
    const names = bill.components.map((component) => component.name)
    assert.includeMembers(names, ["effect", "node", "yauzl"])
    assert.notIncludeMembers(names, ["vitest", "typescript", "rolldown"])
    for (const component of bill.components) {
      assert.isNotEmpty(component.licenses)
      if (component.name !== "node")
        assert.include(read("LICENSE.bundled"), `${component.name} ${component.version}\n`)
    }
  })

  it("has a manual page of which groff warns of nothing", () => {
    const page = join(unpacked, "share/man/man1/ledmatrix-reconciler.1")
    const { status, stderr } = spawnSync("man", ["--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", page], {
      encoding: "utf8",
      env: { PATH: process.env["PATH"], LC_ALL: "C.UTF-8" }
    })
    assert.deepStrictEqual({ status, stderr }, { status: 0, stderr: "" })
  })

  it("has a manual page that names every command and option", () => {
    const page = join(unpacked, "share/man/man1/ledmatrix-reconciler.1")
    const shown = execFileSync("man", ["-l", page], {
      encoding: "utf8",
      env: {
        PATH: process.env["PATH"],
        MANWIDTH: "200",
        MAN_KEEP_FORMATTING: "",
        LC_ALL: "C",
        MANPAGER: "cat"
      }
    })
    const options = [...sharedOptions, ...commands.flatMap((command) => command.options)]
    const names = [...commands.map((command) => command.name), ...options.map((option) => `--${option.name}`)]
    assert.deepStrictEqual(
      names.filter((one) => !shown.includes(one)),
      []
    )
  })

  it.each([
    ["bash", "share/bash-completion/completions/ledmatrix-reconciler"],
    ["zsh", "share/zsh/site-functions/_ledmatrix-reconciler"],
    ["fish", "share/fish/vendor_completions.d/ledmatrix-reconciler.fish"]
  ])("has the completions that it prints for %s", (shell, path) => {
    assert.strictEqual(read(path), bare(launcher, "--completions", shell).stdout)
  })

  it("starts Node as the unit does", () => {
    const command = controllerCommand({ launcher: undefined, node: "node", program: "bin.js" }, "/r", {}, {})
    const flags = command.filter((word) => word.startsWith("--max-"))
    assert.isNotEmpty(flags)
    assert.include(read("ledmatrix-reconciler"), `bin/node" ${flags.join(" ")} "`)
  })
})

describe("unpacked on a device without Node", () => {
  it("the demonstration runs", () => {
    const { status, stderr, stdout } = bare(launcher, "demo")
    assert.strictEqual(status, 0, stderr)
    assert.include(stdout, "In sync: nothing disagrees.")
  })

  it("an installation is checked", () => {
    const installation = healthyRoot()
    const { status, stderr, stdout } = bare(launcher, "check", "--root", installation)
    removed(installation)
    assert.deepStrictEqual([status, stdout, stderr], [0, "In sync: nothing disagrees.\n", ""])
  })

  it("it starts through links too, and prints a unit that starts it through the same", () => {
    const installation = healthyRoot()
    const bin = join(workplace, "usr/local/bin")
    mkdirSync(bin, { recursive: true })
    symlinkSync(name, join(workplace, "current"))
    symlinkSync(join(workplace, "current/ledmatrix-reconciler"), join(bin, "ledmatrix-reconciler"))
    const link = join(bin, "ledmatrix-reconciler")
    const { stderr, stdout } = bare(link, "service-unit", "--root", installation)
    removed(installation)
    assert.include(stdout, `\nExecStart=${link} controller --root=${installation}\n`, stderr)
  })
})
