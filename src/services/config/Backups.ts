import { Clock, Context, Effect, Layer, Option } from "effect"
import { FILE, type ReplaceFile } from "../../domain/changes/Change.ts"
import { ConfigError } from "../../domain/errors/ServiceError.ts"
import type { DiffLine } from "../../domain/findings/FileDiff.ts"
import type { SourceError } from "../../domain/sources/Source.ts"
import { FileReader } from "../../ports/Files.ts"
import { readDocumentText } from "../files/editing/editDocument.ts"
import { fileFailed } from "../files/fileReason.ts"
import { JSON_FILE_BYTES_MAX } from "../files/reading/jsonFileReader.ts"
import { sha256 } from "../files/sha256.ts"
import { compactTime } from "../files/replacing/setFileAside.ts"
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

/** The content of a file of this installation. */
export const bytesOf = Effect.fnUntraced(function* (file: string) {
  const { root } = yield* Installation
  const { read } = yield* FileReader
  return yield* read(pathOf(root, file), { bytesMax: JSON_FILE_BYTES_MAX }).pipe(
    Effect.map(({ bytes }) => bytes),
    Effect.mapError((fault) => fileFailed(fault, file))
  )
})

/** The name, or the first with a number behind it that nothing has. */
const freeName = Effect.fnUntraced(
  function* (wanted: string) {
    const { root } = yield* Installation
    const { lstat } = yield* FileReader
    let name = wanted
    for (let n = 2; Option.isSome(yield* lstat(pathOf(root, name))); n++) name = `${wanted}-${n}`
    return name
  },
  Effect.mapError((fault) => fileFailed(fault, FILE.config))
)

/** Looks for a backup of `config.json` that can take its place as a whole. Fails with `ConfigError`. */
export class Backups extends Context.Service<
  Backups,
  {
    /** For a config that cannot be read because of `error`. Nothing where its content is not at fault, or no backup is good. */
    readonly found: (error: SourceError) => Effect.Effect<Option.Option<ConfigBackup>, ConfigError>
  }
>()("ledmatrix-reconciler/services/Backups") {
  static readonly layer: Layer.Layer<Backups, never, FileReader | Installation> = Layer.effect(
    Backups,
    Effect.gen(function* () {
      const services = yield* Effect.context<FileReader | Installation>()
      const found = Effect.fn("Backups.found")(
        function* ({ backup, code }: SourceError) {
          if (backup === undefined || !OF_CONTENT.has(code)) return Option.none<ConfigBackup>()
          const [broken, good] = [yield* bytesOf(FILE.config), yield* bytesOf(backup)]
          const { object, text } = yield* readDocumentText(good, backup)
          const time = compactTime(yield* Clock.currentTimeMillis)
          return Option.some<ConfigBackup>({
            change: {
              file: FILE.config,
              by: backup,
              kept: yield* freeName(`${FILE.config}.corrupt-${time}`),
              was: sha256(broken),
              becomes: sha256(good)
            },
            lines: comparedConfig(new TextDecoder().decode(broken), text, object)
          })
        },
        Effect.mapError((reason) => new ConfigError({ reason })),
        Effect.provideContext(services)
      )
      return Backups.of({ found })
    })
  )
}
