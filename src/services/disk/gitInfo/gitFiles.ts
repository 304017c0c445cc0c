/** Git's own small files, read many at a time: just once, or with what tells later whether they have changed. */
import { Effect } from "effect"
import { type FileReader, type Glance, PEEK_BYTES_MAX, type TextRead } from "../../../ports/Files.ts"

/** What a file said, and what a stat of it did; without a stat, nothing can be remembered of it. */
export interface Seen {
  readonly path: string
  readonly text: string | undefined
  readonly glance: Glance | undefined
}

export type ReadGitFiles = (
  paths: ReadonlyArray<string>,
  bytesMax?: number
) => Effect.Effect<ReadonlyArray<Seen>>

const BYTES_MAX = 4096

type Files = typeof FileReader.Service

/** For a first look: most processes take no second one, and a stat costs a quarter of the reading. */
export const readOnce =
  (files: Files): ReadGitFiles =>
  (paths, bytesMax = BYTES_MAX) =>
    bytesMax > PEEK_BYTES_MAX
      ? readSigned(files)(paths, bytesMax)
      : Effect.map(files.peekTexts(paths, { bytesMax }), (texts) =>
          texts.map((text, at) => ({
            path: paths[at] ?? "",
            text: typeof text === "string" ? text : undefined,
            glance: undefined
          }))
        )

export const readSigned =
  (files: Files): ReadGitFiles =>
  (paths, bytesMax = BYTES_MAX) =>
    Effect.map(files.readTexts(paths, { bytesMax }), (reads) =>
      reads.map((read, at) => ({
        path: paths[at] ?? "",
        text: read._tag === "Text" ? read.text : undefined,
        glance: glanceOf(read)
      }))
    )

/** What a stat of the same file would have told. */
const glanceOf = (read: TextRead): Glance => {
  if (read._tag === "Text") return read.stat
  return read.code === "ENOENT" || read.code === "ENOTDIR"
    ? { _tag: "Missing", notDirectory: read.code === "ENOTDIR" }
    : read
}

/** The first line; `undefined` where there is none. */
export const lineOf = (text: string | undefined): string | undefined => {
  if (text === undefined) return undefined
  const end = text.indexOf("\n")
  const line = (end < 0 ? text : text.slice(0, end)).trim()
  return line === "" ? undefined : line
}
