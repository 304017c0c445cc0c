// The unit that `service-unit` prints: what stands in it, and that systemd reads it as it is meant.
import { afterEach, assert, beforeEach, describe, it } from "@effect/vitest"
import { spawnSync } from "node:child_process"
import { mkdirSync, readFileSync, renameSync, statSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir, userInfo } from "node:os"
import { join } from "node:path"
import { healthyRoot, json, program, removed, run, write } from "../../support/program.ts"
import { has } from "../../../support/vitest/otherPrograms.ts"
import { unitText } from "../../../../src/cli/commands/unit/unitText.ts"

let root: string

beforeEach(() => {
  root = healthyRoot()
})

afterEach(() => {
  removed(root)
})

interface Printed {
  readonly unit: string
  readonly command: ReadonlyArray<string>
  readonly writable_paths: ReadonlyArray<string>
}

const unitOf = async (args: ReadonlyArray<string> = [], env: Readonly<Record<string, string>> = {}) => {
  const ended = await run(["service-unit", "--json", "--root", root, ...args], { env })
  assert.strictEqual(ended.code, 0, ended.stderr)
  return { ...(json(ended.stdout) as Printed), stderr: ended.stderr }
}

const valueOf = (unit: string, key: string): string | undefined =>
  unit
    .split("\n")
    .find((line) => line.startsWith(`${key}=`))
    ?.slice(key.length + 1)

const flagsOf = ({ command }: Printed) => command.slice(command.indexOf("controller"))

describe("the unit", () => {
  it("is this one", () => {
    const text = unitText({
      version: "1.2.3",
      root: "/home/pi/LEDMatrix",
      user: "pi",
      group: "pi",
      command: ["/opt/ledmatrix-reconciler/ledmatrix-reconciler", "controller", "--root=/home/pi/LEDMatrix"],
      writable: ["/home/pi/LEDMatrix/config", "/home/pi/LEDMatrix/data", "/home/pi/LEDMatrix/plugin-repos"],
      environmentFile: "/etc/ledmatrix-reconciler.env",
      secretVariables: [],
      environmentNeeded: false,
      besideWeb: false,
      lowPort: false
    })
    const golden = new URL("../../../support/fixtures/unit/ledmatrix-reconciler.service", import.meta.url)
    assert.strictEqual(text, readFileSync(golden, "utf8"))
  })

  it("is all that is printed, so that it can be written to a file as it is", async () => {
    const ended = await run(["service-unit", "--root", root])
    assert.deepStrictEqual([ended.code, ended.stderr], [0, ""])
    assert.strictEqual(ended.stdout, (await unitOf()).unit)
  })

  it("runs the program that printed it, with the Node that ran it, as the owner of the installation", async () => {
    const { command, unit } = await unitOf()
    assert.strictEqual(command[0], process.execPath)
    assert.include(command, program)
    assert.strictEqual(valueOf(unit, "User"), userInfo().username)
    assert.strictEqual(statSync(root).uid, userInfo().uid)
  })

  it("runs the launcher where that ran the program", async () => {
    const { command } = await unitOf([], { LEDMATRIX_RECONCILER_LAUNCHER: "/opt/lr/ledmatrix-reconciler" })
    assert.deepStrictEqual(command.slice(0, 2), ["/opt/lr/ledmatrix-reconciler", "controller"])
  })

  it("has the settings that were given, by flag or by variable", async () => {
    const args = [
      "--port",
      "8000",
      "--authority=config",
      "--offline",
      "--system-key",
      "a",
      "--system-key=b c"
    ]
    const printed = await unitOf(args, {
      LEDMATRIX_REGISTRY: "store/plugins.json",
      LEDMATRIX_LOG_FORMAT: "json"
    })
    assert.deepStrictEqual(flagsOf(printed), [
      "controller",
      `--root=${root}`,
      `--registry=${join(tmpdir(), "store/plugins.json")}`,
      "--authority=config",
      "--system-key=a",
      "--system-key=b c",
      "--offline",
      "--port=8000",
      "--log-format=json"
    ])
  })

  it("never has a token", async () => {
    const args = ["--host", "0.0.0.0", "--token", "tell-nobody-this"]
    const ended = await run(["service-unit", "--root", root, ...args, "--log-level", "all"], {
      env: { LEDMATRIX_TOKEN: "tell-nobody-that" }
    })
    assert.strictEqual(ended.code, 0)
    assert.notInclude(ended.stdout + ended.stderr, "tell-nobody")
  })

  it("needs its file with the token only where others than this machine can ask", async () => {
    const file = "/etc/ledmatrix-reconciler.env"
    assert.strictEqual(valueOf((await unitOf()).unit, "EnvironmentFile"), `-${file}`)
    const open = await unitOf(["--host", "0.0.0.0"])
    assert.strictEqual(valueOf(open.unit, "EnvironmentFile"), file)
  })

  it("has the one capability that a low port needs, else none", async () => {
    assert.strictEqual(valueOf((await unitOf()).unit, "CapabilityBoundingSet"), "")
    const low = await unitOf(["--port", "80"])
    assert.strictEqual(valueOf(low.unit, "CapabilityBoundingSet"), "CAP_NET_BIND_SERVICE")
  })

  it("lets write where config puts plugins, and where linked files lead", async () => {
    const elsewhere = healthyRoot()
    mkdirSync(join(elsewhere, "plugins"))
    renameSync(join(root, "data/plugin_state.json"), join(elsewhere, "state.json"))
    symlinkSync(join(elsewhere, "state.json"), join(root, "data/plugin_state.json"))
    const setting = { plugins_directory: join(elsewhere, "plugins") }
    write(root, "config/config.json", { plugin_system: setting, clock: { enabled: true } })
    const { unit, writable_paths } = await unitOf()
    removed(elsewhere)
    const expected = [
      join(root, "config"),
      join(root, "data"),
      elsewhere,
      join(elsewhere, "plugins")
    ].toSorted()
    assert.deepStrictEqual(writable_paths, expected)
    assert.strictEqual(valueOf(unit, "ReadWritePaths"), expected.join(" "))
    assert.include(valueOf(unit, "RequiresMountsFor"), join(elsewhere, "plugins"))
  })

  it("is printed with a warning where the place of plugins is not known, or not there", async () => {
    removed(join(root, "plugin-repos"))
    const missing = await unitOf()
    assert.include(missing.stderr, "make this directory before the service starts")
    write(root, "config/config.json", "{ broken")
    const unknown = await unitOf()
    assert.include(unknown.stderr, "the plugins directory is not known")
    assert.include(unknown.writable_paths, join(root, "plugin-repos"))
  })

  it("is refused where a path cannot stand in one", async () => {
    const odd = `${root}/a\nb`
    mkdirSync(join(odd, "config"), { recursive: true })
    const ended = await run(["service-unit", "--json", "--root", odd])
    assert.strictEqual(ended.code, 1)
    assert.deepNestedInclude(json(ended.stdout), { "error.code": "unit_impossible" })
  })

  it("writes nothing", async () => {
    const before = statSync(join(root, "config")).mtimeMs
    await unitOf()
    assert.strictEqual(statSync(join(root, "config")).mtimeMs, before)
  })
})

describe("a path with everything that means something to systemd", () => {
  it("is spelt so that it means itself", async () => {
    const odd = join(root, `a 50% $HOME "q" 'p' \\t;`)
    mkdirSync(odd)
    for (const part of ["config", "data", "plugin-repos"]) renameSync(join(root, part), join(odd, part))
    const spelt = join(root, `a 50%% $HOME \\"q\\" 'p' \\\\t;`)
    const ended = await run(["service-unit", "--root", odd])
    assert.strictEqual(
      valueOf(ended.stdout, "ReadWritePaths"),
      ["config", "data", "plugin-repos"].map((part) => `"${spelt}/${part}"`).join(" ")
    )
    assert.include(
      valueOf(ended.stdout, "ExecStart"),
      ` controller "--root=${spelt.replaceAll("$", "$$$$")}"`
    )
  })
})

describe.runIf(has("systemd-analyze"))("systemd", () => {
  const analyze = (unit: string, ...args: ReadonlyArray<string>) => {
    const file = join(root, "ledmatrix-reconciler.service")
    writeFileSync(file, unit)
    return spawnSync("systemd-analyze", [...args, file], { encoding: "utf8" })
  }

  it("finds nothing to say about the unit", async () => {
    const { unit } = await unitOf([
      "--host",
      "0.0.0.0",
      "--port",
      "80",
      "--ledmatrix",
      "http://127.0.0.1:5000"
    ])
    const { status, stderr, stdout } = analyze(unit, "verify")
    assert.deepStrictEqual([status, stdout, stderr], [0, "", ""])
  })

  it("judges its exposure as small", async () => {
    const { unit } = await unitOf()
    const { stdout } = analyze(unit, "security", "--offline=yes", "--no-pager")
    const [, exposure] = /Overall exposure level for \S+: (\d+\.\d)/u.exec(stdout) ?? []
    assert.isAtMost(Number(exposure), 3)
  })
})
