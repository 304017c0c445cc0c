/** What a person can put in the place of a file that is not there, holds nothing, or nothing that can be read. */
import { Effect, Option } from "effect"
import { dirname } from "node:path/posix"
import { FileUnreadable } from "../../../domain/errors/FileUnreadable.ts"
import { localIsoTime } from "../../../domain/text/isoTime.ts"
import type { FileContent, FileReader } from "../../../ports/Files.ts"
import { newestBackup } from "./newestBackup.ts"

/** Of these the content is at fault, or there is none. */
const OF_CONTENT: ReadonlySet<string> = new Set([
  "byte_order_mark",
  "dangling_link",
  "empty",
  "missing",
  "not_json",
  "not_utf8",
  "too_deep",
  "wrong_shape"
])

interface FaultyFile {
  readonly path: string
  readonly shown: string
  /** What `--replace-broken` does about such a file; nothing without it. */
  readonly replaced?: string
}

/** Adds it to what is wrong. `isGood` says whether a backup holds what the file should. */
export const withRemedy = Effect.fnUntraced(function* (
  files: typeof FileReader.Service,
  { path, replaced, shown }: FaultyFile,
  bytesMax: number,
  isGood: (content: FileContent) => boolean,
  failure: FileUnreadable
) {
  const { code } = failure
  if (!OF_CONTENT.has(code)) return failure
  if (code === "byte_order_mark") return adding(failure, ["--replace-broken takes it off"])
  const said = replaced === undefined || code === "dangling_link" ? [] : [`--replace-broken ${replaced}`]
  const found = yield* newestBackup(files, path, bytesMax, isGood)
  if (Option.isNone(found)) return adding(failure, said)
  const { madeAtMs, name } = found.value
  const backup = `${dirname(shown)}/${name}`
  const time = localIsoTime(madeAtMs).slice(0, "2026-01-01T10:00".length).replace("T", " ")
  return adding(failure, [`the newest backup that can be read is ${backup}, of ${time}`, ...said], backup)
})

const adding = (
  { code, error, path, transient }: FileUnreadable,
  words: ReadonlyArray<string>,
  backup?: string
): FileUnreadable =>
  new FileUnreadable({
    path,
    code,
    error: [error, ...words].join("; "),
    transient,
    ...(backup === undefined ? {} : { backup })
  })
