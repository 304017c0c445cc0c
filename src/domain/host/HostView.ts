/** What LEDMatrix this is: its version, what follows from it, and what its own files say of its settings. */
import { type HostTraits, hostTraits } from "./HostVersion.ts"

/** The LEDMatrix of an installation, as it was at one moment. */
export interface HostView {
  /** `undefined` where it cannot be told. */
  readonly version: string | undefined
  readonly traits: HostTraits
  /**
   * Top-level objects of `config/config.template.json`, but those that are plugins. Each is a setting of LEDMatrix
   * itself, unless something says that it is a plugin.
   */
  readonly templateKeys: ReadonlySet<string>
}

/** The plugins that come with LEDMatrix: the template has settings for them. */
const BUNDLED_PLUGINS: ReadonlySet<string> = new Set(["web-ui-info", "starlark-apps"])

const NO_KEYS: ReadonlySet<string> = new Set()

/** Which keys of the template are none of a plugin that comes with LEDMatrix. */
export const templateKeys = (objects: ReadonlyArray<string>): ReadonlySet<string> =>
  objects.length === 0 ? NO_KEYS : new Set(objects.filter((key) => !BUNDLED_PLUGINS.has(key)))

/** LEDMatrix of that version. */
export const hostView = (version: string | undefined, keys: ReadonlySet<string> = NO_KEYS): HostView => ({
  version,
  traits: hostTraits(version),
  templateKeys: keys
})
