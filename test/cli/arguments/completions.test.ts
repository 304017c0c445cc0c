// Completion: what bash offers, with the script that the program prints.
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { execFileSync } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { healthyRoot, manifest, program, removed, run, write } from "../support/program.ts"

let root: string
let place: string

const registry = () => join(root, "registry/plugins.json")

beforeAll(async () => {
  root = healthyRoot()
  place = mkdtempSync(join(tmpdir(), "ledmatrix-reconciler-completion-"))
  write(root, "plugin-repos/news/manifest.json", manifest("news"))
  // Nothing that a shell would do something with is offered.
  write(root, "plugin-repos/odd/manifest.json", manifest("$(touch owned)"))
  write(root, "config/config.json", { timezone: "UTC", display: { hardware: {} }, clock: { enabled: true } })
  write(root, "registry/plugins.json", {
    version: "1.0.0",
    plugins: ["clock", "weather"].map((id) => ({
      id,
      latest_version: "1.0.0",
      download_url_template: "https://example.org/a.zip"
    }))
  })
  const bin = join(place, "bin")
  mkdirSync(bin)
  symlinkSync(process.execPath, join(bin, "node"))
  writeFileSync(join(bin, "ledmatrix-reconciler"), `#!/bin/sh\nexec node ${program} "$@"\n`, { mode: 0o755 })
  writeFileSync(join(place, "script"), (await run(["--completions", "bash"])).stdout)
  await run(["disable", "clock", "--root", root])
})

afterAll(() => {
  removed(root)
  rmSync(place, { recursive: true, force: true })
})

/** What bash offers for the last of the words. */
const offered = (...words: ReadonlyArray<string>): ReadonlyArray<string> => {
  const script = `
    . ${join(place, "script")}
    COMP_WORDS=(ledmatrix-reconciler "$@"); COMP_CWORD=$#
    COMP_LINE="\${COMP_WORDS[*]}"; COMP_POINT=\${#COMP_LINE}
    _ledmatrix_reconciler_ids ledmatrix-reconciler "\${COMP_WORDS[$#]}" "\${COMP_WORDS[$#-1]}"
    printf '%s\\n' "\${COMPREPLY[@]}"`
  return execFileSync("bash", ["--norc", "-c", script, "bash", ...words], {
    cwd: place,
    encoding: "utf8",
    env: { PATH: `${join(place, "bin")}:${process.env["PATH"]}`, HOME: place, LEDMATRIX_REGISTRY: registry() }
  })
    .split("\n")
    .map((word) => word.trim())
    .filter((word) => word !== "")
}

describe("completion in bash", () => {
  it("offers commands", () => {
    assert.include(offered("re"), "reconcile")
  })

  it("offers what is installed where a plugin is meant that is here", () => {
    assert.deepStrictEqual([...offered("--root", root, "explain", "")].toSorted(), ["clock", "news"])
  })

  it("offers those that begin as the word does", () => {
    assert.deepStrictEqual(offered("--root", root, "uninstall", "ne"), ["news"])
  })

  it("offers what the registry has and is not installed, with no request", () => {
    assert.deepStrictEqual(offered("--root", root, "--offline", "install", ""), ["weather"])
  })

  it("offers runs to be undone", () => {
    assert.match(offered("--root", root, "undo", "")[0] ?? "", /^\d{8}T\d+-[0-9a-f]+$/u)
  })

  it("offers options after a dash", () => {
    assert.include(offered("--root", root, "uninstall", "--pre"), "--preserve-config")
  })

  it("offers directories for a root", () => {
    mkdirSync(join(place, "LEDMatrix"), { recursive: true })
    assert.include(
      offered("explain", "--root", "LED").map((word) => word.replace(/\/$/u, "")),
      "LEDMatrix"
    )
  })

  it("offers nothing, and says nothing, where no installation is", () => {
    assert.deepStrictEqual(offered("--root", place, "explain", ""), [])
  })
})
