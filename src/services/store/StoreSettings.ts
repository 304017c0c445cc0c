/** Where the store is, and what of it may be used. */
import { Context } from "effect"

export const OFFICIAL_REGISTRY =
  "https://raw.githubusercontent.com/ChuckBuilds/ledmatrix-plugins/main/plugins.json"

export const GITHUB = "https://github.com"

export class StoreSettings extends Context.Service<
  StoreSettings,
  {
    /** An http(s) address, or the absolute path of a local file. */
    readonly registry: string
    /** Use no network at all. */
    readonly offline: boolean
    readonly githubApi: string
    readonly githubArchive: string
  }
>()("ledmatrix-reconciler/services/store/StoreSettings") {
  static readonly defaults: typeof StoreSettings.Service = {
    registry: OFFICIAL_REGISTRY,
    offline: false,
    githubApi: "https://api.github.com",
    githubArchive: GITHUB
  }
}

type Settings = typeof StoreSettings.Service

export const isRemote = ({ registry }: Pick<Settings, "registry">): boolean => /^https?:\/\//iu.test(registry)

/** Whether plugins can be fetched: offline only from a registry that is a local file. */
export const isAvailable = (settings: Settings): boolean => !(settings.offline && isRemote(settings))
