/** A zip archive of a few small files, not compressed: what the demonstration's store serves. */
import { crc32 } from "node:zlib"

interface Entry {
  readonly path: string
  readonly text: string
}

const LOCAL_HEADER = 0x04034b50
const CENTRAL_HEADER = 0x02014b50
const END = 0x06054b50
/** UTF-8 names. */
const FLAGS = 0x0800
const VERSION = 20
/** 1 January 2026, midnight: archives of the same files are the same bytes. */
const DOS_DATE = ((2026 - 1980) << 9) | (1 << 5) | 1
/** A plain file that everybody may read, made on Unix. */
const MADE_BY_UNIX = (3 << 8) | VERSION
const ATTRIBUTES = 0o100644 * 0x10000

const numbers = (...fields: ReadonlyArray<readonly [bytes: 2 | 4, value: number]>): Buffer => {
  const buffer = Buffer.alloc(fields.reduce((sum, [bytes]) => sum + bytes, 0))
  let at = 0
  for (const [bytes, value] of fields) at = buffer.writeUIntLE(value, at, bytes)
  return buffer
}

/** The fields that both headers of a file have in common. */
const described = (name: Buffer, content: Buffer) =>
  [
    [2, FLAGS],
    [2, 0],
    [2, 0],
    [2, DOS_DATE],
    [4, crc32(content)],
    [4, content.length],
    [4, content.length],
    [2, name.length],
    [2, 0]
  ] as const

export const zipArchive = (entries: ReadonlyArray<Entry>): Uint8Array => {
  const files: Array<Buffer> = []
  const directory: Array<Buffer> = []
  let offset = 0
  for (const { path, text } of entries) {
    const name = Buffer.from(path)
    const content = Buffer.from(text)
    const file = Buffer.concat([
      numbers([4, LOCAL_HEADER], [2, VERSION], ...described(name, content)),
      name,
      content
    ])
    files.push(file)
    directory.push(
      numbers(
        [4, CENTRAL_HEADER],
        [2, MADE_BY_UNIX],
        [2, VERSION],
        ...described(name, content),
        [2, 0],
        [2, 0],
        [2, 0],
        [4, ATTRIBUTES],
        [4, offset]
      ),
      name
    )
    offset += file.length
  }
  const central = Buffer.concat(directory)
  const end = numbers(
    [4, END],
    [2, 0],
    [2, 0],
    [2, entries.length],
    [2, entries.length],
    [4, central.length],
    [4, offset],
    [2, 0]
  )
  return Buffer.concat([...files, central, end])
}
