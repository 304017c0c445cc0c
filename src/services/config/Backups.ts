import { Clock, Context, Effect, Layer, Option } from "effect"
import { createHash } from "node:crypto"
import { FILE, type ReplaceFile } from "../../domain/changes/Change.ts"
import type { FileReason } from "../../domain/errors/FileReason.ts"
import { ConfigError } from "../../domain/errors/ServiceError.ts"
import type { DiffLine } from "../../domain/findings/FileDiff.ts"
import type { SourceError } from "../../domain/sources/Source.ts"
import { FileReader, FileWriter } from "../../ports/Files.ts"
import { readDocumentText } from "../files/editing/editDocument.ts"
import { fileFailed } from "../files/fileReason.ts"
import { DOCUMENT_BYTES_MAX } from "../files/reading/readDocument.ts"
import { replaceFile } from "../files/replacing/replaceFile.ts"
import { compactTime } from "../files/replacing/setAside.ts"
import { Installation, pathOf } from "../installation/Installation.ts"
import { comparedConfig } from "./comparedConfig.ts"

/** What can be put in the place of a `config.json` that does not hold what it should. */
export interface ConfigBackup {
  /** The change that puts it there, but for what it is a change of. */
  readonly change: Pick<ReplaceFile, "file" | "by" | "kept" | "was" | "becomes">
  /** The lines that it takes out and brings. Values are `‹set›`. */
  readonly lines: ReadonlyArray<DiffLine>
}

/** Of these the content is at fault. A byte-order mark can be taken off, and a missing file has nothing to compare. */
const OF_CONTENT: ReadonlySet<string> = new Set(["empty", "not_json", "not_utf8", "too_deep", "wrong_shape"])

/** The former file is for its owner and LEDMatrix, as LEDMatrix's own backups are. */
const KEPT_MODE = 0o640

const digestOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex")

/**
 * Puts a backup of `config.json` back where no single value of it can be changed any more: the file as a whole, the
 * former one kept beside it. Fails with `ConfigError`. The caller holds the root lock.
 */
export class Backups extends Context.Service<
  Backups,
  {
    /** For a config that cannot be read because of `error`. Nothing where its content is not at fault, or no backup is good. */
    readonly found: (error: SourceError) => Effect.Effect<Option.Option<ConfigBackup>, ConfigError>
    /** False where a file is not any more what the change rests on; nothing is written then. */
    readonly put: (change: ReplaceFile) => Effect.Effect<boolean, ConfigError>
  }
>()("ledmatrix-reconciler/services/Backups") {
  static readonly layer: Layer.Layer<Backups, never, FileReader | FileWriter | Installation> = Layer.effect(
    Backups,
    Effect.gen(function* () {
      const files = yield* Effect.context<FileReader | FileWriter>()
      const reader = yield* FileReader
      const { root } = yield* Installation
      const bytesOf = (file: string) =>
        reader.read(pathOf(root, file), { bytesMax: DOCUMENT_BYTES_MAX }).pipe(
          Effect.map(({ bytes }) => bytes),
          Effect.mapError((fault) => fileFailed(fault, file))
        )
      const failed = Effect.mapError((reason: FileReason) => new ConfigError({ reason }))
      const freeName = Effect.fnUntraced(
        function* (wanted: string) {
          let name = wanted
          for (let n = 2; Option.isSome(yield* reader.lstat(pathOf(root, name))); n++) name = `${wanted}-${n}`
          return name
        },
        Effect.mapError((fault) => fileFailed(fault, FILE.config))
      )

      const found = Effect.fn("Backups.found")(function* ({ backup, code }: SourceError) {
        if (backup === undefined || !OF_CONTENT.has(code)) return Option.none<ConfigBackup>()
        const [broken, good] = [yield* bytesOf(FILE.config), yield* bytesOf(backup)]
        const { object, text } = yield* readDocumentText(good, backup)
        const time = compactTime(yield* Clock.currentTimeMillis)
        return Option.some<ConfigBackup>({
          change: {
            file: FILE.config,
            by: backup,
            kept: yield* freeName(`${FILE.config}.corrupt-${time}`),
            was: digestOf(broken),
            becomes: digestOf(good)
          },
          lines: comparedConfig(new TextDecoder().decode(broken), text, object)
        })
      }, failed)

      /** Keeps the former content under its own name; false where something else has that name. */
      const keep = Effect.fnUntraced(function* (kept: string, former: Uint8Array) {
        const { stands } = yield* replaceFile({
          path: pathOf(root, kept),
          shown: kept,
          bytesMax: DOCUMENT_BYTES_MAX,
          createMode: KEPT_MODE,
          edit: Option.match({
            onNone: () => Effect.succeed({ content: Option.some(former), stands: true }),
            onSome: (there) =>
              Effect.succeed({
                content: Option.none<Uint8Array>(),
                stands: digestOf(there) === digestOf(former)
              })
          })
        })
        return stands
      })

      const put = Effect.fn("Backups.put")(
        function* ({ becomes, by, file, kept, was }: ReplaceFile) {
          const good = yield* Effect.option(bytesOf(by))
          if (Option.isNone(good) || digestOf(good.value) !== becomes) return false
          const unchanged = (stands: boolean) => ({ content: Option.none<Uint8Array>(), stands })
          const { stands } = yield* replaceFile({
            path: pathOf(root, file),
            shown: file,
            bytesMax: DOCUMENT_BYTES_MAX,
            edit: Effect.fnUntraced(function* (current: Option.Option<Uint8Array>) {
              const digest = Option.map(current, digestOf)
              if (Option.contains(digest, becomes)) return unchanged(true)
              if (Option.isNone(current) || !Option.contains(digest, was)) return unchanged(false)
              if (!(yield* keep(kept, current.value))) return unchanged(false)
              return { content: good, stands: true }
            })
          })
          return stands
        },
        failed,
        Effect.provideContext(files)
      )
      return Backups.of({ found, put })
    })
  )
}
