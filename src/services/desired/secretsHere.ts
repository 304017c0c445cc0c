/** The sign's secrets file, which no document may reach into. */
import { Effect, Option, Result } from "effect"
import { parseJson, withoutByteOrderMark } from "../../json/parsing/parseJson.ts"
import { FileReader } from "../../ports/Files.ts"
import { decodeUtf8, JSON_FILE_BYTES_MAX } from "../files/reading/jsonFileReader.ts"
import { Installation } from "../installation/Installation.ts"

/** Parsed; `undefined` where there is none. Where it cannot be read, no document can be judged by it. */
export const secretsHere: Effect.Effect<unknown, string, FileReader | Installation> = Effect.gen(
  function* () {
    const { secretsFile } = yield* Installation
    const files = yield* FileReader
    const unreadable = () => "config_secrets.json cannot be read, so a document may reach into it"
    if (Option.isNone(yield* Effect.mapError(files.lstat(secretsFile), unreadable))) return undefined
    const { bytes } = yield* Effect.mapError(
      files.read(secretsFile, { bytesMax: JSON_FILE_BYTES_MAX }),
      unreadable
    )
    const parsed = parseJson(withoutByteOrderMark(decodeUtf8(bytes) ?? ""))
    return Result.isSuccess(parsed) ? parsed.success : yield* Effect.fail(unreadable())
  }
)
