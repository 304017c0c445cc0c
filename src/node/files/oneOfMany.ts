/** One answer of a bulk call. A fault is an answer like any other: it must not end the call for the other files. */
import { readdirSync, readSync, statSync } from "node:fs"
import { FileFault } from "../../ports/FileFault.ts"
import { type FileGlance, PEEK_BYTES_MAX, type FileSlice, type TextRead } from "../../ports/Files.ts"
import { errorCode, fileFault } from "./fileFault.ts"
import { fileStat } from "./fileStat.ts"
import { fill, plainStat, tooLargeFault, whileOpen } from "./openFile.ts"

const answer = <A>(operation: string, path: string, run: () => A): A | FileFault => {
  try {
    return run()
  } catch (cause) {
    return errorCode(cause) === "ERR_ENCODING_INVALID_ENCODED_DATA"
      ? new FileFault({ operation, path, code: "NOT_UTF8" })
      : fileFault(operation, path)(cause)
  }
}

const MISSING: FileGlance = { _tag: "Missing", notDirectory: false }
const NOT_DIRECTORY: FileGlance = { _tag: "Missing", notDirectory: true }

/** Its stat. */
export const glance = (path: string): FileGlance =>
  answer("stat", path, () => {
    const stats = statSync(path, { throwIfNoEntry: false })
    return stats === undefined ? missingOr(path) : fileStat(stats)
  })

/** Node answers `undefined` for both ways of not being there; which of them matters to callers. */
const missingOr = (path: string): FileGlance => {
  try {
    const parent = statSync(path.slice(0, path.lastIndexOf("/")), { throwIfNoEntry: false })
    return parent !== undefined && !parent.isDirectory() ? NOT_DIRECTORY : MISSING
  } catch {
    return MISSING
  }
}

/** The names in a directory. */
export const names = (path: string): ReadonlyArray<string> | FileFault =>
  answer("list", path, () => readdirSync(path))

/** Room for any real manifest: most reads need no memory of their own. */
const shared = Buffer.allocUnsafe(1 << 16)

const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })

const utf8 = (buffer: Buffer, filled: number): string => {
  const read = buffer.toString("utf8", 0, filled)
  // Node replaces what is no UTF-8; only a text that holds the replacement needs the strict look.
  if (read.includes("\uFFFD")) strictUtf8.decode(buffer.subarray(0, filled))
  return read
}

/** A whole text, and the stat of the very inode that was read. */
export const readText = (path: string, bytesMax: number): TextRead =>
  answer("read", path, () =>
    whileOpen(path, (descriptor) => {
      const stat = plainStat(path, descriptor)
      if (stat.size > bytesMax) throw tooLargeFault(path)
      const buffer = stat.size < shared.length ? shared : Buffer.allocUnsafe(stat.size + 1)
      const filled = fill(descriptor, buffer, 0, stat.size)
      if (filled === buffer.length) throw new FileFault({ operation: "read", path, code: "CHANGED" })
      return { _tag: "Text", text: utf8(buffer, filled), stat }
    })
  )

/** By opening, reading and closing alone: what it cannot hold in one piece is none of the small files. */
export const peek = (path: string, bytesMax: number): string | FileFault =>
  answer("read", path, () =>
    whileOpen(path, (descriptor) => {
      const filled = readSync(descriptor, shared, 0, PEEK_BYTES_MAX + 1, 0)
      if (filled > Math.min(bytesMax, PEEK_BYTES_MAX)) throw tooLargeFault(path)
      return utf8(shared, filled)
    })
  )

/** A piece of it. */
export const slice = ({ length, offset, path }: FileSlice): Uint8Array | FileFault =>
  answer("read", path, () =>
    whileOpen(path, (descriptor) => {
      const buffer = length > shared.length ? Buffer.allocUnsafe(length) : shared.subarray(0, length)
      // A copy: the room is shared with the next read.
      return Uint8Array.from(buffer.subarray(0, fill(descriptor, buffer, offset)))
    })
  )
