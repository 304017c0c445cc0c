/** The text of one file, where it matters whether it is missing, no text, or cannot be read just now. */
import { Effect } from "effect"
import { FileReader } from "../../../ports/Files.ts"

const NOT_THERE: ReadonlySet<string> = new Set(["ENOENT", "ENOTDIR"])
const NO_TEXT: ReadonlySet<string> = new Set(["NOT_UTF8", "TOO_LARGE", "NOT_A_FILE", "EISDIR"])

/** A disk that cannot be read says nothing about the file, so that stays a `FileFault`. */
export const textIn = Effect.fnUntraced(function* (path: string, bytesMax: number) {
  const reader = yield* FileReader
  const [read] = yield* reader.readTexts([path], { bytesMax })
  if (read === undefined) return "absent"
  if (read._tag === "Text") return read
  if (NOT_THERE.has(read.code)) return "absent"
  return NO_TEXT.has(read.code) ? "no text" : yield* read
})
