/** Pure: which names an archive may hold, and which of its entries make up the plugin. */
import { Result } from "effect"
import { BadArchive } from "../../../domain/errors/FetchReason.ts"
import type { ZipEntry } from "../../../ports/ZipReader.ts"
import {
  ARCHIVE_ENTRIES_MAX,
  DIRECTORIES_MAX,
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

const refused = (code: string, problem: string) => new BadArchive({ code, problem })
const bad = (code: string, problem: string) => Result.fail(refused(code, problem))

const utf8 = new TextDecoder("utf-8", { fatal: true })
const latin1 = new TextDecoder("latin1")

const decodeName = ({ isUtf8, rawName }: ZipEntry): string | undefined => {
  const strict = Result.getOrUndefined(Result.try(() => utf8.decode(rawName)))
  return strict ?? (isUtf8 ? undefined : latin1.decode(rawName))
}

/** An entry, where it lies, and why it must not be placed, if it must not. */
interface LocatedEntry {
  readonly entry: ZipEntry
  readonly parts: ReadonlyArray<string>
  readonly isDirectory: boolean
  readonly refusal: BadArchive | undefined
}

const shown = (name: string): string => JSON.stringify(name.length > 80 ? `${name.slice(0, 80)}…` : name)

/** Takes a name apart as it stands, proper or not; a name that is no text, byte by byte. */
const locate = (entry: ZipEntry): LocatedEntry => {
  const name = decodeName(entry)
  const path = name ?? latin1.decode(entry.rawName)
  const isDirectory = path.endsWith("/")
  const parts = (isDirectory ? path.slice(0, -1) : path).split("/")
  const refusal =
    name === undefined
      ? refused("bad_name", "a name in it is no text")
      : (refusalOfName(name, parts) ?? refusalOfKind(entry, name, isDirectory))
  return { entry, parts, isDirectory, refusal }
}

/** What macOS adds to an archive for itself. LEDMatrix looks past it, and it is no part of the plugin. */
const isOfMacOs = ({ parts }: LocatedEntry): boolean => {
  const name = parts.at(-1) ?? ""
  return parts[0] === "__MACOSX" || name === ".DS_Store" || name === "Icon\r" || name.startsWith("._")
}

const refusalOfName = (name: string, parts: ReadonlyArray<string>): BadArchive | undefined => {
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u001f\u007f\\]/u.test(name))
    return refused("bad_name", `the name ${shown(name)} holds a character that no file name should`)
  if (name.startsWith("/") || /^[A-Za-z]:/u.test(name))
    return refused("absolute_path", `${shown(name)} is an absolute path`)
  if (name.length > PATH_LENGTH_MAX) return refused("bad_name", `the name ${shown(name)} is too long`)
  if (parts.length > PATH_DEPTH_MAX) return refused("bad_name", `${shown(name)} lies too deep`)
  if (parts.includes("..")) return refused("parent_path", `${shown(name)} leads out of the archive`)
  if (
    parts.some(
      (part) => part === "" || part === "." || new TextEncoder().encode(part).length > NAME_BYTES_MAX
    )
  ) {
    return refused("bad_name", `${shown(name)} is no proper path`)
  }
  // It would make a checkout of the plugin, with settings that git obeys.
  return parts.some((part) => folded(part) === ".GIT")
    ? refused("bad_name", `${shown(name)} is one of git's own files`)
    : undefined
}

const refusalOfKind = (
  { encrypted, fileType, method }: ZipEntry,
  name: string,
  isDirectory: boolean
): BadArchive | undefined => {
  if (fileType === SYMLINK) return refused("symlink", `${shown(name)} is a symbolic link`)
  if (fileType !== 0 && fileType !== DIRECTORY && fileType !== REGULAR) {
    return refused("special_file", `${shown(name)} is neither file nor directory`)
  }
  if (encrypted) return refused("encrypted", `${shown(name)} is encrypted`)
  return !isDirectory && method !== STORED && method !== DEFLATED
    ? refused("unsupported_compression", `${shown(name)} is packed in a way that is not read`)
    : undefined
}

/** The one directory that everything lies in, as in archives that GitHub makes; `undefined` where there is none. */
const commonTop = (all: ReadonlyArray<LocatedEntry>): string | undefined => {
  const top = all[0]?.parts[0]
  const isTop = ({ isDirectory, parts }: LocatedEntry) =>
    parts[0] === top && (parts.length > 1 || isDirectory)
  return all.every(isTop) ? top : undefined
}

/** On some file systems two such names are one file. */
const folded = (path: string): string => path.normalize("NFC").toLowerCase().toUpperCase()

/**
 * The files of the plugin that lies in `subdirectory`, or at the archive's top, by their paths in the plugin. Only what
 * would be placed is judged: of an archive of a whole repository, what lies below `subdirectory`. The rest is skipped.
 */
export const selectPluginFiles = (
  entries: ReadonlyArray<ZipEntry>,
  subdirectory: string
): Result.Result<ReadonlyArray<PluginFile>, BadArchive> => {
  if (entries.length > ARCHIVE_ENTRIES_MAX)
    return bad("too_many_files", `it has more than ${ARCHIVE_ENTRIES_MAX} entries`)
  const located = entries.map(locate).filter((item) => !isOfMacOs(item))
  const proper = located.filter(({ refusal }) => refusal === undefined)
  const top = commonTop(proper)
  const placed = located.map((item): PlacedEntry => {
    const below = top !== undefined && item.parts[0] === top ? item.parts.slice(1) : item.parts
    return { ...item, path: below.join("/") }
  })
  const wanted = within(placed, subdirectory)
  const refusal = (proper.length === 0 ? located : wanted).find((item) => item.refusal !== undefined)?.refusal
  if (refusal !== undefined) return Result.fail(refusal)
  const files = wanted.flatMap(({ entry, isDirectory, path }) => (isDirectory ? [] : [{ entry, path }]))
  if (files.length === 0) {
    return subdirectory === ""
      ? bad("empty_archive", "there are no files in it")
      : bad("path_not_in_archive", `there is no ${subdirectory} in it`)
  }
  return checkLimits(files)
}

/** An entry with its path below the top directory. */
interface PlacedEntry extends LocatedEntry {
  readonly path: string
}

/** A zip of a whole repository and a zip of one plugin look alike: the manifest tells where the plugin is. */
const within = (all: ReadonlyArray<PlacedEntry>, subdirectory: string): ReadonlyArray<PlacedEntry> => {
  if (subdirectory === "") return all
  const prefix = `${subdirectory}/`
  const inside = all.flatMap((item) =>
    item.path.startsWith(prefix)
      ? [{ ...item, path: item.path.slice(prefix.length) }]
      : item.path === subdirectory && item.refusal !== undefined
        ? [item]
        : []
  )
  const isPlugin = ({ isDirectory, path, refusal }: PlacedEntry): boolean =>
    path === "manifest.json" && !isDirectory && refusal === undefined
  return inside.every(({ isDirectory }) => isDirectory) && all.some(isPlugin) ? all : inside
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
    if (directories.size > DIRECTORIES_MAX)
      return bad("too_many_files", `it has more than ${DIRECTORIES_MAX} directories`)
    if (entry.uncompressedSize > FILE_BYTES_MAX)
      return bad("file_too_large", `${shown(path)} is larger than ${FILE_BYTES_MAX} bytes`)
    total += entry.uncompressedSize
  }
  return total > TOTAL_BYTES_MAX
    ? bad("archive_too_large", `unpacked it is larger than ${TOTAL_BYTES_MAX} bytes`)
    : Result.succeed(files)
}
