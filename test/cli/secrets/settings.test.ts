// Nothing secret stands in what the program prints, answers or writes, with any command.
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { leaves } from "../support/haystack.ts"
import { killAll } from "../support/controller.ts"
import { healthyRoot, json, manifest, record, removed, write } from "../support/program.ts"
import { startStore, type Store } from "../support/store.ts"
import { ROUTES, TOKEN, toldOn } from "../support/told.ts"

const CONFIG = "config/config.json"
const SECRETS = "config/config_secrets.json"

const secrets = {
  weather: {
    api_key: "wx-key-81c2",
    hush: "wx-hush-77",
    login: { user: "wx-user-19", stations: ["wx-list-1", { call_sign: "wx-inner-2" }] },
    code: 6_180_339
  },
  clock: { api_key: "ck-key-5512", calendar_url: "ck-url-part/91" },
  github: { api_token: "gh-token-00aa" }
}

/** Secret by their names in the secrets file, by how their names sound, by their values, by what an address carries. */
const secretSettings = {
  hush: "entry-hush-31",
  call_sign: "entry-sign-32",
  stations: ["entry-list-33", { name: "entry-list-34" }],
  login: { comment: "entry-nested-35" },
  refresh_token: "entry-token-36",
  accounts: [{ password: "entry-pass-37" }],
  feed: "https://feed.example/a?units=m&appid=entry-param-38",
  mirror: "https://me:entry-cred-39@feed.example/a"
}

const settings = {
  enabled: true,
  city: "Tampa",
  ...secretSettings,
  note: `see ${secrets.weather.hush} and ${secrets.weather.code}`,
  proxy: `https://p.example/?u=${encodeURIComponent(secrets.clock.calendar_url)}`,
  pin: secrets.weather.code
}

const needles = [
  ...leaves(secrets),
  ...leaves({ ...secretSettings, feed: "entry-param-38", mirror: "entry-cred-39" })
]

let root: string
let store: Store
let told: ReturnType<typeof toldOn>

const options = () => ["--registry", store.registry, "--log-level", "all"]
const ask = (line: string) => told.ask(line, options())
const askAll = (...lines: ReadonlyArray<string>) => told.askAll(lines, options())

/** What stands anywhere but in the two files themselves. */
const leaks = () => told.leaks(needles, [CONFIG, SECRETS])

const fresh = (): void => {
  told = toldOn(root)
  removed(join(root, "data"))
  write(root, CONFIG, { timezone: "UTC", clock: settings, weather: settings })
  write(root, SECRETS, secrets)
  write(root, "plugin-repos/weather/manifest.json", manifest("weather", "0.9.0"))
  write(root, "data/plugin_state.json", {
    version: 1,
    states: { clock: record("clock", false), weather: record("weather", true) },
    last_updated: "2026-04-08T09:13:02.655000"
  })
}

beforeAll(async () => {
  root = healthyRoot()
  store = await startStore({ plugins: ["clock", "weather", "news"] })
})

afterAll(() => {
  killAll()
  store.close()
  removed(root)
})

describe("nothing of the secrets, or that is named like one", () => {
  it("is printed or written by a life of commands", async () => {
    fresh()
    await askAll("check", "check --json", "explain weather", "explain weather --json", "installed")
    await askAll("reconcile", "disable clock", "enable clock", "update weather", "update --all")
    assert.strictEqual((await ask("uninstall weather")).code, 0)
    await askAll("history", "history --json", "undo --json", "reconcile --force", "undo", "history")
    await ask("uninstall clock --preserve-config --json")
    await ask("install clock --json")
    assert.deepStrictEqual(leaks(), [])
  })

  it.each([
    [SECRETS, `{"weather": {"api_key": "wx-key-81c2",}}`],
    [SECRETS, `["wx-key-81c2"]`],
    [CONFIG, `{"weather": {"hush": "entry-hush-31" "x"}}`]
  ])("is printed or written where a file cannot be understood: %s with %s", async (path, content) => {
    fresh()
    writeFileSync(join(root, path), content)
    await askAll("check --json", "reconcile", "explain weather", "disable weather", "uninstall weather")
    assert.deepStrictEqual(leaks(), [])
  })

  it("is answered, logged or written by a controller", async () => {
    fresh()
    const { asked, askedAll, end, said } = await told.serve(["--registry", store.registry])
    await asked("/api/v3/plugins/state/reconcile", { force: true })
    await asked("/api/v3/plugins/toggle", { plugin_id: "weather", enabled: false })
    await asked("/api/v3/plugins/weather/explain")
    await asked("/api/v3/plugins/toggle", { plugin_id: "clock", enabled: false })
    const started = json(await asked("/api/v3/plugins/uninstall", { plugin_id: "weather" }))
    assert.propertyVal(started, "status", "success")
    await said("operation ended", ({ plugin }) => plugin === "weather")
    await askedAll(ROUTES)
    await end()
    assert.deepStrictEqual(leaks(), [])
    assert.deepStrictEqual(told.leaks([TOKEN]), [])
  })
})
