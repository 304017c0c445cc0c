/** A realistic installation of any size in a temporary directory, the same for the same size. */
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

export type Drift = "none" | "enabled" | "missing_in_config"

const MANIFESTS = [
  "ledmatrix-weather",
  "calendar",
  "clock-simple",
  "of-the-day",
  "hockey-scoreboard",
  "news"
].map((name) =>
  readFileSync(new URL(`../../support/fixtures/manifests/${name}.json`, import.meta.url), "utf8")
)

const TEMPLATE: unknown = JSON.parse(
  readFileSync(new URL("../../support/fixtures/config.template.json", import.meta.url), "utf8")
)

const name = (at: number): string => `plugin-${String(at).padStart(5, "0")}`

const manifest = (at: number): string =>
  (MANIFESTS[at % MANIFESTS.length] ?? "{}").replace(/"id": "[^"]*"/u, `"id": "${name(at)}"`)

const versionOf = (text: string): unknown => {
  const parsed: { readonly version?: unknown } = JSON.parse(text)
  return parsed.version ?? null
}

const record = (at: number, enabled: boolean) => ({
  plugin_id: name(at),
  status: enabled ? "enabled" : "disabled",
  enabled,
  version: versionOf(manifest(at)),
  installed_at: "2026-04-08T09:12:33.123456",
  last_updated: "2026-04-08T09:13:02.654321",
  config_version: 3,
  metadata: {}
})

const entry = (at: number) => ({
  enabled: true,
  display_duration: 15 + (at % 20),
  live_priority: false,
  favorite_teams: ["TB", "TOR"],
  display_options: { show_records: true, show_odds: at % 2 === 0 }
})

export interface Fixture {
  readonly root: string
  readonly manifests: ReadonlyArray<string>
  /** Writes config and state anew, with a tenth of the plugins drifted. */
  readonly setDrift: (drift: Drift) => void
  readonly remove: () => void
}

export const fixture = (size: number): Fixture => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "ledmatrix-bench-")))
  for (const directory of ["config", "data", "plugin-repos"]) mkdirSync(join(root, directory))
  const manifests = Array.from({ length: size }, (_, at) => {
    const path = join(root, "plugin-repos", name(at), "manifest.json")
    mkdirSync(join(root, "plugin-repos", name(at)))
    writeFileSync(path, manifest(at))
    return path
  })
  const setDrift = (drift: Drift): void => {
    const drifted = (at: number, kind: Drift) => drift === kind && at % 10 === 0
    const all = Array.from({ length: size }, (_, at) => at)
    const entries = all
      .filter((at) => !drifted(at, "missing_in_config"))
      .map((at) => [name(at), entry(at)] as const)
    const { "web-ui-info": _builtIn, ...system } = TEMPLATE as { readonly [key: string]: unknown }
    writeFileSync(
      join(root, "config/config.json"),
      JSON.stringify({ ...system, ...Object.fromEntries(entries) }, undefined, 4)
    )
    const states = all.map(
      (at) => [name(at), record(at, !drifted(at, "enabled") && !drifted(at, "missing_in_config"))] as const
    )
    writeFileSync(
      join(root, "data/plugin_state.json"),
      JSON.stringify(
        { version: 1, states: Object.fromEntries(states), last_updated: "2026-04-08T09:13:02.655000" },
        undefined,
        2
      )
    )
  }
  setDrift("none")
  return { root, manifests, setDrift, remove: () => rmSync(root, { recursive: true, force: true }) }
}
