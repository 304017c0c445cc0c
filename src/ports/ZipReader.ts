/** Looking into zip archives. What is allowed in them is judged above; this only reads. */
import { Context, Data, type Effect, type Scope, type Stream } from "effect"
import type { FileFault } from "./FileFault.ts"

/** What an archive's list says of one entry. */
export interface ZipEntry {
  /** The name exactly as stored. */
  readonly rawName: Uint8Array
  readonly isUtf8: boolean
  readonly compressedSize: number
  readonly uncompressedSize: number
  readonly encrypted: boolean
  /** 0 stored, 8 deflated; nothing else is read. */
  readonly method: number
  /** The Unix file type bits (`S_IFMT`), 0 where the archive was made elsewhere; a link is one on every system. */
  readonly fileType: number
}

/** The archive is damaged. */
export class ZipFault extends Data.TaggedError("ZipFault")<{
  readonly problem: "not_a_zip" | "truncated_archive" | "corrupt_archive" | "list_too_long"
}> {}

/** An archive that is open for reading. */
export interface OpenZip {
  /** In the archive's order; at most `entriesMax` and one more. A list of too many bytes is a fault. */
  readonly entries: ReadonlyArray<ZipEntry>
  /** The content of one of `entries`, unpacked, its checksum verified at the end. */
  readonly content: (entry: ZipEntry) => Stream.Stream<Uint8Array, ZipFault | FileFault>
  /** The same in one piece, never more than the entry says: most files are small, and a stream costs more than they do. */
  readonly whole: (entry: ZipEntry) => Effect.Effect<Uint8Array, ZipFault | FileFault>
}

/** Looks into zip archives. */
export class ZipReader extends Context.Service<
  ZipReader,
  {
    readonly open: (
      path: string,
      options: { readonly entriesMax: number }
    ) => Effect.Effect<OpenZip, ZipFault | FileFault, Scope.Scope>
  }
>()("ledmatrix-reconciler/ports/ZipReader") {}
