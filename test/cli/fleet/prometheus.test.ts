// What docs/examples/fleet has for Prometheus and Grafana, with Prometheus' own programs and real controllers.
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { execFileSync, spawn, type ChildProcess } from "node:child_process"
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { has } from "../../support/vitest/otherPrograms.ts"
import { killAll, startController } from "../support/controller.ts"
import { manifest, write } from "../support/program.ts"

const EXAMPLES = fileURLToPath(new URL("../../../docs/examples/fleet", import.meta.url))
const TOKEN = "a-token-that-the-signs-ask-for"

interface Panel {
  readonly title: string
  readonly targets: ReadonlyArray<{ readonly expr: string }>
}

interface Answer<A> {
  readonly status: string
  readonly data: A
}

const dashboard: { readonly panels: ReadonlyArray<Panel> } = JSON.parse(
  readFileSync(join(EXAMPLES, "grafana.json"), "utf8")
)
/** Without what makes a series where there is none. */
const queries = dashboard.panels.flatMap(({ targets, title }) =>
  targets.map(({ expr }) => [title, expr.replace(" or vector(0)", "")] as const)
)

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer()
    server.listen(0, "127.0.0.1", () => {
      const bound = server.address()
      server.close(() => resolve(typeof bound === "object" && bound !== null ? bound.port : 0))
    })
  })

describe.runIf(has("prometheus") && has("promtool"))("Prometheus", () => {
  let directory = ""
  let address = ""
  let prometheus: ChildProcess | undefined
  const at = (...names: ReadonlyArray<string>): string => join(directory, ...names)
  const promtool = (...args: ReadonlyArray<string>): string =>
    execFileSync("promtool", args, { cwd: directory, encoding: "utf8", stdio: "pipe" })

  const ask = async <A>(path: string): Promise<A> => {
    const answer: Answer<A> = JSON.parse(await (await fetch(`${address}/api/v1/${path}`)).text())
    assert.strictEqual(answer.status, "success", JSON.stringify(answer))
    return answer.data
  }

  /** How many series a query has; none where the server does not answer yet. */
  const series = async (expression: string): Promise<number> =>
    ask<{ readonly result: ReadonlyArray<unknown> }>(`query?query=${encodeURIComponent(expression)}`).then(
      ({ result }) => result.length,
      () => 0
    )

  const waitFor = async (expression: string, count: number): Promise<void> => {
    // oxlint-disable-next-line no-await-in-loop -- one look after the other
    for (let left = 200; left > 0 && (await series(expression)) !== count; left--) await sleep(250)
  }

  const sign = async (name: string): Promise<string> => {
    write(at(name), "config/config.json", { clock: { enabled: true } })
    write(at(name), "plugin-repos/clock/manifest.json", manifest("clock"))
    const desired = ["--desired", at("desired.json"), "--sign", name]
    const controller = startController(at(name), {
      args: ["--offline", "--token-file", at("sign.token"), ...desired]
    })
    return String((await controller.said("listening"))["address"]).replace("http://", "")
  }

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "ledmatrix-reconciler-prometheus-"))
    cpSync(EXAMPLES, directory, { recursive: true })
    writeFileSync(at("sign.token"), `${TOKEN}\n`, { mode: 0o600 })
    write(directory, "desired.json", { schema: "ledmatrix-desired/1", plugins: { clock: { enabled: true } } })
    const targets = await Promise.all(["bar-left", "bar-right"].map(sign))
    const silent = `127.0.0.1:${await freePort()}`
    write(directory, "signs.targets.json", [{ targets: [...targets, silent] }])
    const given = readFileSync(at("prometheus.yml"), "utf8")
    // As it is, but for its patience.
    writeFileSync(
      at("quick.yml"),
      `global: { evaluation_interval: 1s }\n${given.replace("30s", "1s").replace("10s", "1s")}`
    )
    const port = await freePort()
    address = `http://127.0.0.1:${port}`
    prometheus = spawn(
      "prometheus",
      [
        `--config.file=${at("quick.yml")}`,
        `--storage.tsdb.path=${at("data")}`,
        `--web.listen-address=127.0.0.1:${port}`
      ],
      { stdio: "ignore" }
    )
    await waitFor('count_over_time(up{job="ledmatrix"}[1m]) > 2', 3)
  })
  afterAll(async () => {
    killAll()
    await new Promise((resolve) => {
      prometheus?.on("close", resolve)
      prometheus?.kill("SIGKILL")
    })
    rmSync(directory, { recursive: true })
  })

  it("takes the configuration and the rules", () => {
    assert.include(promtool("check", "config", "prometheus.yml"), "SUCCESS")
    assert.include(promtool("check", "rules", "alerts.yml"), "SUCCESS")
  })

  it("raises each alert where it has to, and not where all is well", () => {
    assert.include(promtool("test", "rules", "alerts.test.yml"), "SUCCESS")
    const named = (text: string): ReadonlyArray<string> =>
      [...new Set([...text.matchAll(/alert(?:name)?: (\w+)/gu)].map(([, name = ""]) => name))].toSorted()
    const [rules, tests] = ["alerts.yml", "alerts.test.yml"].map((name) => readFileSync(at(name), "utf8"))
    assert.deepStrictEqual(named(tests ?? ""), named(rules ?? ""))
  })

  it("scrapes the signs with their token, and finds the one that is silent", async () => {
    assert.deepStrictEqual(
      await Promise.all([series('up{job="ledmatrix"} == 1'), series('up{job="ledmatrix"} == 0')]),
      [2, 1]
    )
  })

  it("finds every metric that a rule names", async () => {
    const names = new Set(readFileSync(at("alerts.yml"), "utf8").match(/ledmatrix_\w+/gu))
    assert.isAbove(names.size, 3)
    const counts = await Promise.all([...names].map(async (name) => [name, await series(name)] as const))
    assert.deepStrictEqual(
      counts.filter(([, count]) => count === 0),
      []
    )
  })

  it("has no alert but of the silent sign", async () => {
    interface Rules {
      readonly groups: ReadonlyArray<{
        readonly rules: ReadonlyArray<{
          readonly name: string
          readonly state: string
          readonly health: string
        }>
      }>
    }
    const { groups } = await ask<Rules>("rules")
    const rules = groups.flatMap((group) => group.rules)
    assert.deepStrictEqual([...new Set(rules.map(({ health }) => health))], ["ok"])
    assert.deepStrictEqual(
      rules.filter(({ state }) => state !== "inactive").map(({ name }) => name),
      ["SignSilent"]
    )
  })

  it.each(queries)("answers the dashboard's panel %s", async (_, query) => {
    assert.isAbove(await series(query), 0, query)
  })
})
