/** The words that LEDMatrix's documents are made of, and what an enemy would write in their place. */
import type { Random } from "../harness/inputs/Random.ts"
import { anyOf, type Make, mostly, strange } from "./json.ts"

/** Few, so that the documents of one installation speak of the same plugins. */
const IDS = [
  "clock",
  "ledmatrix-clock",
  "weather",
  "ledmatrix-weather",
  "news",
  "a",
  "Clock",
  "hello.world_2"
] as const

const NO_IDS = [
  "",
  " ",
  ".",
  "..",
  "../clock",
  "/etc/passwd",
  "clock/../../x",
  "a\u0000b",
  "display",
  "schedule",
  "__proto__",
  "constructor",
  "-rf",
  "clock.standalone-backup-preinstall",
  "x".repeat(129),
  "clock\n",
  "cl\u202eock",
  "ｃlock"
] as const

export const id: Make = mostly(
  (random) => random.pick(IDS),
  anyOf((random) => random.pick(NO_IDS), strange)
)

export const knownId = (random: Random): string => random.pick(IDS)

const VERSIONS = [
  "1.0.0",
  "1.2",
  "v2.0.0",
  "1.2.0-rc.1",
  "1.2.0b3",
  "2026.1",
  "1.0.0+build.5",
  "0.0.1-alpha",
  ">=2.0.0",
  "^1.2.3",
  "1.x",
  "*",
  "2.0.0 - 3.0.0",
  "v",
  "V1",
  "1.0.0-",
  "01.2.3",
  "latest",
  "999999999999.0.0",
  "1.2.3.4"
] as const

const PARTS = [
  "1",
  "0",
  "rc",
  "b",
  "a",
  "beta",
  "dev",
  ".",
  "-",
  "+",
  "v",
  " ",
  "~",
  ">=",
  "||",
  "x",
  "*"
] as const

export const version: Make = anyOf(
  (random) => random.pick(VERSIONS),
  (random) => random.pick(VERSIONS),
  (random) => random.many(1 + random.size(8), () => random.pick(PARTS)).join(""),
  (random) =>
    `${random.pick(["1.0", "1.0a", "1.0-", "v1.", ">=1.0.0-", ""])}${strange(random)}${random.pick(["", "!", " ", "-"])}`
)

const TIMES = [
  "2026-04-08T09:13:02.654000",
  "2026-04-08T09:13:02",
  "2026-04-08",
  "2026-02-30T00:00:00",
  "2026-04-08T09:13:02+02:00",
  "2026-W15-3T09",
  "20260408T091302,5Z",
  "0000-01-01T00:00:00",
  "9999-12-31T23:59:59.999999",
  "2026-04-08T24:00:00",
  "2026-04-08T09:13:02+24:00",
  "2026-04-08 09:13",
  "2026-04-08x09:13",
  "2026-04-08T09:13:02.1234567890",
  "2026-W53",
  "-2026-04-08"
] as const

const DIGITS = [
  "2",
  "0",
  "26",
  "04",
  "2026",
  "-",
  "-",
  ":",
  "T",
  "W",
  "Z",
  "+",
  ".",
  ",",
  "09",
  "13"
] as const

export const time: Make = anyOf(
  (random) => random.pick(TIMES),
  (random) => random.pick(TIMES),
  (random) => random.many(1 + random.size(12), () => random.pick(DIGITS)).join(""),
  (random) => `2026-04-08T09:13:02${strange(random)}`,
  strange
)

const ADDRESSES = [
  "https://github.com/ChuckBuilds/ledmatrix-plugins",
  "https://github.com/owner/plugin.git",
  "https://example.org/plugin",
  "http://example.org/plugin",
  "file:///srv/plugin",
  "store/clock",
  "../store/clock.zip",
  "git@github.com:owner/plugin.git",
  "ssh://git@example.org/plugin",
  "ext::sh -c touch% /tmp/owned",
  "--upload-pack=touch /tmp/owned",
  "https://user:secret-token@example.org/plugin",
  "https://example.org/plugin?token=secret-token",
  "javascript:alert(1)",
  "https://example.org:99999/",
  "https://[::1",
  "//example.org/plugin",
  "https://github.com/../..",
  "https://github.com/a/b/c"
] as const

export const address: Make = anyOf(
  (random) => random.pick(ADDRESSES),
  (random) => random.pick(ADDRESSES),
  (random) => `https://example.org/${strange(random)}x`,
  (random) => `${strange(random)}x`
)

const PATHS = [
  "plugins/clock",
  "clock",
  "",
  ".",
  "./clock",
  "plugins//clock/",
  "..",
  "../..",
  "plugins/../../clock",
  "/etc",
  "plugins\\clock",
  "a\u0000b",
  ".git",
  "~"
] as const

export const path: Make = anyOf(
  (random) => random.pick(PATHS),
  (random) => random.pick(PATHS),
  strange,
  (random) => `${"a/".repeat(random.size(4000))}b`
)

const BRANCHES = [
  "main",
  "master",
  "release/1.x",
  "a b",
  "--upload-pack=x",
  "a..b",
  "refs/heads/main",
  "main.lock",
  "@{-1}",
  ""
] as const

export const branch: Make = anyOf((random) => random.pick(BRANCHES), strange)
