// The GitHub Actions file of docs/examples/fleet: its steps, run in order as a runner runs them.
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { execFile, execFileSync, spawnSync } from "node:child_process"
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { parse } from "yaml"
import { json } from "../support/program.ts"
import { BAD, BERN, GOOD, type Signs, startSigns } from "../support/signs.ts"

const checkout = fileURLToPath(new URL("../../..", import.meta.url))
const examples = join(checkout, "docs/examples/fleet")
const workflow: unknown = parse(readFileSync(join(examples, "roll-out.yml"), "utf8"))

interface Step {
  readonly name: string
  readonly run: string
  readonly env: Readonly<Record<string, string>>
}

/** Those that run something; the others are a checkout and a Node, which the spec makes itself. */
const steps: ReadonlyArray<Step> = Object(workflow)
  .jobs["roll-out"].steps.filter((step: object) => "run" in step)
  .map((step: object) => ({ env: {}, ...step }))

interface Ended {
  readonly code: number
  readonly out: string
}

describe("the workflow", () => {
  let signs: Signs
  let context: Readonly<Record<string, string>> = {}
  let env: Readonly<Record<string, string | undefined>> = {}
  const git = (...args: ReadonlyArray<string>): string =>
    execFileSync("git", args, { cwd: signs.at("repository"), env, encoding: "utf8", stdio: "pipe" })

  const bash = (step: Step): Promise<Ended> =>
    new Promise((resolve) => {
      const given = Object.entries(step.env).map(([name, value]) => [
        name,
        value.replace(/\$\{\{ (\S+) \}\}/gu, (_, key: string) => context[key] ?? "")
      ])
      writeFileSync(signs.at("step.sh"), step.run)
      const options = { cwd: signs.at("workspace"), env: { ...env, ...Object.fromEntries(given) } }
      // What a runner starts where a step names no shell.
      execFile("bash", ["-e", signs.at("step.sh")], options, (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === "number" ? error.code : 0, out: stdout + stderr })
      })
    })

  const commit = (document: string): void => {
    writeFileSync(signs.at("repository/desired.json"), document)
    git("add", ".")
    git("commit", "--quiet", "--message", "another document")
  }

  /** A push of this document to `main`: what the checkout makes of it, and the steps until one fails. */
  const push = async (document: string): Promise<Ended> => {
    commit(document)
    git("push", "--quiet", "origin", "main")
    rmSync(signs.at("workspace"), { recursive: true, force: true })
    git("clone", "--quiet", signs.at("origin.git"), signs.at("workspace"))
    let out = ""
    for (const step of steps) {
      // eslint-disable-next-line no-await-in-loop -- one step after the other
      const ended = await bash(step)
      out += ended.out
      if (ended.code !== 0) return { code: ended.code, out: `${step.name}: ${out}` }
    }
    return { code: 0, out }
  }

  beforeAll(async () => {
    signs = await startSigns()
    const { at } = signs
    env = {
      PATH: `${at("npm/bin")}:${dirname(process.execPath)}:${process.env["PATH"]}`,
      HOME: at("home"),
      CI: "true",
      GITHUB_ACTIONS: "true",
      GITHUB_WORKSPACE: at("workspace"),
      RUNNER_TEMP: at("temp"),
      NPM_CONFIG_PREFIX: at("npm"),
      NPM_CONFIG_OFFLINE: "true"
    }
    context = {
      "secrets.SIGNING_KEY": readFileSync(at("key.pem"), "utf8").trim(),
      "vars.SHARES": "1",
      "vars.EVERY": "1",
      "vars.GATE": "--min-reports 2 --soak 1s"
    }
    for (const name of ["home", "temp", "repository"]) mkdirSync(at(name))
    git("init", "--quiet", "--initial-branch", "main")
    execFileSync("git", ["init", "--quiet", "--bare", "--initial-branch", "main", at("origin.git")], { env })
    git("remote", "add", "origin", at("origin.git"))
    git("config", "--global", "user.name", "an operator")
    git("config", "--global", "user.email", "operator@signs.example")
    cpSync(join(examples, "roll-out.sh"), at("repository/roll-out.sh"))
    cpSync(at("publish"), at("repository/publish.sh"))
    cpSync(at("signs.json"), at("repository/signs.json"))
    const packed = ["pack", "--ignore-scripts", "--silent", "--pack-destination", at("repository")]
    const { status } = spawnSync("npm", packed, { cwd: checkout })
    assert.deepStrictEqual([status, globSync("*.tgz", { cwd: at("repository") }).length], [0, 1])
  })
  afterAll(() => signs.close())

  it("rolls a good document out to all signs", async () => {
    const { code, out } = await push(GOOD)
    assert.strictEqual(code, 0, out)
    await signs.become(BERN)
    // A web server of another user reads it; the key is read by its owner alone.
    assert.strictEqual(statSync(signs.at("www/desired.json")).mode & 0o777, 0o644)
    assert.strictEqual(statSync(signs.at("temp/key.pem")).mode & 0o777, 0o600)
  })

  it("takes a bad document back by itself, to the one that was rolled out and not to the commit before", async () => {
    commit(BAD.replace("no-such-plugin", "neither-this-plugin"))
    const { code, out } = await push(BAD)
    assert.strictEqual(code, 1, out)
    assert.include(out, "took it back")
    const published = Object(json(readFileSync(signs.at("www/desired.json"), "utf8")))
    assert.deepStrictEqual(published.plugins, Object(json(GOOD)).plugins)
    await signs.become(BERN)
  })
})
