/** The capabilities of a command that only looks: nothing in here can write or reach the network. */
import { Layer } from "effect"
import { statSync } from "node:fs"
import { join, resolve } from "node:path/posix"
import { fileURLToPath } from "node:url"
import { NodeFileReader } from "../../node/NodeFileReader.ts"
import type { FileReader } from "../../ports/Files.ts"
import { ledmatrixCaches } from "../../node/machine/ledmatrixCaches.ts"
import { CachePlaces, type HostSaid, HostSettings } from "../../services/installation/Host.ts"
import { Installation } from "../../services/installation/Installation.ts"
import { StoreSettings } from "../../services/store/StoreSettings.ts"
import type { Settings } from "../settings/Settings.ts"

const WEB = /^https?:/iu

/** A place on the web as it is, a file by its absolute path, of a directory the `plugins.json` in it. */
const registryOf = (registry: string): string => {
  if (WEB.test(registry)) return registry
  const path = registry.startsWith("file:") ? fileURLToPath(registry) : resolve(registry)
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true ? join(path, "plugins.json") : path
}

export const storeSettings = ({ githubApi, githubArchive, lockTimeout, offline, registry }: Settings) =>
  StoreSettings.of({
    ...StoreSettings.defaults,
    offline,
    lockTimeout,
    ...(registry === undefined ? {} : { registry: registryOf(registry) }),
    ...(githubApi === undefined ? {} : { githubApi }),
    ...(githubArchive === undefined ? {} : { githubArchive })
  })

const hostSettings = ({ ledmatrixCache, ledmatrixVersion }: Settings): HostSaid => ({
  ...(ledmatrixVersion === undefined ? {} : { version: ledmatrixVersion }),
  ...(ledmatrixCache === undefined ? {} : { cache: resolve(ledmatrixCache) })
})

/** What every live service stands on. */
export type Foundation = FileReader | Installation | StoreSettings

export const foundationLive = (
  installation: typeof Installation.Service,
  settings: Settings
): Layer.Layer<Foundation> =>
  Layer.mergeAll(
    NodeFileReader.layer,
    Layer.succeed(Installation, installation),
    Layer.succeed(StoreSettings, storeSettings(settings)),
    Layer.succeed(HostSettings, hostSettings(settings)),
    Layer.sync(CachePlaces, ledmatrixCaches)
  )
