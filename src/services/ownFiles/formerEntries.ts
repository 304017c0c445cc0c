/**
 * Which plugins had an entry before, by LEDMatrix's own newest backup of its settings: for a process that has seen nothing yet,
 * on a sign on which nothing is remembered.
 */
import { Effect, Option, Result } from "effect"
import { type ConfigView, configView } from "../../domain/sources/ConfigView.ts"
import { isJsonObject } from "../../json/JsonValue.ts"
import { parseJson } from "../../json/parsing/parseJson.ts"
import type { FileReader } from "../../ports/Files.ts"
import { newestBackup } from "../files/reading/newestBackup.ts"
import { decodeUtf8, JSON_FILE_BYTES_MAX } from "../files/reading/jsonFileReader.ts"

/** None where no backup can be read. */
export const formerEntries = Effect.fnUntraced(function* (
  files: typeof FileReader.Service,
  configFile: string
): Effect.fn.Return<Option.Option<Pick<ConfigView, "values">>> {
  let former = Option.none<Pick<ConfigView, "values">>()
  yield* newestBackup(files, configFile, JSON_FILE_BYTES_MAX, ({ bytes }) => {
    const text = decodeUtf8(bytes)
    const parsed = text === undefined ? undefined : Result.getOrUndefined(parseJson(text))
    if (!isJsonObject(parsed)) return false
    former = Option.some(configView(parsed, 0))
    return true
  })
  return former
})
