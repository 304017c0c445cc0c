/** An installation and a store made from a seed: plugins in every state that the rules tell apart. */
import type { Chance } from "../../../support/powerCut/seededChance.ts"

export const ROOT = "/home/pi/LEDMatrix"
export const PLUGINS = `${ROOT}/plugin-repos`
/** Well after every file that an installation begins with. */
export const START_MS = Date.UTC(2026, 5, 1, 12)

type Json = { readonly [key: string]: unknown }
/** Texts by path relative to a plugin's directory. */
export type Files = { readonly [path: string]: string }

export interface Offered {
  readonly registryId: string
  readonly id: string
  readonly version: string
  readonly files: Files
}

export interface World {
  /** Texts by absolute path. */
  readonly files: { readonly [path: string]: string }
  /** Ids that take part, and one that no source has yet. */
  readonly ids: readonly [string, ...ReadonlyArray<string>]
  readonly spare: string
  readonly config: Json
  readonly records: Json
  readonly marks: ReadonlyArray<string>
  readonly secrets: Json
  /** Whole plugins by directory, broken ones too. */
  readonly installed: ReadonlyMap<string, Files>
  /** Directories whose manifest names another id. */
  readonly idOf: ReadonlyMap<string, string>
  readonly setAside: ReadonlyMap<string, Files>
  readonly broken: ReadonlySet<string>
  readonly offers: ReadonlyArray<Offered>
  /** A saved state that a crash of LEDMatrix left half written. */
  readonly brokenState: string | undefined
  /** Texts that may stand in `config_secrets.json` alone. */
  readonly secretTexts: ReadonlyArray<string>
  /** Texts of config entries that no record of ours may repeat. */
  readonly privateTexts: ReadonlyArray<string>
}

/** The id that `name` means: the registry knows some plugins by another. */
export const meant = (world: World, name: string): string =>
  world.offers.find(({ registryId }) => registryId === name)?.id ?? name

/** What every plugin keeps beside its code. No store has it. */
export const LOGIN = "token.pickle"
export const loginOf = (directory: string): string => `login of ${directory}`

const IDS = ["clock", "news", "ledmatrix-weather", "stocks", "of-the-day", "music"] as const

const manifest = (id: string, version: string | undefined, more: Json = {}): string =>
  `${JSON.stringify(
    {
      id,
      name: `The ${id}`,
      ...(version === undefined ? {} : { version }),
      class_name: "Plugin",
      entry_point: "manager.py",
      display_modes: [id],
      ...more
    },
    undefined,
    2
  )}\n`

/** A plugin of several files in two levels, each file telling its version: a mixture is seen at once. */
export const pluginFiles = (id: string, version: string | undefined, more: Json = {}): Files => ({
  "manifest.json": manifest(id, version, more),
  "manager.py": `# ${id} ${version ?? "?"}\nclass Plugin(BasePlugin):\n    pass\n`,
  "config_schema.json": `{"of": "${id}", "version": "${version ?? "?"}"}`,
  "assets/fonts/small.bdf": `font of ${id} ${version ?? "?"}`
})

const record = (id: string, enabled: boolean, version: string | null, status: string): Json => ({
  plugin_id: id,
  status,
  enabled,
  version,
  installed_at: "2026-04-08T09:12:33.123456",
  last_updated: "2026-04-08T09:13:02.654321",
  config_version: 3,
  metadata: { keep: id }
})

/** What one plugin has in each of its places. */
const place = (id: string, chance: Chance) => {
  const version = chance.pick(["1.0.0", "1.2.0", undefined])
  const enabled = chance.happens(0.5)
  const directory = chance.happens(0.1) ? `my-${id}` : id
  const installed = chance.happens(0.7)
  const setAside = !installed && chance.happens(0.35)
  const recorded = chance.pick(["in step", "in step", "other", "old version", "invalid", "none"])
  const entry: Json | undefined = chance.happens(0.8)
    ? {
        enabled: chance.happens(0.08) ? "yes" : enabled,
        city: `of ${id}`,
        limit: 1.5,
        nested: { teams: ["TB", "é"], enabled: true },
        ...(chance.happens(0.4) ? { api_key: `entry-key-of-${id}` } : {})
      }
    : undefined
  return {
    id,
    version,
    directory,
    entry,
    files: installed ? pluginFiles(id, version) : undefined,
    broken: installed && chance.happens(0.08),
    setAside: setAside ? pluginFiles(id, version) : undefined,
    record: recordOf(id, enabled, version, recorded),
    secrets: chance.happens(0.5) ? { api_key: `s3cret-of-${id}` } : undefined,
    marked: !installed && chance.happens(0.3)
  }
}

const recordOf = (id: string, enabled: boolean, version: string | undefined, kind: string): unknown => {
  const status = enabled ? "enabled" : "disabled"
  if (kind === "none") return undefined
  if (kind === "other") return record(id, !enabled, version ?? null, enabled ? "disabled" : "enabled")
  if (kind === "old version") return record(id, enabled, "0.9.0", status)
  if (kind === "invalid")
    return { ...record(id, enabled, version ?? null, status), status: "loaded", extra: 1 }
  return record(id, enabled, version ?? null, status)
}

const offersOf = (ids: ReadonlyArray<string>, chance: Chance): ReadonlyArray<Offered> =>
  ids.flatMap((id) => {
    if (!chance.happens(0.85)) return []
    const version = chance.pick(["1.2.0", "2.0.0"])
    const wrongId = chance.happens(0.07)
    const registryId = id === "ledmatrix-weather" ? "weather" : id
    return [
      {
        registryId,
        id,
        version,
        files: pluginFiles(wrongId ? `${id}-impostor` : id, version)
      } satisfies Offered
    ]
  })

const entriesOf = <A>(
  places: ReadonlyArray<ReturnType<typeof place>>,
  value: (one: ReturnType<typeof place>) => A | undefined,
  key: (one: ReturnType<typeof place>) => string = ({ id }) => id
): ReadonlyArray<readonly [string, A]> =>
  places.flatMap((one) => {
    const found = value(one)
    return found === undefined ? [] : [[key(one), found] as const]
  })

export const makeWorld = (chance: Chance): World => {
  const count = 2 + chance.below(3)
  const ids = IDS.map((id) => ({ id, at: chance.below(1000) }))
    .toSorted((a, b) => a.at - b.at)
    .slice(0, count)
    .map(({ id }) => id)
  const places = ids.map((id) => place(id, chance))
  const config: Json = {
    timezone: "America/New_York",
    target_fps: 100,
    display: { hardware: { rows: 32, cols: 64 }, brightness: 90 },
    ...Object.fromEntries(entriesOf(places, ({ entry }) => entry)),
    schedule: { enabled: false, mode: "per-day" }
  }
  const hasState = chance.happens(0.9)
  const brokenState = hasState && chance.happens(0.06) ? `{"version": 1, "states": {"` : undefined
  const records =
    hasState && brokenState === undefined ? Object.fromEntries(entriesOf(places, (one) => one.record)) : {}
  const secrets: Json = {
    github: { api_token: "s3cret-github-token" },
    ...Object.fromEntries(entriesOf(places, (one) => one.secrets))
  }
  const marks = places
    .filter(({ marked }) => marked)
    .map(({ id }) => id)
    .toSorted()
  const installed = new Map(
    entriesOf(
      places,
      ({ broken, files }) => files && (broken ? { ...files, "manifest.json": `{"id": ` } : files),
      ({ directory }) => directory
    )
  )
  const setAside = new Map(
    entriesOf(
      places,
      (one) => one.setAside,
      ({ id }) => `${id}.standalone-backup-${chance.pick(["preinstall", "migrating"])}`
    )
  )
  const spare = "spare-plugin"
  const offers = [
    ...offersOf(ids, chance),
    { registryId: spare, id: spare, version: "1.0.0", files: pluginFiles(spare, "1.0.0") }
  ]
  return {
    files: {
      [`${ROOT}/config/config.json`]: JSON.stringify(config, undefined, 4),
      [`${ROOT}/src/__init__.py`]: `__version__ = "3.7.0"\n`,
      [`${ROOT}/config/config_secrets.json`]: JSON.stringify(secrets, undefined, 4),
      ...(hasState
        ? { [`${ROOT}/data/plugin_state.json`]: brokenState ?? stateText(records) }
        : { [`${ROOT}/data/operation_history.json`]: "[]" }),
      ...(marks.length > 0 || chance.happens(0.5)
        ? { [`${ROOT}/config/uninstalled_plugins.json`]: JSON.stringify(marks, undefined, 2) }
        : {}),
      ...filesUnder(installed),
      ...Object.fromEntries(
        [...installed.keys()].map((directory) => [`${PLUGINS}/${directory}/${LOGIN}`, loginOf(directory)])
      ),
      ...filesUnder(setAside)
    },
    ids: [ids[0] ?? "clock", ...ids.slice(1)],
    spare,
    config,
    records,
    marks,
    secrets,
    installed,
    idOf: new Map(places.map(({ directory, id }) => [directory, id])),
    setAside,
    broken: new Set(places.filter(({ broken }) => broken).map(({ directory }) => directory)),
    offers,
    brokenState,
    secretTexts: ["s3cret-github-token", ...ids.map((id) => `s3cret-of-${id}`)],
    privateTexts: ids.map((id) => `entry-key-of-${id}`)
  }
}

export const stateText = (records: Json): string =>
  JSON.stringify({ version: 1, states: records, last_updated: "2026-04-08T09:13:02.655000" }, undefined, 2)

const filesUnder = (directories: ReadonlyMap<string, Files>): { readonly [path: string]: string } =>
  Object.fromEntries(
    [...directories].flatMap(([directory, files]) =>
      Object.entries(files).map(([path, text]) => [`${PLUGINS}/${directory}/${path}`, text])
    )
  )
