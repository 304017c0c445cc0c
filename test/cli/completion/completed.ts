/** What every shell has to offer with the script that the program prints, asked of the shell itself. */
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { healthyRoot, manifest, program, removed, run, write } from "../support/program.ts"

/** A directory with the program under its own name, its completion script, and a LEDMatrix beside it. */
export interface CompletionPlace {
  readonly directory: string
  readonly script: string
  readonly env: Readonly<Record<string, string>>
}

/** What a shell offers for the last of the words. */
export type Offered = (place: CompletionPlace, words: ReadonlyArray<string>) => ReadonlyArray<string>

let root: string
let place: CompletionPlace

const prepare = async (shell: string, scriptName: string) => {
  root = healthyRoot()
  const directory = mkdtempSync(join(tmpdir(), "ledmatrix-reconciler-completion-"))
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
  const bin = join(directory, "bin")
  mkdirSync(bin)
  mkdirSync(join(directory, "LEDMatrix"))
  symlinkSync(process.execPath, join(bin, "node"))
  writeFileSync(join(bin, "ledmatrix-reconciler"), `#!/bin/sh\nexec node ${program} "$@"\n`, { mode: 0o755 })
  const script = join(directory, scriptName)
  writeFileSync(script, (await run(["--completions", shell])).stdout)
  await run(["disable", "clock", "--root", root])
  const env = {
    PATH: `${bin}:${process.env["PATH"]}`,
    HOME: directory,
    TERM: "dumb",
    LEDMATRIX_REGISTRY: join(root, "registry/plugins.json")
  }
  place = { directory, script, env }
}

export const describeCompletion = (shell: string, scriptName: string, ask: Offered): void => {
  const offered = (...words: ReadonlyArray<string>) => ask(place, words)

  beforeAll(() => prepare(shell, scriptName))

  afterAll(() => {
    removed(root)
    rmSync(place.directory, { recursive: true, force: true })
  })

  describe(`completion in ${shell}`, () => {
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

    it("offers the values of an option that has certain ones", () => {
      assert.deepStrictEqual(
        [...offered("check", "--authority", "")].filter((word) => !word.startsWith("-")).toSorted(),
        ["config", "latest", "state"]
      )
    })

    it("offers directories for a root", () => {
      assert.include(
        offered("explain", "--root", "LED").map((word) => word.replace(/\/$/u, "")),
        "LEDMatrix"
      )
    })

    it("offers no id, and says nothing, where no installation is", () => {
      assert.notInclude(offered("--root", place.directory, "explain", ""), "clock")
    })
  })
}
