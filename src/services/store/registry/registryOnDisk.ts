/** The registry as it lies on this machine: the copy of the last fetch, or the local file itself. */
import { Option, Result } from "effect"
import { join } from "node:path/posix"
import { type Registry, readRegistry } from "../../../domain/store/Registry.ts"
import type { RegistryCopy } from "../../../domain/store/RegistryCopy.ts"
import { isJsonObject } from "../../../json/JsonValue.ts"
import type { FileReader } from "../../../ports/Files.ts"
import { documentReader } from "../../files/readDocument.ts"
import type { Installation } from "../../Installation.ts"
import { isRemote, type StoreSettings } from "../StoreSettings.ts"

/** `data/reconciler/registry.json`: what the address answered, and what is needed to ask whether it changed. */
export interface StoredRegistry {
  readonly address: string
  readonly etag?: string
  readonly last_modified?: string
  readonly fetched_at: number
  readonly body: unknown
}

const isTextOrAbsent = (value: unknown): boolean => value === undefined || typeof value === "string"

const isStored = (value: unknown): value is StoredRegistry =>
  isJsonObject(value) &&
  typeof value["address"] === "string" &&
  isTextOrAbsent(value["etag"]) &&
  isTextOrAbsent(value["last_modified"]) &&
  typeof value["fetched_at"] === "number" &&
  "body" in value

export const storedFile = (installation: typeof Installation.Service): string =>
  join(installation.ledgerDirectory, "registry.json")

export interface RegistryOnDisk {
  readonly stored: StoredRegistry | undefined
  readonly copy: RegistryCopy
}

const known = (
  registry: Registry,
  fetchedAtMs: number,
  stored: StoredRegistry | undefined
): RegistryOnDisk => ({
  stored,
  copy: { registry, stale: true, fetchedAtMs }
})

/** Reads without asking anybody; of a copy that another address gave, nothing is known. */
export const registryOnDiskReader = (
  files: typeof FileReader.Service,
  installation: typeof Installation.Service,
  settings: typeof StoreSettings.Service
) => {
  const remote = isRemote(settings)
  return documentReader<RegistryOnDisk | "nothing">(files, {
    source: "config",
    path: remote ? storedFile(installation) : settings.registry,
    shown: remote ? "data/reconciler/registry.json" : settings.registry,
    wrongShape: "it is no registry: there is no list of plugins in it",
    view: (parsed, stat) => {
      if (!remote)
        return Option.getOrUndefined(
          Option.map(readRegistry(parsed), (registry) => known(registry, stat.modifiedAtMs, undefined))
        )
      const stored = Option.filter(
        Option.liftPredicate(parsed, isStored),
        ({ address }) => address === settings.registry
      )
      const registry = Option.flatMap(stored, ({ body }) => readRegistry(body))
      return Option.isSome(stored) && Option.isSome(registry)
        ? known(registry.value, stored.value.fetched_at, stored.value)
        : "nothing"
    },
    ...(remote ? { whenMissing: "nothing" as const } : {})
  })
}

export const foundOnDisk = (
  reading: Result.Result<RegistryOnDisk | "nothing", unknown>
): RegistryOnDisk | undefined =>
  Result.isSuccess(reading) && reading.success !== "nothing" ? reading.success : undefined
