/**
 * `data/reconciler/registry-failure.json`: there only while the last request for the registry has failed. Other
 * processes read it to say so; no decision depends on it.
 */
import { Effect, Result } from "effect"
import { join } from "node:path/posix"
import { isJsonObject } from "../../../json/JsonValue.ts"
import type { FileReader } from "../../../ports/Files.ts"
import { ledgerFileReader } from "../../ownFiles/formats/readLedgerFile.ts"
import type { Installation } from "../../installation/Installation.ts"

/** In our directory. */
export const REGISTRY_FAILURE = "registry-failure.json"

/** The last request for the registry, which failed. */
export interface RegistryFailure {
  /** Of the registry, without what may be a key. */
  readonly address: string
  /** Milliseconds since the epoch. */
  readonly failed_at: number
  readonly problem: string
}

const isLastFailure = (value: unknown): value is RegistryFailure =>
  isJsonObject(value) &&
  typeof value["address"] === "string" &&
  typeof value["failed_at"] === "number" &&
  typeof value["problem"] === "string"

/** Absolute path of the file. */
export const registryFailureFile = ({ ledgerDirectory }: typeof Installation.Service): string =>
  join(ledgerDirectory, REGISTRY_FAILURE)

/** Reads the last failure of the registry at `address`; `undefined` where there is none that can be read. */
export const registryFailureReader = (
  files: typeof FileReader.Service,
  installation: typeof Installation.Service,
  address: string
): Effect.Effect<RegistryFailure | undefined> =>
  Effect.map(
    ledgerFileReader<RegistryFailure | "none">(files, installation, {
      name: REGISTRY_FAILURE,
      wrongShape: "it is no failure of a registry",
      view: (parsed) => (isLastFailure(parsed) ? parsed : undefined),
      whenMissing: "none"
    }),
    (reading) =>
      Result.isSuccess(reading) && reading.success !== "none" && reading.success.address === address
        ? reading.success
        : undefined
  )
