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
