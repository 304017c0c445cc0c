// Places as they are: what a file system does not know is left, and where nothing can be done the error names it.
import { afterAll, afterEach, assert, beforeEach, describe, it } from "@effect/vitest"
import { chmodSync, readFileSync, statSync } from "node:fs"
import { constants } from "node:os"
import { join } from "node:path"
import { pluginFiles, zip } from "../../support/zip.ts"
import { healthyRoot, json, manifest, removed, run, write } from "../support/program.ts"
import { aclOf, mountAlone, overlayOn, refusals, setAcl, setDefaultAcl } from "./places.ts"

const refusing = refusals()
afterAll(() => refusing?.remove())

let root: string

beforeEach(() => {
  root = healthyRoot()
  const plugins = [
    { id: "clock", latest_version: "1.1.0", download_url_template: "clock.zip" },
    { id: "news", latest_version: "1.0.0", download_url_template: "news.zip" }
  ]
  write(root, "store/plugins.json", { plugins })
  write(root, "store/clock.zip", zip(pluginFiles("clock", "1.1.0")))
  write(root, "store/news.zip", zip(pluginFiles("news")))
})

afterEach(() => {
  removed(root)
})

const programIn =
  (at: string, env: Readonly<Record<string, string>> = {}) =>
  async (...words: ReadonlyArray<string>) => {
    const where = ["--json", "--offline", "--root", at, "--registry", join(root, "store/plugins.json")]
    const { code, stdout } = await run([...words, ...where], { env })
    return { code, said: json(stdout) }
  }

const COMMANDS = [
  ["disable", "clock"],
  ["update", "clock"],
  ["install", "news"],
  ["uninstall", "clock"]
] as const

const { EINVAL, ENOLCK, EOPNOTSUPP, EPERM } = constants.errno

describe.runIf(refusing !== undefined)("where the file system", () => {
  const shares = [
    ["knows no modes, and says EPERM", "NO_MODES", EPERM],
    ["knows no modes, and says EOPNOTSUPP", "NO_MODES", EOPNOTSUPP],
    ["syncs no directory, and says EINVAL", "NO_SYNC", EINVAL],
    ["syncs no directory, and says EOPNOTSUPP", "NO_SYNC", EOPNOTSUPP]
  ] as const

  for (const [what, name, errno] of shares) {
    for (const words of COMMANDS) {
      it(`${what}, ${words[0]} does its work`, async () => {
        const program = programIn(root, { LD_PRELOAD: refusing?.preload ?? "", [name]: String(errno) })
        assert.strictEqual((await program(...words)).code, 0)
        assert.strictEqual((await program("reconcile")).code, 0)
      })
    }
  }

  for (const [what, errno] of [
    ["ENOLCK", ENOLCK],
    ["EOPNOTSUPP", EOPNOTSUPP]
  ] as const) {
    it(`grants no locks, and says ${what}, it is named at once with the step that helps`, async () => {
      const program = programIn(root, { LD_PRELOAD: refusing?.preload ?? "", NO_LOCKS: String(errno) })
      const { code, said } = await program("disable", "clock", "--lock-timeout", "1h")
      assert.strictEqual(code, 1)
      assert.deepNestedInclude(said, {
        "error.code": "ENOLCK",
        "error.hint":
          "nothing was changed; mount this file system with locks, or keep the installation on a disk of this machine"
      })
      write(root, "plugin-repos/text/manifest.json", manifest("text"))
      const pass = await program("reconcile")
      assert.strictEqual(pass.code, 1)
      assert.include(JSON.stringify(pass.said), "grants no locks (ENOLCK); mount this file system with locks")
    })
  }
})

const canMount = ((): boolean => {
  const directory = healthyRoot()
  const unmount = mountAlone(join(directory, "config/config.json"))
  unmount?.()
  removed(directory)
  return unmount !== undefined
})()

describe.runIf(canMount)("where a file is mounted alone", () => {
  it("it is not replaced, and the error says that it is a mount point, for good", async () => {
    const path = join(root, "config/config.json")
    const before = readFileSync(path, "utf8")
    const unmount = mountAlone(path)
    try {
      const { code, said } = await programIn(root)("disable", "clock")
      assert.strictEqual(code, 1)
      assert.deepNestedInclude(said, {
        "error.code": "MOUNT_POINT",
        "error.path": "config/config.json",
        "error.hint": "nothing was changed; mount the directory that holds it, not it alone"
      })
      write(root, "plugin-repos/text/manifest.json", manifest("text"))
      const pass = await programIn(root)("reconcile")
      assert.deepNestedInclude(pass.said, {
        "inconsistencies_manual[0].outcome.error.code": "MOUNT_POINT",
        "inconsistencies_manual[0].outcome.error.kind": "permanent"
      })
      assert.strictEqual(readFileSync(path, "utf8"), before)
    } finally {
      unmount?.()
    }
  })
})

const canOverlay = ((): boolean => {
  const directory = healthyRoot()
  const overlay = overlayOn(directory)
  overlay?.remove()
  removed(directory)
  return overlay !== undefined
})()

describe.runIf(canOverlay)("on an overlay,", () => {
  for (const words of [
    ["update", "clock"],
    ["uninstall", "clock"]
  ] as const) {
    it(`${words[0]} of a plugin of the lower layer names the overlay, and leaves the plugin`, async () => {
      const overlay = overlayOn(root)
      try {
        const at = overlay?.root ?? ""
        const { code, said } = await programIn(at)(...words)
        assert.strictEqual(code, 1)
        assert.deepNestedInclude(said, { "error.code": "OVERLAY" })
        assert.deepNestedInclude(json(readFileSync(join(at, "plugin-repos/clock/manifest.json"), "utf8")), {
          version: "1.0.0"
        })
        assert.strictEqual((await programIn(at)("check")).code, 0)
      } finally {
        overlay?.remove()
      }
    })
  }
})

const knowsLists = ((): boolean => {
  const directory = healthyRoot()
  const known = setAcl(join(directory, "config/config.json"))
  removed(directory)
  return known
})()

describe.runIf(knowsLists)("an access-control list", () => {
  const secrets = () => join(root, "config/config_secrets.json")
  const config = () => join(root, "config/config.json")

  beforeEach(() => {
    write(root, "config/config_secrets.json", { clock: { api_key: "k" }, news: { api_key: "n" } })
    chmodSync(secrets(), 0o600)
  })

  it("of the secrets, and of config, is kept", async () => {
    setAcl(secrets())
    setAcl(config())
    const before = [aclOf(secrets()), aclOf(config())]
    assert.strictEqual((await programIn(root)("uninstall", "clock")).code, 0)
    assert.notInclude(readFileSync(secrets(), "utf8"), "clock")
    assert.deepStrictEqual([aclOf(secrets()), aclOf(config())], before)
    assert.notInclude(before, "")
  })

  it("that the directory has for new files is not given to secrets that had none", async () => {
    chmodSync(secrets(), 0o640)
    setDefaultAcl(join(root, "config"))
    const path = secrets()
    assert.strictEqual(aclOf(path), "")
    assert.strictEqual((await programIn(root)("uninstall", "clock")).code, 0)
    assert.notInclude(readFileSync(path, "utf8"), "clock")
    assert.deepStrictEqual([aclOf(path), statSync(path).mode & 0o777], ["", 0o640])
  })
})
