import { Context, Effect, Layer } from "effect"
import { FILE } from "../domain/changes/Change.ts"
import { type ConfigView, configView } from "../domain/sources/ConfigView.ts"
import type { FileUnreadable } from "../domain/errors/FileUnreadable.ts"
import { type Reading, readingOf } from "../domain/sources/Source.ts"
import { FileReader } from "../ports/Files.ts"
import type { SettingsPatch } from "../domain/desired/DesiredDocument.ts"
import { isJsonObject, isJsonValue } from "../json/JsonValue.ts"
import { valueAt } from "../json/valueAt.ts"
import { jsonFileReader, jsonObjectOf } from "./files/reading/jsonFileReader.ts"
import { Installation } from "./installation/Installation.ts"

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
      const read = jsonFileReader<ConfigView>(files, {
        path: configFile,
        shown: FILE.config,
        wrongShape: "its top level is no object",
        view: (parsed, stat) => {
          const object = jsonObjectOf(parsed)
          return object && configView(object, stat.modifiedAtMs)
        }
      })
      const secrets = jsonFileReader(files, {
        path: secretsFile,
        shown: FILE.secrets,
        wrongShape: "its top level is no object",
        view: (parsed) => jsonObjectOf(parsed) && true,
        whenMissing: true
      })
      const warnings = Effect.map(secrets, (reading) =>
        reading._tag === "Success" ? [] : [warningOf(reading.failure)]
      )
      const entries = jsonFileReader(files, {
        path: configFile,
        shown: FILE.config,
        wrongShape: "its top level is no object",
        view: jsonObjectOf,
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
