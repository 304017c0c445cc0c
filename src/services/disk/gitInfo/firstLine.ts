/** The first line of a small file; `undefined` where there is none that can be read. */
import { Effect } from "effect"
import type { FileReader } from "../../../ports/Files.ts"

const BYTES_MAX = 4096

export const firstLine = Effect.fnUntraced(function* (
  files: typeof FileReader.Service,
  path: string
): Effect.fn.Return<string | undefined> {
  const [read] = yield* files.readTexts([path], { bytesMax: BYTES_MAX })
  return read?._tag === "Text" ? lineOf(read.text) : undefined
})

export const lineOf = (text: string): string | undefined => {
  const line = text.split("\n", 1)[0]?.trim()
  return line === undefined || line === "" ? undefined : line
}
