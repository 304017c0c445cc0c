/** The installation that programs are killed on, its store, and what its owner has in it. */
import { createHash } from "node:crypto"
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync
} from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join, relative } from "node:path"
import { manifest, record } from "../../cli/support/program.ts"
import { type ZipFile, zip } from "../../support/zip.ts"

export type Json = { [key: string]: unknown }

export const objectOf = (value: unknown): Json =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {}

/** No command is ever given one of these: they must be there, with all their settings, after every kill. */
export const BYSTANDERS = ["bystander-1", "bystander-2"] as const
export const TARGETS = ["target-1", "target-2", "target-3", "target-4", "target-5", "target-6"] as const
export const PLUGINS = [...BYSTANDERS, ...TARGETS] as const

export const CONFIG = "config/config.json"
export const SECRETS = "config/config_secrets.json"
export const MARKS = "config/uninstalled_plugins.json"
export const STATE = "data/plugin_state.json"

/** LEDMatrix's own settings, but for `display.brightness`, which it changes itself. */
export const SYSTEM = {
  web_display_autostart: true,
  timezone: "Europe/Berlin",
  location: { city: "Köln", state: "NRW", country: "DE" },
  display: { hardware: { rows: 32, cols: 64 }, brightness: 0 }
}
export const TOKEN = { github: { api_token: "s3cret-of-github" } }

/** What every plugin keeps beside its code. No store has it. */
const LOGIN = "token.pickle"
const loginOf = (id: string): string => `login of ${id}`

const filesOf = (id: string, version: string): ReadonlyArray<ZipFile> => [
  // With what an install would add to it: so its bytes are the archive's.
  { name: "manifest.json", content: JSON.stringify({ ...manifest(id, version), entry_point: "manager.py" }) },
  { name: "manager.py", content: `class Plugin(BasePlugin):\n    version = "${version}"\n` },
  ...Array.from({ length: 24 }, (_, at) => ({
    name: `data/table-${at}.csv`,
    content: `${id},${version}\n`.repeat(100 + at)
  }))
]

const digestOf = (files: ReadonlyArray<readonly [string, string | Uint8Array]>): string => {
  const hash = createHash("sha256")
  for (const [name, content] of files.toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`${name}\0${content.length}\0`).update(content)
  }
  return hash.digest("hex")
}

const filesBelow = (directory: string): ReadonlyArray<string> =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name, parentPath }) => relative(directory, join(parentPath, name)))

export type World = ReturnType<typeof makeWorld>

export const makeWorld = () => {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "ledmatrix-killed-")))
  const root = join(directory, "LEDMatrix")
  const store = join(directory, "store")
  const path = (name: string): string => join(root, name)
  const write = (file: string, content: string | Uint8Array): void => {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, content)
  }
  const writeJson = (name: string, value: unknown): void => {
    write(path(name), JSON.stringify(value, undefined, 4))
  }
  const versions = new Map<string, number>()
  const published = new Map<string, Map<string, string>>()

  /** Another version of the plugin appears in the store. */
  const publish = (id: string): string => {
    const number = (versions.get(id) ?? -1) + 1
    versions.set(id, number)
    const version = `1.${number}.0`
    const files = filesOf(id, version)
    write(join(store, `${id}-${version}.zip`), zip(files))
    const digest = digestOf(files.map(({ content = "", name }) => [String(name), content]))
    published.set(id, new Map([...(published.get(id) ?? []), [digest, version]]))
    const plugins = [...versions].map(([plugin, latest]) => ({
      id: plugin,
      latest_version: `1.${latest}.0`,
      download_url_template: `${plugin}-{version}.zip`
    }))
    write(join(store, "next.json"), JSON.stringify({ version: "1.0.0", plugins }))
    renameSync(join(store, "next.json"), join(store, "plugins.json"))
    return version
  }

  for (const id of PLUGINS) {
    for (const { content, name } of filesOf(id, publish(id))) {
      write(path(`plugin-repos/${id}/${String(name)}`), content ?? "")
    }
    write(path(`plugin-repos/${id}/${LOGIN}`), loginOf(id))
  }
  writeJson(CONFIG, { ...SYSTEM, ...Object.fromEntries(PLUGINS.map((id) => [id, { enabled: true }])) })
  writeJson(SECRETS, TOKEN)
  const states = Object.fromEntries(PLUGINS.map((id) => [id, record(id, true)]))
  writeJson(STATE, { version: 1, states, last_updated: null })

  /** `undefined` where there is no such file; throws where it is no JSON. */
  const read = (name: string): unknown =>
    existsSync(path(name)) ? JSON.parse(readFileSync(path(name), "utf8")) : undefined

  return {
    directory,
    root,
    registry: join(store, "plugins.json"),
    path,
    publish,
    read,
    writeJson,
    /** What stands in the plugins directory under a name of its own. */
    directories: (): ReadonlyArray<string> =>
      readdirSync(path("plugin-repos")).filter((name) => !name.includes(".standalone-backup-")),
    /** The version of the plugin in the directory, if every file of it is there, and nothing else. */
    wholeIn: (name: string): string | undefined => {
      const place = path(`plugin-repos/${name}`)
      const files = filesBelow(place)
        .filter((file) => file !== LOGIN)
        .map((file) => [file, readFileSync(join(place, file))] as const)
      return published.get(name)?.get(digestOf(files))
    },
    /** Whether the plugin's login is in its directory, or in a copy that was kept. */
    hasLogin: (id: string): boolean =>
      readdirSync(path("plugin-repos")).some((name) => {
        const file = path(`plugin-repos/${name}/${LOGIN}`)
        return existsSync(file) && readFileSync(file, "utf8") === loginOf(id)
      }),
    files: (): ReadonlyArray<string> => filesBelow(root),
    remove: (): void => {
      rmSync(directory, { recursive: true, force: true })
    }
  }
}
