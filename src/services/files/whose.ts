/** Whose a file is that this program may not use: the one thing that a person needs to know to mend it. */
import { Effect, Option } from "effect"
import { basename, dirname } from "node:path/posix"
import type { FileFault, FileReader } from "../../ports/Files.ts"

const NOT_ALLOWED: ReadonlySet<string> = new Set(["EACCES", "EPERM"])

/** What of these is refused is refused by the directory, not by what lies in it. */
const OF_THE_DIRECTORY: ReadonlySet<string> = new Set(["create", "mkdir", "rename", "remove", "unlink"])

const PASSWD_BYTES_MAX = 4 * 1024 * 1024

/** The name of a number in `/etc/passwd` or `/etc/group`; the number itself where it has none. */
export const nameOf = Effect.fnUntraced(function* (
  { read }: typeof FileReader.Service,
  id: number,
  file: "/etc/passwd" | "/etc/group" = "/etc/passwd"
) {
  const content = yield* Effect.option(read(file, { bytesMax: PASSWD_BYTES_MAX }))
  if (Option.isNone(content)) return String(id)
  const lines = new TextDecoder().decode(content.value.bytes).split("\n")
  const line = lines.map((text) => text.split(":")).find((fields) => fields[2] === String(id))
  return line?.[0] ?? String(id)
})

/** What stands in the way, and whose it is. */
export interface Refuser {
  /** Its name in the path; the last part where it is the file itself. */
  readonly name: string
  readonly isFile: boolean
  readonly owner: string
}

/** `None` where permissions are not what stands in the way, or it cannot be told what does. */
export const whose = Effect.fnUntraced(function* (
  files: typeof FileReader.Service,
  { code, operation, path }: FileFault
): Effect.fn.Return<Option.Option<Refuser>> {
  if (!NOT_ALLOWED.has(code)) return Option.none()
  let place = OF_THE_DIRECTORY.has(operation) ? dirname(path) : path
  for (;;) {
    const stat = yield* Effect.orElseSucceed(files.stat(place), Option.none)
    if (Option.isSome(stat)) {
      const owner = yield* nameOf(files, stat.value.uid)
      return Option.some({ name: basename(place), isFile: place === path, owner })
    }
    const above = dirname(place)
    if (above === place) return Option.none()
    place = above
  }
})

/** The words that follow what was refused. */
export const belongs = (refuser: Option.Option<Refuser>): string =>
  Option.match(refuser, {
    onNone: () => "",
    onSome: ({ isFile, name, owner }) =>
      `; ${isFile ? "it" : `the directory ${name === "" ? "/" : name}`} belongs to ${owner}`
  })
