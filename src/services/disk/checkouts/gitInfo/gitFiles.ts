/** Git's own small files, read many at a time: just once, or with what tells later whether they have changed. */
import { Effect } from "effect"
import { type FileReader, type FileGlance, PEEK_BYTES_MAX, type TextRead } from "../../../../ports/Files.ts"

/** What files said, in the order asked, and what a stat of each did: nothing where they were read just once. */
export interface TextsRead {
  readonly texts: ReadonlyArray<string | undefined>
  readonly glances: ReadonlyArray<FileGlance> | undefined
}

export type ReadGitFiles = (paths: ReadonlyArray<string>, bytesMax?: number) => Effect.Effect<TextsRead>

const BYTES_MAX = 4096

const isText = (read: unknown): read is string => typeof read === "string"

/** For a first look: most processes take no second one, and a stat costs a quarter of the reading. */
export const readOnce =
  (files: typeof FileReader.Service): ReadGitFiles =>
  (paths, bytesMax = BYTES_MAX) =>
    bytesMax > PEEK_BYTES_MAX
      ? Effect.map(readSigned(files)(paths, bytesMax), ({ texts }) => ({ texts, glances: undefined }))
      : Effect.map(files.peekTexts(paths, { bytesMax }), (reads) => ({
          texts: reads.map((read) => (isText(read) ? read : undefined)),
          glances: undefined
        }))

export const readSigned =
  (files: typeof FileReader.Service): ReadGitFiles =>
  (paths, bytesMax = BYTES_MAX) =>
    Effect.map(files.readTexts(paths, { bytesMax }), (reads) => ({
      texts: reads.map((read) => (read._tag === "Text" ? read.text : undefined)),
      glances: reads.map(glanceOf)
    }))

/** What a stat of the same file would have told. */
const glanceOf = (read: TextRead): FileGlance => {
  if (read._tag === "Text") return read.stat
  return read.code === "ENOENT" || read.code === "ENOTDIR"
    ? { _tag: "Missing", notDirectory: read.code === "ENOTDIR" }
    : read
}

/** The first line; `undefined` where there is none. */
export const firstLine = (text: string | undefined): string | undefined => {
  if (text === undefined) return undefined
  const end = text.indexOf("\n")
  const line = (end < 0 ? text : text.slice(0, end)).trim()
  return line === "" ? undefined : line
}

/** The files on which an answer rests, each as it was then; empty where no stat was made. */
export class FilesSeen {
  readonly paths: Array<string> = []
  readonly glances: Array<FileGlance> = []

  at(path: string, glance: FileGlance | undefined): void {
    if (glance === undefined) return
    this.paths.push(path)
    this.glances.push(glance)
  }
}
