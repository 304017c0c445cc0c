import { Context, Effect, Layer, Option } from "effect"
import { FILE } from "../domain/changes/Change.ts"
import type { Edit } from "../domain/changes/Evidence.ts"
import { type ConfigView, configView } from "../domain/sources/ConfigView.ts"
import type { FileUnreadable } from "../domain/errors/FileUnreadable.ts"
import { ConfigError } from "../domain/errors/ServiceError.ts"
import { type Reading, readingOf } from "../domain/sources/Source.ts"
import { FileReader, FileWriter } from "../ports/Files.ts"
import type { SettingsPatch } from "../domain/desired/DesiredDocument.ts"
import { isJsonObject, isJsonValue, type JsonValue } from "../json/JsonValue.ts"
import { type MemberText, memberText } from "../json/memberText.ts"
import { valueAt } from "../json/valueAt.ts"
import { type Applied, applyEdits } from "./files/applyEdits.ts"
import { type DocumentText, readDocumentText } from "./files/editDocument.ts"
import { fileFailed } from "./files/fileReason.ts"
import { DOCUMENT_BYTES_MAX, documentReader, objectOf } from "./files/readDocument.ts"
import { replaceFile } from "./files/replaceFile.ts"
import { Installation } from "./installation/Installation.ts"

/** Files whose single values can be changed. The secrets are written only to remove a plugin's own section. */
export type ConfigFile = "config" | "secrets"

/** What stands under a key, and how it is spelled there, where that can be told. */
export interface ConfigMember {
  readonly value: JsonValue
  readonly spelled: MemberText | undefined
}

/** What of an entry has no field of its own. */
const settingsOf = (entry: { readonly [key: string]: unknown }): SettingsPatch =>
  Object.fromEntries(
    Object.entries(entry).flatMap(([key, value]) =>
      key === "enabled" || key === "version" || !isJsonValue(value) ? [] : [[key, value] as const]
    )
  )

/** Reads `config/config.json`: the source `config`. */
export class Config extends Context.Service<
  Config,
  {
    /**
     * The file as it is now, secrets apart. Re-read only when it changed, and a few times when it does not
     * parse, because LEDMatrix truncates and rewrites it in place. A missing file is an error, never empty.
     */
    readonly read: Effect.Effect<Reading<ConfigView>>
    /**
     * The settings of these plugins' entries, without `enabled` and `version`; `undefined` where the file cannot be
     * read. For programs that are given a desired state: no other reads values of settings.
     */
    readonly settings: (
      ids: Iterable<string>
    ) => Effect.Effect<ReadonlyMap<string, SettingsPatch> | undefined>
    /** Things that do not stop a pass but that a person should hear: an unreadable secrets file. */
    readonly warnings: Effect.Effect<ReadonlyArray<string>>
  }
>()("ledmatrix-reconciler/services/Config") {
  static readonly layer: Layer.Layer<Config, never, FileReader | Installation> = Layer.effect(
    Config,
    Effect.gen(function* () {
      const files = yield* FileReader
      const { configFile, secretsFile } = yield* Installation
      const read = documentReader<ConfigView>(files, {
        path: configFile,
        shown: FILE.config,
        wrongShape: "its top level is no object",
        view: (parsed, stat) => {
          const object = objectOf(parsed)
          return object && configView(object, stat.modifiedAtMs)
        }
      })
      const secrets = documentReader(files, {
        path: secretsFile,
        shown: FILE.secrets,
        wrongShape: "its top level is no object",
        view: (parsed) => objectOf(parsed) && true,
        whenMissing: true
      })
      const warnings = Effect.map(secrets, (reading) =>
        reading._tag === "Success" ? [] : [warningOf(reading.failure)]
      )
      const entries = documentReader(files, {
        path: configFile,
        shown: FILE.config,
        wrongShape: "its top level is no object",
        view: objectOf,
        spelled: true
      })
      const settings = Effect.fn("Config.settings")(function* (ids: Iterable<string>) {
        const reading = yield* entries
        if (reading._tag === "Failure") return undefined
        const found = new Map<string, SettingsPatch>()
        for (const id of ids) {
          const entry = valueAt(reading.success, [id])
          if (isJsonObject(entry)) found.set(id, settingsOf(entry))
        }
        return found
      })
      return Config.of({
        read: Effect.map(read, (content) => readingOf("config", content)),
        settings,
        warnings
      })
    })
  )
}

/** What only this program may not read, LEDMatrix may see all the same. */
const warningOf = ({ code, message }: FileUnreadable): string =>
  code === "unreadable" ? message : `${message}; LEDMatrix does not see its settings`

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
    readonly change: (file: ConfigFile, edits: ReadonlyArray<Edit>) => Effect.Effect<Applied, ConfigError>
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
            const { bytes } = yield* reader.read(path, { bytesMax: DOCUMENT_BYTES_MAX })
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
              bytesMax: DOCUMENT_BYTES_MAX,
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
