// `npm start uninstall clock --preserve-config` must not become an uninstall that removes the settings.
import { assert, describe, it } from "@effect/vitest"
import { flagsTakenByNpm } from "../../../src/cli/arguments/flagsTakenByNpm.ts"

const started = { npm_lifecycle_event: "start", npm_package_name: "ledmatrix-reconciler" }

describe("flags that npm kept for itself", () => {
  it("are refused, with the line to write instead", () => {
    const failure = flagsTakenByNpm(["uninstall", "clock"], {
      ...started,
      npm_config_preserve_config: "true"
    })
    assert.deepInclude(failure, {
      code: "usage",
      message: "npm kept --preserve-config for itself, so the command was not run"
    })
    assert.include(failure?.hint, "npx ledmatrix-reconciler uninstall clock --preserve-config")
  })

  it.each([
    ["left among the words", ["check", "/srv/sign"], { npm_config_root: "true" }, "check --root /srv/sign`"],
    ["kept by npm", ["check"], { npm_config_root: "/srv/my sign" }, "check --root '/srv/my sign'`"],
    [
      "left among the words beside a switch",
      ["uninstall", "clock", "/srv/sign"],
      { npm_config_root: "true", npm_config_preserve_config: "true" },
      "uninstall clock --root /srv/sign --preserve-config`"
    ]
  ])("stand in that line with the value that was %s", (_title, argv, kept, line) => {
    const failure = flagsTakenByNpm(argv, { ...started, ...kept })
    assert.strictEqual(failure?.hint, `write \`npx ledmatrix-reconciler ${line}`)
  })

  it("leave to the person which values belong to several of them", () => {
    const kept = { npm_config_root: "true", npm_config_log_level: "true" }
    const failure = flagsTakenByNpm(["check", "/srv/sign", "debug"], { ...started, ...kept })
    assert.include(failure?.hint, "with the values that belong to them")
  })

  it.each([
    ["npm took none", ["check"], started],
    ["the program got it too", ["check", "--json"], { ...started, npm_config_json: "true" }],
    ["npm's own settings name a registry of packages", ["check"], { ...started, npm_config_registry: "x" }],
    ["npm did not start the program", ["check"], { npm_config_json: "true" }],
    [
      "the script is another package's",
      ["check"],
      { ...started, npm_package_name: "sign", npm_config_json: "true" }
    ]
  ])("are none where %s", (_title, argv, environment) => {
    assert.isUndefined(flagsTakenByNpm(argv, environment))
  })
})
