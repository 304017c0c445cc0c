import { Context, Effect, Layer, Option } from "effect"
import type { ReplaceFile } from "../../domain/changes/Change.ts"
import { ConfigError } from "../../domain/errors/ServiceError.ts"
import { FileReader, FileWriter } from "../../ports/Files.ts"
import { bytesOf } from "../config/Backups.ts"
import { JSON_FILE_BYTES_MAX } from "../files/reading/jsonFileReader.ts"
import { sha256 } from "../files/sha256.ts"
import { replaceFile } from "../files/replacing/replaceFile.ts"
import { Installation, pathOf } from "../installation/Installation.ts"

/** The former file is for its owner and LEDMatrix, as LEDMatrix's own backups are. */
const KEPT_MODE = 0o640

/**
 * Puts a backup of `config.json` back where no single value of it can be changed any more: the file as a whole, the
 * former one kept beside it. Fails with `ConfigError`. The caller holds the root lock.
 */
export class BackupsWriter extends Context.Service<
  BackupsWriter,
  {
    /** False where a file is not any more what the change rests on; nothing is written then. */
    readonly put: (change: ReplaceFile) => Effect.Effect<boolean, ConfigError>
  }
>()("ledmatrix-reconciler/services/BackupsWriter") {
  static readonly layer: Layer.Layer<BackupsWriter, never, FileReader | FileWriter | Installation> =
    Layer.effect(
      BackupsWriter,
      Effect.gen(function* () {
        const services = yield* Effect.context<FileReader | FileWriter | Installation>()
        const { root } = yield* Installation

        /** Keeps the former content under its own name; false where something else has that name. */
        const keep = Effect.fnUntraced(function* (kept: string, former: Uint8Array) {
          const { stands } = yield* replaceFile({
            path: pathOf(root, kept),
            shown: kept,
            bytesMax: JSON_FILE_BYTES_MAX,
            createMode: KEPT_MODE,
            edit: Option.match({
              onNone: () => Effect.succeed({ content: Option.some(former), stands: true }),
              onSome: (there) =>
                Effect.succeed({
                  content: Option.none<Uint8Array>(),
                  stands: sha256(there) === sha256(former)
                })
            })
          })
          return stands
        })

        const put = Effect.fn("BackupsWriter.put")(
          function* ({ becomes, by, file, kept, was }: ReplaceFile) {
            const good = yield* Effect.option(bytesOf(by))
            if (Option.isNone(good) || sha256(good.value) !== becomes) return false
            const unchanged = (stands: boolean) => ({ content: Option.none<Uint8Array>(), stands })
            const { stands } = yield* replaceFile({
              path: pathOf(root, file),
              shown: file,
              bytesMax: JSON_FILE_BYTES_MAX,
              edit: Effect.fnUntraced(function* (current: Option.Option<Uint8Array>) {
                const digest = Option.map(current, sha256)
                if (Option.contains(digest, becomes)) return unchanged(true)
                if (Option.isNone(current) || !Option.contains(digest, was)) return unchanged(false)
                if (!(yield* keep(kept, current.value))) return unchanged(false)
                return { content: good, stands: true }
              })
            })
            return stands
          },
          Effect.mapError((reason) => new ConfigError({ reason })),
          Effect.provideContext(services)
        )
        return BackupsWriter.of({ put })
      })
    )
}
