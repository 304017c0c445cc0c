/** What installs placed, remembered in `data/reconciler/installs`: one file for each plugin, private to the owner. */
import { Effect } from "effect"
import { join } from "node:path/posix"
import { FileReader, FileWriter } from "../../../ports/Files.ts"
import { fileFailed } from "../../files/fileReason.ts"
import { Installation } from "../../installation/Installation.ts"
import { makeLedgerDirectory, replaceLedgerFile } from "../../ownFiles/formats/ledgerFiles.ts"
import { type PlacedRelease, printReleases, RELEASES_MAX, releasesIn } from "./placedFiles.ts"

/** Of one plugin. Three releases of 2,000 files with short paths fit. */
const BYTES_MAX = 2 * 1024 * 1024

/** Plugins of which installs are remembered: the ones that were placed last. */
const PLUGINS_MAX = 200

/** What is remembered of one plugin, the newest release first; nothing where it cannot be read. */
export const rememberedReleases = Effect.fnUntraced(function* (plugin: string) {
  const { ledgerDirectory } = yield* Installation
  const path = join(ledgerDirectory, "installs", `${plugin}.json`)
  const [read] = yield* (yield* FileReader).readTexts([path], { bytesMax: BYTES_MAX })
  return read?._tag === "Text" ? releasesIn(read.text) : []
})

export const rememberReleases = Effect.fnUntraced(function* (
  plugin: string,
  releases: ReadonlyArray<PlacedRelease>
) {
  const { ledgerDirectory } = yield* Installation
  const directory = join(ledgerDirectory, "installs")
  yield* Effect.mapError(makeLedgerDirectory(ledgerDirectory), (fault) =>
    fileFailed(fault, "data/reconciler")
  )
  yield* replaceLedgerFile(
    `installs/${plugin}.json`,
    () => Effect.succeedSome(bounded(plugin, releases)),
    BYTES_MAX
  )
  yield* Effect.ignore(forgetOldest(directory))
})

/** As many of the newest releases as fit. */
const bounded = (plugin: string, releases: ReadonlyArray<PlacedRelease>): string => {
  const text = printReleases(plugin, releases)
  const fits = releases.length === 0 || new TextEncoder().encode(text).byteLength <= BYTES_MAX
  return fits ? text : bounded(plugin, releases.slice(0, Math.min(releases.length, RELEASES_MAX) - 1))
}

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
