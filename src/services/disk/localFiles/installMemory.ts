/** What installs placed, remembered in `data/reconciler/installs`: one file for each plugin, private to the owner. */
import { Effect, Option } from "effect"
import { join } from "node:path/posix"
import { FileReader, FileWriter } from "../../../ports/Files.ts"
import { makeOwnDirectory } from "../../files/makeOwnDirectory.ts"
import { fileFailed } from "../../files/fileReason.ts"
import { Installation } from "../../installation/Installation.ts"
import {
  LEDGER_BYTES_MAX,
  LEDGER_DIRECTORY_MODE,
  replaceLedgerFile
} from "../../ownFiles/formats/ledgerFiles.ts"
import { type PlacedRelease, printReleases, releasesIn } from "./placedFiles.ts"

const INSTALLS = "data/reconciler/installs"

/** Plugins of which installs are remembered: the ones that were placed last. */
const PLUGINS_MAX = 200

/** What is remembered of one plugin, the newest release first; nothing where it cannot be read. */
export const rememberedReleases = Effect.fnUntraced(function* (plugin: string) {
  const { ledgerDirectory } = yield* Installation
  const path = join(ledgerDirectory, "installs", `${plugin}.json`)
  const [read] = yield* (yield* FileReader).readTexts([path], { bytesMax: LEDGER_BYTES_MAX })
  return read?._tag === "Text" ? releasesIn(read.text) : []
})

export const rememberReleases = Effect.fnUntraced(function* (
  plugin: string,
  releases: ReadonlyArray<PlacedRelease>
) {
  const { ledgerDirectory } = yield* Installation
  const directory = join(ledgerDirectory, "installs")
  yield* Effect.mapError(makeOwnDirectory(ledgerDirectory, LEDGER_DIRECTORY_MODE), (fault) =>
    fileFailed(fault, "data/reconciler")
  )
  yield* replaceLedgerFile(join(directory, `${plugin}.json`), `${INSTALLS}/${plugin}.json`, () =>
    Effect.succeed(Option.some(printReleases(plugin, releases)))
  )
  yield* Effect.ignore(forgetOldest(directory))
})

const forgetOldest = Effect.fnUntraced(function* (directory: string) {
  const reader = yield* FileReader
  const writer = yield* FileWriter
  const names = yield* reader.list(directory)
  if (names.length <= PLUGINS_MAX) return
  const glances = yield* reader.statAll(names.map((name) => join(directory, name)))
  const timed = names.map((name, at) => {
    const glance = glances[at]
    return { name, at: glance?._tag === "FileStat" ? glance.modifiedAtMs : 0 }
  })
  for (const { name } of timed.toSorted((a, b) => b.at - a.at).slice(PLUGINS_MAX)) {
    yield* writer.removeFile(join(directory, name))
  }
})
