/** A file in pieces, so that a large one needs little memory. */
import { Effect, Option, Stream } from "effect"
import type { ReadHandle } from "../../ports/Files.ts"
import type { FileFault } from "../../ports/FileFault.ts"

const PIECE = 1 << 20

export const pieces = (handle: ReadHandle): Stream.Stream<Uint8Array, FileFault> =>
  Stream.paginate(0, (at) =>
    Effect.map(handle.readAt(at, PIECE), (piece) => [
      [piece],
      piece.byteLength < PIECE ? Option.none<number>() : Option.some(at + PIECE)
    ])
  )
