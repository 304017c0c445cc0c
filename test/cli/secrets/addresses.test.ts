// A key that an address carries goes to its server, and stands nowhere.
import { afterEach, assert, beforeEach, describe, it } from "@effect/vitest"
import { killAll } from "../support/controller.ts"
import { healthyRoot, removed } from "../support/program.ts"
import { startStore, type Store } from "../support/store.ts"
import { ROUTES, toldOn } from "../support/told.ts"

let root: string
let store: Store
let told: ReturnType<typeof toldOn>

beforeEach(async () => {
  root = healthyRoot()
  told = toldOn(root)
  store = await startStore({ plugins: ["clock", "news"] })
})

afterEach(() => {
  killAll()
  store.close()
  removed(root)
})

describe("a key in an address", () => {
  const KEYS = ["me-addr-50", "pass-addr-51", "query-addr-52", "fragment-addr-53"]
  const keyed = (address: string) =>
    address.replace("://", "://me-addr-50:pass-addr-51@") + "?key=query-addr-52#fragment-addr-53"
  const leaked = () => told.leaks(KEYS)
  const LINES = ["check", "installed --json", "installed --outdated", "explain news", "reconcile", "history"]

  it("is sent to its server alone, and stands nowhere", async () => {
    const more = ["--registry", keyed(store.registry), "--log-level", "all"]
    await told.askAll([...LINES, "install news", "update --all", "explain news --json"], more)
    const registry = store.asked.find(({ path }) => path.endsWith("?key=query-addr-52"))
    assert.strictEqual(registry?.headers.authorization, `Basic ${btoa("me-addr-50:pass-addr-51")}`)
    assert.deepStrictEqual(leaked(), [])
  })

  for (const [title, address] of [
    ["its server does not answer", "http://127.0.0.1:9/plugins.json"],
    ["it is malformed", "http://127.0.0.1:99999/plugins.json"],
    ["it is of another scheme", "htp://127.0.0.1/plugins.json"]
  ] as const) {
    it(`stands nowhere where ${title}, given by flag or by variable`, async () => {
      await told.askAll(LINES, ["--registry", keyed(address), "--log-level", "all"])
      await told.askAll(LINES, [], { LEDMATRIX_REGISTRY: keyed(address) })
      await told.askAll(
        ["--github-api", "--github-archive", "--nonsense"].map(
          (option) => `check --json ${option}=${keyed(address)}`
        )
      )
      assert.deepStrictEqual(leaked(), [])
    })
  }

  it("of a webhook stands in no answer, no log and no unit, its path neither", async () => {
    const webhook = keyed("http://127.0.0.1:9/hook-addr-54")
    const { asked, askedAll, end } = await told.serve(["--notify", webhook], {})
    await asked("/api/v3/plugins/state/reconcile", { force: true })
    await askedAll(ROUTES)
    await end()
    await told.askAll(["service-unit", "doctor", "doctor --json"], [], { LEDMATRIX_NOTIFY: webhook })
    assert.deepStrictEqual(told.leaks([...KEYS, "hook-addr-54"]), [])
  })

  it("stands in no answer and no log of a controller", async () => {
    const { asked, askedAll, end } = await told.serve([], {
      LEDMATRIX_REGISTRY: keyed("http://127.0.0.1:9/plugins.json")
    })
    await asked("/api/v3/plugins/state/reconcile", { force: true })
    await asked("/api/v3/plugins/store/refresh", {})
    await askedAll(ROUTES)
    await end()
    assert.deepStrictEqual(leaked(), [])
  })

  it("stands in no unit, which says where it belongs", async () => {
    const more = [
      "--registry",
      keyed("https://r.example/plugins.json"),
      "--github-api",
      "https://api.example"
    ]
    const { code, stderr, stdout } = await told.ask("service-unit", more)
    assert.strictEqual(code, 0)
    assert.include(stderr, "LEDMATRIX_REGISTRY=… into /etc/ledmatrix-reconciler.env")
    assert.include(stdout, "\nEnvironmentFile=/etc/ledmatrix-reconciler.env\n")
    assert.include(stdout, "--github-api=https://api.example")
    assert.deepStrictEqual(leaked(), [])
  })
})
