import type { Environment } from "../../../src/node/Environment.ts"
// Flag, variable, default: which one counts, and what each of them may say.
import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect } from "effect"
import { type Settings, settings } from "../../../src/cli/settings/Settings.ts"
import type { OptionValues } from "../../../src/cli/arguments/Invocation.ts"

const defaults: Settings = {
  root: ".",
  registry: undefined,
  authority: "latest",
  systemKeys: [],
  ledmatrixVersion: undefined,
  ledmatrixCache: undefined,
  offline: false,
  githubApi: undefined,
  githubArchive: undefined,
  lockTimeout: Duration.seconds(10),
  json: false,
  logLevel: "Info"
}

const rows: ReadonlyArray<
  readonly [title: string, given: OptionValues, env: Environment, Partial<Settings>]
> = [
  ["without anything, the defaults", {}, {}, {}],
  ["a variable wins over the default", {}, { LEDMATRIX_ROOT: "/a" }, { root: "/a" }],
  ["a flag wins over its variable", { root: ["/b"] }, { LEDMATRIX_ROOT: "/a" }, { root: "/b" }],
  ["an empty variable is none", {}, { LEDMATRIX_ROOT: "", LEDMATRIX_AUTHORITY: " " }, {}],
  ["authority from the variable", {}, { LEDMATRIX_AUTHORITY: "state" }, { authority: "state" }],
  [
    "authority from the flag",
    { authority: ["config"] },
    { LEDMATRIX_AUTHORITY: "state" },
    { authority: "config" }
  ],
  [
    "a wrong variable does not matter behind a flag",
    { authority: ["config"] },
    { LEDMATRIX_AUTHORITY: "nonsense" },
    { authority: "config" }
  ],
  [
    "system keys are split at commas",
    {},
    { LEDMATRIX_SYSTEM_KEYS: "data, extra ,," },
    { systemKeys: ["data", "extra"] }
  ],
  [
    "system keys of flags replace those of the variable",
    { "system-key": ["a", "b,c"] },
    { LEDMATRIX_SYSTEM_KEYS: "data" },
    { systemKeys: ["a", "b,c"] }
  ],
  [
    "a version of LEDMatrix, and its cache",
    { "ledmatrix-version": ["v3.8"] },
    { LEDMATRIX_VERSION: "3.2.0", LEDMATRIX_CACHE: "/c" },
    { ledmatrixVersion: "v3.8", ledmatrixCache: "/c" }
  ],
  [
    "a registry that is an address",
    { registry: ["https://r.example/p.json"] },
    {},
    { registry: "https://r.example/p.json" }
  ],
  ["a registry that is a path", {}, { LEDMATRIX_REGISTRY: "./plugins.json" }, { registry: "./plugins.json" }],
  ["a registry that is a file address", { registry: ["file:///r.json"] }, {}, { registry: "file:///r.json" }],
  [
    "GitHub's places",
    {},
    { LEDMATRIX_GITHUB_API: "http://127.0.0.1:1", LEDMATRIX_GITHUB_ARCHIVE: "http://127.0.0.1:2" },
    { githubApi: "http://127.0.0.1:1", githubArchive: "http://127.0.0.1:2" }
  ],
  ["a bare number is seconds", { "lock-timeout": ["3"] }, {}, { lockTimeout: Duration.seconds(3) }],
  ["milliseconds", { "lock-timeout": ["250ms"] }, {}, { lockTimeout: Duration.millis(250) }],
  ["minutes, spelled out", { "lock-timeout": ["1.5 minutes"] }, {}, { lockTimeout: Duration.seconds(90) }],
  ["no waiting at all", { "lock-timeout": ["0"] }, {}, { lockTimeout: Duration.zero }],
  ["switches", { json: ["true"], offline: ["false"] }, {}, { json: true }],
  ["the log level", { "log-level": ["none"] }, {}, { logLevel: "None" }]
]

const wrong: ReadonlyArray<readonly [given: OptionValues, env: Environment, message: string]> = [
  [{}, { LEDMATRIX_AUTHORITY: "lates" }, `LEDMATRIX_AUTHORITY: "lates" is not valid: did you mean latest?`],
  [{ authority: ["x"] }, {}, `--authority: "x" is not valid: it is one of latest, state or config`],
  [
    { "github-api": ["ftp://x"] },
    {},
    `--github-api: "ftp://x" is not valid: it takes an address that begins with https:// or http://`
  ],
  [
    {},
    { LEDMATRIX_GITHUB_ARCHIVE: "x" },
    `LEDMATRIX_GITHUB_ARCHIVE: "x" is not valid: it takes an address that begins with https:// or http://`
  ],
  [
    {},
    { LEDMATRIX_REGISTRY: "ftp://x" },
    `LEDMATRIX_REGISTRY: "ftp://x" is not valid: it takes an address (https:, http:, file:) or a path`
  ],
  [
    { "lock-timeout": ["soon"] },
    {},
    `--lock-timeout: "soon" is not valid: it takes a duration such as 10 s, 500 ms or 2 min`
  ],
  [
    { "lock-timeout": ["-1s"] },
    {},
    `--lock-timeout: "-1s" is not valid: it takes a duration such as 10 s, 500 ms or 2 min`
  ],
  [{ root: [""] }, {}, `--root: "" is not valid: it is empty`]
]

describe("settings", () => {
  for (const [title, given, env, expected] of rows) {
    it.effect(title, () =>
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* settings(given, env), { ...defaults, ...expected })
      })
    )
  }

  for (const [given, env, message] of wrong) {
    it.effect(`refuses ${JSON.stringify({ ...given, ...env })}`, () =>
      Effect.gen(function* () {
        const failure = yield* Effect.flip(settings(given, env))
        assert.deepStrictEqual([failure.code, failure.message], ["invalid_value", message])
      })
    )
  }
})
