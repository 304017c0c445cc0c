import { Context, Effect, Layer, Option } from "effect"
import { FILE } from "../../domain/changes/Change.ts"
import type { Edit } from "../../domain/changes/Evidence.ts"
import { ConfigError } from "../../domain/errors/ServiceError.ts"
import { FileReader, FileWriter } from "../../ports/Files.ts"
import type { JsonValue } from "../../json/JsonValue.ts"
import { type MemberText, memberText } from "../../json/editing/memberText.ts"
import { valueAt } from "../../json/valueAt.ts"
import { type AppliedEdits, applyEdits } from "../files/editing/applyEdits.ts"
import { type DocumentText, readDocumentText } from "../files/editing/editDocument.ts"
import { fileFailed } from "../files/fileReason.ts"
import { JSON_FILE_BYTES_MAX } from "../files/reading/jsonFileReader.ts"
import { replaceFile } from "../files/replacing/replaceFile.ts"
import { Installation } from "../installation/Installation.ts"

/** Files whose single values can be changed. The secrets are written only to remove a plugin's own section. */
export type ConfigFile = "config" | "secrets"

/** What stands under a key, and how it is spelled there, where that can be told. */
export interface ConfigMember {
  readonly value: JsonValue
  readonly spelled: MemberText | undefined
}

/**
 * Changes `config/config.json`, and removes a plugin's section from `config/config_secrets.json`; only the
 * bytes that must change change. Fails with `ConfigError`. The caller holds the root lock.
 */
export class ConfigWriter extends Context.Service<
  ConfigWriter,
  {
    /** What stands at `key` now. A missing secrets file holds nothing; an unreadable one is a failure. */
    readonly value: (
      file: ConfigFile,
      key: ReadonlyArray<string>
    ) => Effect.Effect<Option.Option<JsonValue>, ConfigError>
    /** The same of a top-level key, with its spelling. */
    readonly member: (
      file: ConfigFile,
      key: string
    ) => Effect.Effect<Option.Option<ConfigMember>, ConfigError>
    /**
     * Makes all edits in one read and one atomic, format-preserving write. Each is checked again on the very
     * content that is replaced; with none left nothing is written.
     */
    readonly change: (
      file: ConfigFile,
      edits: ReadonlyArray<Edit>
    ) => Effect.Effect<AppliedEdits, ConfigError>
  }
>()("ledmatrix-reconciler/services/ConfigWriter") {
  static readonly layer: Layer.Layer<ConfigWriter, never, FileReader | FileWriter | Installation> =
    Layer.effect(
      ConfigWriter,
      Effect.gen(function* () {
        const files = yield* Effect.context<FileReader | FileWriter>()
        const { configFile, secretsFile } = yield* Installation
        const places = {
          config: { path: configFile, shown: FILE.config },
          secrets: { path: secretsFile, shown: FILE.secrets }
        }
        /** `None` where there is no file to be read. */
        const document = Effect.fnUntraced(
          function* (file: ConfigFile) {
            const { path, shown } = places[file]
            const reader = yield* FileReader
            if (file === "secrets" && Option.isNone(yield* reader.lstat(path)))
              return Option.none<DocumentText>()
            const { bytes } = yield* reader.read(path, { bytesMax: JSON_FILE_BYTES_MAX })
            return Option.some(yield* readDocumentText(bytes, shown))
          },
          (self, file) =>
            Effect.mapError(self, (error) => {
              const reason = error._tag === "FileFault" ? fileFailed(error, places[file].shown) : error
              return new ConfigError({ reason })
            }),
          Effect.provideContext(files)
        )
        const value = Effect.fn("ConfigWriter.value")((file: ConfigFile, key: ReadonlyArray<string>) =>
          Effect.map(
            document(file),
            Option.flatMap(({ object }) => Option.fromUndefinedOr(valueAt(object, key)))
          )
        )
        const member = Effect.fn("ConfigWriter.member")((file: ConfigFile, key: string) =>
          Effect.map(
            document(file),
            Option.flatMap(({ object, text }) =>
              Option.map(Option.fromUndefinedOr(valueAt(object, [key])), (found) => ({
                value: found,
                spelled: memberText(text, key)
              }))
            )
          )
        )
        const change = Effect.fn("ConfigWriter.change")(
          function* (file: ConfigFile, edits: ReadonlyArray<Edit>) {
            const { path, shown } = places[file]
            const { applied } = yield* replaceFile({
              path,
              shown,
              secret: file === "secrets",
              bytesMax: JSON_FILE_BYTES_MAX,
              edit: Option.match({
                onNone: () =>
                  Effect.succeed({
                    content: Option.none<Uint8Array>(),
                    applied: { made: [], stood: [], dropped: edits }
                  }),
                onSome: (current) => applyEdits(current, edits, shown)
              })
            })
            return applied
          },
          Effect.mapError((reason) => new ConfigError({ reason })),
          Effect.provideContext(files)
        )
        return ConfigWriter.of({ value, member, change })
      })
    )
}
