/** A plugin by a clone of its repository. */
import { Effect, Option, Result } from "effect"
import { join } from "node:path/posix"
import { FileReader, FileWriter } from "../../../ports/Files.ts"
import type { GitProtocol } from "../../../ports/GitProgram.ts"
import { Installation } from "../../installation/Installation.ts"
import { copyDirectory } from "../archive/copyDirectory.ts"
import { makeStagingDirectory } from "../install/stagingDirectory.ts"
import { StoreSettings } from "../StoreSettings.ts"
import { type Address, readAddress, whereGitHubIs } from "./addresses.ts"
import { cloneRepository } from "./cloneRepository.ts"
import type { FetchMethod } from "./fetchMethods.ts"
import { ledElsewhere } from "./ledElsewhere.ts"

type CloneMethod = Extract<FetchMethod, { readonly _tag: "Clone" }>

/** A whole repository becomes the plugin as a checkout, which its owner can update; of a part only the files do. */
export const fetchClone = Effect.fnUntraced(function* (plugin: string, method: CloneMethod, staging: string) {
  const settings = yield* StoreSettings
  const address = readAddress(settings, plugin, method.address)
  if (Result.isFailure(address)) return { refused: address.failure.problem }
  const from = cloneAddress(settings, address.success)
  if (from === undefined) return { refused: "offline" }
  const led = from.protocols.includes("file") ? undefined : yield* ledElsewhere(from.address)
  if (led !== undefined && "refused" in led) return led
  const { branches, subdirectory } = method
  const files = yield* FileReader
  const writer = yield* FileWriter
  const place = join(staging, "plugin")
  const room = yield* ownRoom(staging)
  const into = join(room, "repository")
  const got = yield* cloneRepository({ plugin, ...from, ...led, branches, subdirectory, into })
  if (got !== "cloned") return got
  if (subdirectory === "") {
    yield* writer.removeTree(place)
    yield* writer.rename(into, place)
    return "there" as const
  }
  const part = join(into, subdirectory)
  const stat = yield* files.lstat(part)
  if (Option.isNone(stat) || stat.value.kind !== "directory") return "absent" as const
  yield* copyDirectory(part, place)
  yield* writer.removeTree(into)
  return "there" as const
})

/**
 * Where git writes. It looks its path up anew, so that a user who may rename what lies in the plugins directory could
 * lead it elsewhere. Among our own records none can. What is there can be renamed into the staging only on the same file system.
 */
const ownRoom = Effect.fnUntraced(function* (staging: string) {
  const { ledgerDirectory } = yield* Installation
  const files = yield* FileReader
  const [ours, theirs] = [yield* files.stat(ledgerDirectory), yield* files.stat(staging)]
  const isOneFileSystem = Option.exists(ours, ({ device }) =>
    Option.exists(theirs, (there) => there.device === device)
  )
  return isOneFileSystem ? yield* makeStagingDirectory(ledgerDirectory) : staging
})

const cloneAddress = (
  settings: typeof StoreSettings.Service,
  address: Address
): { readonly address: string; readonly protocols: ReadonlyArray<GitProtocol> } | undefined => {
  if (address._tag === "Local") return { address: address.path, protocols: ["file"] }
  if (settings.offline) return undefined
  const url = whereGitHubIs(settings, address.url)
  return { address: url.href, protocols: url.protocol === "http:" ? ["https", "http"] : ["https"] }
}
