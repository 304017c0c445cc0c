/** The registry as it lies on this machine: the copy of the last fetch, or the local file itself. */
import { type Effect, Option, Result } from "effect"
import type { FileUnreadable } from "../../../domain/errors/FileUnreadable.ts"
import { type Registry, readRegistry } from "../../../domain/store/Registry.ts"
import type { RegistryCopy } from "../../../domain/store/RegistryCopy.ts"
import { carriesCredentials, withoutCredentials } from "../../../domain/text/withoutCredentials.ts"
import { isJsonObject } from "../../../json/JsonValue.ts"
import type { FileReader } from "../../../ports/Files.ts"
import { sha256 } from "../../files/sha256.ts"
import { jsonFileReader } from "../../files/reading/jsonFileReader.ts"
import { ledgerFileReader } from "../../ownFiles/formats/readLedgerFile.ts"
import type { Installation } from "../../installation/Installation.ts"
import { REGISTRY_BYTES_MAX } from "../limits.ts"
import { isRemote, type StoreSettings } from "../StoreSettings.ts"

/** `data/reconciler/registry.json`: what the address answered, and what is needed to ask whether it changed. */
export interface StoredRegistry {
  /** Of the registry, as `storedAddress` tells it from others. */
  readonly address: string
  readonly etag?: string
  readonly last_modified?: string
  /** Milliseconds since the epoch. */
  readonly fetched_at: number
  readonly body: unknown
}

/** As it is configured; a digest tells one that carries a key from another. */
export const storedAddress = (address: string): string =>
  carriesCredentials(address) ? `${withoutCredentials(address)} ${sha256(address)}` : address

const isTextOrAbsent = (value: unknown): boolean => value === undefined || typeof value === "string"

const isStored = (value: unknown): value is StoredRegistry =>
  isJsonObject(value) &&
  typeof value["address"] === "string" &&
  isTextOrAbsent(value["etag"]) &&
  isTextOrAbsent(value["last_modified"]) &&
  typeof value["fetched_at"] === "number" &&
  "body" in value

/** In our directory. */
export const STORED = "registry.json"

/** A registry as a file holds it. Its copy counts as stale until its age has been judged. */
export interface RegistryOnDisk<Stored = StoredRegistry | undefined> {
  /** What `registry.json` holds; nothing of a local registry, which is a file of its own. */
  readonly stored: Stored
  readonly copy: RegistryCopy
}

type RegistryReading = Result.Result<RegistryOnDisk | "nothing", FileUnreadable>

/** The registry that was read out of `stored`. */
export const storedCopy = (stored: StoredRegistry, registry: Registry): RegistryOnDisk<StoredRegistry> => ({
  stored,
  copy: { registry, stale: true, fetchedAtMs: stored.fetched_at }
})

/**
 * Reads the registry without a request: `registry.json`, or the local file that is the registry. `"nothing"` where
 * `registry.json` is missing, is none of ours, or holds the answer of another address.
 */
export const registryOnDiskReader = (
  files: typeof FileReader.Service,
  installation: typeof Installation.Service,
  settings: typeof StoreSettings.Service
): Effect.Effect<RegistryReading> =>
  isRemote(settings)
    ? ledgerFileReader<RegistryOnDisk | "nothing">(files, installation, {
        name: STORED,
        wrongShape: "it is no copy of a registry",
        view: (parsed) => {
          if (!isStored(parsed) || parsed.address !== storedAddress(settings.registry)) return "nothing"
          const registry = Option.getOrUndefined(readRegistry(parsed.body))
          return registry === undefined ? "nothing" : storedCopy(parsed, registry)
        },
        bytesMax: REGISTRY_BYTES_MAX,
        whenMissing: "nothing"
      })
    : jsonFileReader<RegistryOnDisk>(files, {
        path: settings.registry,
        shown: settings.registry,
        wrongShape: "it is no registry: there is no list of plugins in it",
        view: (parsed, { modifiedAtMs }) => {
          const registry = Option.getOrUndefined(readRegistry(parsed))
          return registry && { stored: undefined, copy: { registry, stale: true, fetchedAtMs: modifiedAtMs } }
        }
      })

/** What was read, where it is a registry. */
export const foundOnDisk = (reading: RegistryReading): RegistryOnDisk | undefined =>
  Result.isSuccess(reading) && reading.success !== "nothing" ? reading.success : undefined
