import { Context, Duration } from "effect"
import { withoutCredentials } from "../../domain/text/withoutCredentials.ts"

/** LEDMatrix's own registry. */
export const OFFICIAL_REGISTRY =
  "https://raw.githubusercontent.com/ChuckBuilds/ledmatrix-plugins/main/plugins.json"

/** Where archives are unless `githubArchive` says otherwise. */
export const GITHUB = "https://github.com"

/** Where the store is, and what of it may be used. */
export class StoreSettings extends Context.Service<
  StoreSettings,
  {
    /** An http(s) address, or the absolute path of a local file. */
    readonly registry: string
    /** Use no network at all. */
    readonly offline: boolean
    /** Base address of GitHub's API. */
    readonly githubApi: string
    /** Base address of GitHub's archives. */
    readonly githubArchive: string
    /** How long to wait while another run fetches the same plugin. */
    readonly lockTimeout: Duration.Duration
  }
>()("ledmatrix-reconciler/services/store/StoreSettings") {
  /** The official registry, GitHub itself, 10 seconds. */
  static readonly defaults: typeof StoreSettings.Service = {
    registry: OFFICIAL_REGISTRY,
    offline: false,
    githubApi: "https://api.github.com",
    githubArchive: GITHUB,
    lockTimeout: Duration.seconds(10)
  }
}

/** Whether the registry is an http(s) address, and no local file. */
export const isRemote = ({ registry }: Pick<typeof StoreSettings.Service, "registry">): boolean =>
  /^https?:\/\//iu.test(registry)

/** Whether plugins can be fetched: offline only from a registry that is a local file. */
export const isAvailable = (settings: typeof StoreSettings.Service): boolean =>
  !(settings.offline && isRemote(settings))

/** Where the registry is, as it may be shown: what follows the path of an address may be a key. */
export const shownRegistry = ({ registry }: Pick<typeof StoreSettings.Service, "registry">): string => {
  const url = isRemote({ registry }) ? URL.parse(registry) : null
  return withoutCredentials(url?.href ?? registry)
}
