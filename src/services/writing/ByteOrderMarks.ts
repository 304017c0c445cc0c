import { Context, Effect, Layer, Option, Result } from "effect"
import { basename, dirname } from "node:path/posix"
import { FILE } from "../../domain/changes/Change.ts"
import { ConfigError } from "../../domain/errors/ServiceError.ts"
import { FileReader, FileWriter } from "../../ports/Files.ts"
import { Installation, pathOf } from "../installation/Installation.ts"
import { JSON_FILE_BYTES_MAX } from "../files/reading/jsonFileReader.ts"
import { replaceFile } from "../files/replacing/replaceFile.ts"

const MARK = Uint8Array.of(0xef, 0xbb, 0xbf)

const begins = (bytes: Uint8Array): boolean => MARK.every((byte, at) => bytes[at] === byte)

/** LEDMatrix's files that are no plugin's. */
const FILES = [FILE.config, FILE.secrets, FILE.state, FILE.marks]

/**
 * Takes byte-order marks off LEDMatrix's files and off manifests, and puts them back for `undo`; nothing else of a
 * file changes. Fails with `ConfigError`. The caller holds the root lock.
 */
export class ByteOrderMarks extends Context.Service<
  ByteOrderMarks,
  {
    /** Those of LEDMatrix's own files that begin with one, relative to the root. What cannot be read is not among them. */
    readonly found: Effect.Effect<ReadonlyArray<string>>
    /**
     * `file` is relative to the root. False where there is nothing to be written: the file is not there, or its
     * plugin's directory is a link, and what that leads to belongs to the owner.
     */
    readonly set: (file: string, present: boolean) => Effect.Effect<boolean, ConfigError>
  }
>()("ledmatrix-reconciler/services/ByteOrderMarks") {
  static readonly layer: Layer.Layer<ByteOrderMarks, never, FileReader | FileWriter | Installation> =
    Layer.effect(
      ByteOrderMarks,
      Effect.gen(function* () {
        const files = yield* Effect.context<FileReader | FileWriter>()
        const reader = yield* FileReader
        const { root } = yield* Installation
        const slices = FILES.map((file) => ({ path: pathOf(root, file), offset: 0, length: MARK.length }))
        const found = Effect.map(reader.readSlices(slices), (read) =>
          FILES.filter((_file, at) => {
            const bytes = read[at]
            return bytes instanceof Uint8Array && begins(bytes)
          })
        )
        const isOfOwner = (path: string) =>
          basename(path) === "manifest.json"
            ? reader.lstat(dirname(path)).pipe(
                Effect.map(Option.exists(({ kind }) => kind === "symlink")),
                Effect.orElseSucceed(() => false)
              )
            : Effect.succeed(false)
        const set = Effect.fn("ByteOrderMarks.set")(
          function* (file: string, present: boolean) {
            const path = pathOf(root, file)
            const stat = yield* Effect.result(reader.stat(path))
            if ((Result.isSuccess(stat) && Option.isNone(stat.success)) || (yield* isOfOwner(path)))
              return false
            yield* replaceFile({
              path,
              shown: file,
              bytesMax: JSON_FILE_BYTES_MAX,
              edit: (current) =>
                Effect.succeed({ content: Option.flatMap(current, (bytes) => withMark(bytes, present)) })
            })
            return true
          },
          Effect.mapError((reason) => new ConfigError({ reason })),
          Effect.provideContext(files)
        )
        return ByteOrderMarks.of({ found, set })
      })
    )
}

/** `None` where it is so already. */
const withMark = (bytes: Uint8Array, present: boolean): Option.Option<Uint8Array> => {
  if (begins(bytes) === present) return Option.none()
  if (!present) return Option.some(bytes.subarray(MARK.length))
  const marked = new Uint8Array(MARK.length + bytes.length)
  marked.set(MARK)
  marked.set(bytes, MARK.length)
  return Option.some(marked)
}
