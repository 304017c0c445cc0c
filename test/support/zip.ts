/** Zip archives as bytes, honest or forged: what a store, or somebody who means harm, may serve. */
import { crc32, deflateRawSync } from "node:zlib"

export interface ZipFile {
  readonly name: string | Uint8Array
  readonly content?: string | Uint8Array
  /** Unix mode with file type, as `0o120777` for a symlink. */
  readonly mode?: number
  /** The system that it says it was made on, where that is not Unix: 0 for FAT, 10 for NTFS, 19 for macOS. */
  readonly madeOn?: number
  readonly store?: boolean
  /** Written into the headers instead of the true size. */
  readonly claimedSize?: number
  readonly flags?: number
  readonly method?: number
  readonly crc?: number
  /** A note on the file, in the directory alone. */
  readonly note?: string
}

const bytes = (value: string | Uint8Array): Buffer =>
  typeof value === "string" ? Buffer.from(value) : Buffer.from(value)

export const zip = (files: ReadonlyArray<ZipFile>): Uint8Array => {
  const parts: Array<Buffer> = []
  const directory: Array<Buffer> = []
  let offset = 0
  for (const file of files) {
    const name = bytes(file.name)
    const note = bytes(file.note ?? "")
    const content = bytes(file.content ?? "")
    const store = file.store === true || content.byteLength === 0
    const packed = store ? content : deflateRawSync(content)
    const method = file.method ?? (store ? 0 : 8)
    const flags = (file.flags ?? 0) | 0x800
    const size = file.claimedSize ?? content.byteLength
    const sum = file.crc ?? crc32(content)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(20, 4)
    local.writeUInt16LE(flags, 6)
    local.writeUInt16LE(method, 8)
    local.writeUInt32LE(sum, 14)
    local.writeUInt32LE(packed.byteLength, 18)
    local.writeUInt32LE(size, 22)
    local.writeUInt16LE(name.byteLength, 26)
    const central = Buffer.alloc(46)
    central.writeUInt32LE(0x02014b50, 0)
    central.writeUInt16LE(((file.madeOn ?? 3) << 8) | 20, 4)
    central.writeUInt16LE(20, 6)
    central.writeUInt16LE(flags, 8)
    central.writeUInt16LE(method, 10)
    central.writeUInt32LE(sum, 16)
    central.writeUInt32LE(packed.byteLength, 20)
    central.writeUInt32LE(size, 24)
    central.writeUInt16LE(name.byteLength, 28)
    central.writeUInt16LE(note.byteLength, 32)
    central.writeUInt32LE(((file.mode ?? 0o100644) << 16) >>> 0, 38)
    central.writeUInt32LE(offset, 42)
    parts.push(local, name, packed)
    directory.push(central, name, note)
    offset += 30 + name.byteLength + packed.byteLength
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(central.byteLength, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, central, end])
}

/** The files of a plugin that LEDMatrix would load. */
export const pluginFiles = (id: string, version = "1.0.0"): ReadonlyArray<ZipFile> => [
  {
    name: "manifest.json",
    content: JSON.stringify({ id, name: id, version, class_name: "P", display_modes: [] })
  },
  { name: "manager.py", content: "class P(BasePlugin):\n    pass\n" }
]

export const under = (directory: string, files: ReadonlyArray<ZipFile>): ReadonlyArray<ZipFile> =>
  files.map((file) => ({ ...file, name: `${directory}/${Buffer.from(bytes(file.name)).toString()}` }))
