// What is said of an id that is not known.
import { afterEach, assert, beforeEach, describe, it } from "@effect/vitest"
import { mkdirSync, rmSync } from "node:fs"
import { join } from "node:path"
import { healthyRoot, removed, run, write } from "../support/program.ts"

let root: string

beforeEach(() => {
  root = healthyRoot()
  write(root, "registry/plugins.json", {
    version: "1.0.0",
    plugins: [
      {
        id: "weather",
        name: "Weather",
        latest_version: "1.0.0",
        download_url_template: "https://example.org/w.zip"
      },
      {
        id: "stocks",
        name: "Stocks",
        latest_version: "1.0.0",
        download_url_template: "https://example.org/s.zip"
      }
    ]
  })
})

afterEach(() => {
  removed(root)
})

const told = async (...words: ReadonlyArray<string>) =>
  (await run([...words, "--root", root, "--registry", join(root, "registry/plugins.json"), "--offline"]))
    .stderr

describe("an id that is not known", () => {
  it.each(["explain", "enable", "disable", "uninstall", "update"])(
    "%s names the installed one that is near",
    async (command) => {
      assert.include(await told(command, "clokc"), "did you mean clock?")
    }
  )

  it("install names the one of the registry that is near", async () => {
    assert.include(await told("install", "wether"), "did you mean weather?")
  })

  it("of a plugin that the store has comes with the command that installs it, with the options that were given", async () => {
    assert.include(
      await told("enable", "weather"),
      `\`ledmatrix-reconciler install weather --root ${root} --registry`
    )
  })

  it("is not proposed itself where it is installed and the registry does not offer it", async () => {
    const said = await told("update", "clock")
    assert.include(said, "clock is installed; the registry does not offer it")
    assert.notInclude(said, "did you mean")
  })

  it("with nothing near names where the ids are", async () => {
    assert.include(await told("install", "qqqqqqqqqq"), "`ledmatrix-reconciler store ")
  })
})

describe("a root without an installation", () => {
  it("comes with the LEDMatrix below it", async () => {
    write(root, "LEDMatrix/config/config.json", {})
    rmSync(join(root, "config"), { recursive: true })
    const { stderr } = await run(["check", "--root", root])
    assert.include(stderr, `add --root ${root}/LEDMatrix`)
  })

  it("comes with the one above it", async () => {
    const { stderr } = await run(["check", "--root", join(root, "config")])
    assert.include(stderr, `add --root ${root}\n`)
  })

  it("comes with the one at home", async () => {
    const home = join(root, "home")
    write(home, "LEDMatrix/config/config.json", {})
    mkdirSync(join(root, "elsewhere/deeper"), { recursive: true })
    const { stderr } = await run(["check"], { cwd: join(root, "elsewhere/deeper"), env: { HOME: home } })
    assert.include(stderr, `add --root ${home}/LEDMatrix`)
  })
})
