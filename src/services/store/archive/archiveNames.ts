/** Pure: which names an archive may hold, and which of its entries make up the plugin. */
import { Result } from "effect"
import { BadArchive } from "../../../domain/errors/StoreError.ts"
import type { ZipEntry } from "../../../ports/ZipReader.ts"
import {
  ARCHIVE_ENTRIES_MAX,
  FILE_BYTES_MAX,
  FILES_MAX,
  NAME_BYTES_MAX,
  PATH_DEPTH_MAX,
  PATH_LENGTH_MAX,
  TOTAL_BYTES_MAX
} from "../limits.ts"

/** A file of the plugin: the entry, and its path inside the plugin's directory. */
export interface PluginFile {
  readonly entry: ZipEntry
  readonly path: string
}

const DIRECTORY = 0o040000
const REGULAR = 0o100000
const SYMLINK = 0o120000

const STORED = 0
const DEFLATED = 8

const bad = (code: string, problem: string) => Result.fail(new BadArchive({ code, problem }))

const utf8 = new TextDecoder("utf-8", { fatal: true })
const latin1 = new TextDecoder("latin1")

const decodeName = ({ isUtf8, rawName }: ZipEntry): string | undefined => {
  const strict = Result.getOrUndefined(Result.try(() => utf8.decode(rawName)))
  return strict ?? (isUtf8 ? undefined : latin1.decode(rawName))
}

interface Named {
  readonly entry: ZipEntry
  readonly parts: ReadonlyArray<string>
  readonly isDirectory: boolean
}

const shown = (name: string): string => JSON.stringify(name.length > 80 ? `${name.slice(0, 80)}…` : name)

/** One entry's name and kind, judged by themselves. */
const checkEntry = (entry: ZipEntry): Result.Result<Named, BadArchive> => {
  const name = decodeName(entry)
  if (name === undefined) return bad("bad_name", "a name in it is no text")
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u001f\u007f\\]/u.test(name))
    return bad("bad_name", `the name ${shown(name)} holds a character that no file name should`)
  if (name.startsWith("/") || /^[A-Za-z]:/u.test(name))
    return bad("absolute_path", `${shown(name)} is an absolute path`)
  if (name.length > PATH_LENGTH_MAX) return bad("bad_name", `the name ${shown(name)} is too long`)
  const isDirectory = name.endsWith("/")
  const parts = (isDirectory ? name.slice(0, -1) : name).split("/")
  if (parts.length > PATH_DEPTH_MAX) return bad("bad_name", `${shown(name)} lies too deep`)
  if (parts.includes("..")) return bad("parent_path", `${shown(name)} leads out of the archive`)
  if (
    parts.some(
      (part) => part === "" || part === "." || new TextEncoder().encode(part).length > NAME_BYTES_MAX
    )
  ) {
    return bad("bad_name", `${shown(name)} is no proper path`)
  }
  // It would make a checkout of the plugin, with settings that git obeys.
  if (parts.some((part) => folded(part) === ".GIT"))
    return bad("bad_name", `${shown(name)} is one of git's own files`)
  const { fileType } = entry
  if (fileType === SYMLINK) return bad("symlink", `${shown(name)} is a symbolic link`)
  if (fileType !== 0 && fileType !== DIRECTORY && fileType !== REGULAR) {
    return bad("special_file", `${shown(name)} is neither file nor directory`)
  }
  if (entry.encrypted) return bad("encrypted", `${shown(name)} is encrypted`)
  if (!isDirectory && entry.method !== STORED && entry.method !== DEFLATED) {
    return bad("unsupported_compression", `${shown(name)} is packed in a way that is not read`)
  }
  return Result.succeed({ entry, parts, isDirectory })
}

/** Whether everything lies under one top directory, as in archives that GitHub makes. */
const hasCommonTop = (all: ReadonlyArray<Named>): boolean => {
  const top = all[0]?.parts[0]
  return all.every(({ isDirectory, parts }) => parts[0] === top && (parts.length > 1 || isDirectory))
}

/** On some file systems two such names are one file. */
const folded = (path: string): string => path.normalize("NFC").toLowerCase().toUpperCase()

/**
 * The files of the plugin that lies in `subdirectory`, or at the archive's top. Every name of the archive is
 * checked, wanted or not; the limits count what would be written.
 */
export const selectPluginFiles = (
  entries: ReadonlyArray<ZipEntry>,
  subdirectory: string
): Result.Result<ReadonlyArray<PluginFile>, BadArchive> => {
  if (entries.length > ARCHIVE_ENTRIES_MAX)
    return bad("too_many_files", `it has more than ${ARCHIVE_ENTRIES_MAX} entries`)
  const named: Array<Named> = []
  for (const entry of entries) {
    const checked = checkEntry(entry)
    if (Result.isFailure(checked)) return Result.fail(checked.failure)
    named.push(checked.success)
  }
  const strip = hasCommonTop(named) ? 1 : 0
  const files = named.flatMap(({ entry, isDirectory, parts }) =>
    isDirectory ? [] : [{ entry, path: parts.slice(strip).join("/") }]
  )
  const wanted = within(files, subdirectory)
  if (wanted.length === 0) {
    return subdirectory === ""
      ? bad("empty_archive", "there are no files in it")
      : bad("path_not_in_archive", `there is no ${subdirectory} in it`)
  }
  return checkLimits(wanted)
}

/** A zip of a whole repository and a zip of one plugin look alike: the manifest tells where the plugin is. */
const within = (files: ReadonlyArray<PluginFile>, subdirectory: string): ReadonlyArray<PluginFile> => {
  const prefix = `${subdirectory}/`
  const inside = files.flatMap(({ entry, path }) =>
    path.startsWith(prefix) ? [{ entry, path: path.slice(prefix.length) }] : []
  )
  if (subdirectory === "" || (inside.length === 0 && files.some(({ path }) => path === "manifest.json")))
    return files
  return inside
}

const checkLimits = (
  files: ReadonlyArray<PluginFile>
): Result.Result<ReadonlyArray<PluginFile>, BadArchive> => {
  if (files.length > FILES_MAX)
    return bad("too_many_files", `it has ${files.length} files; ${FILES_MAX} are allowed`)
  const seen = new Set<string>()
  const directories = new Map<string, string>()
  let total = 0
  for (const { entry, path } of files) {
    const key = folded(path)
    if (seen.has(key) || directories.has(key))
      return bad("name_collision", `${shown(path)} is there twice, or differs only in case`)
    seen.add(key)
    const parts = path.split("/")
    for (let depth = 1; depth < parts.length; depth++) {
      const directory = parts.slice(0, depth).join("/")
      const known = directories.get(folded(directory))
      if (seen.has(folded(directory)) || (known !== undefined && known !== directory)) {
        return bad("name_collision", `${shown(directory)} differs only in case from another name`)
      }
      directories.set(folded(directory), directory)
    }
    if (entry.uncompressedSize > FILE_BYTES_MAX)
      return bad("file_too_large", `${shown(path)} is larger than ${FILE_BYTES_MAX} bytes`)
    total += entry.uncompressedSize
  }
  return total > TOTAL_BYTES_MAX
    ? bad("archive_too_large", `unpacked it is larger than ${TOTAL_BYTES_MAX} bytes`)
    : Result.succeed(files)
}
