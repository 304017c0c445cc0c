/**
 * Reads a JSON object from a file that LEDMatrix writes in place: a text that does not parse is read again a
 * few times before it counts as broken. An unchanged file is not read again.
 */
import { Clock, Duration, Effect, Option, Result } from "effect"
import { FileUnreadable } from "../../../domain/errors/FileUnreadable.ts"
import { isJsonObject } from "../../../json/JsonValue.ts"
import { parseJson, parseJsonSpelled } from "../../../json/parsing/parseJson.ts"
import type { FileContent, FileReader, FileStat } from "../../../ports/Files.ts"
import type { FileFault } from "../../../ports/FileFault.ts"
import { sameSignature, tellsChanges } from "./Signature.ts"
import { withRemedy } from "./withRemedy.ts"

/** A config with ten thousand plugins takes a few megabytes; what is larger is no config. */
export const JSON_FILE_BYTES_MAX = 64 * 1024 * 1024

/** Pauses before each further look at a text that does not parse. */
const PAUSES = [30, 60, 120].map((ms) => Duration.millis(ms))

export interface JsonFile<A> {
  readonly path: string
  readonly shown: string
  /** What the file says; `undefined` where its shape is wrong. */
  readonly view: (parsed: unknown, stat: FileStat) => A | undefined
  readonly wrongShape: string
  /** Numbers are kept as they are spelled: what `view` makes of them is printed again. */
  readonly spelled?: boolean
  /** What is larger is not read; without it, `JSON_FILE_BYTES_MAX`. */
  readonly bytesMax?: number
  /** What a missing file says; without it a missing file is an error. */
  readonly whenMissing?: A
  /** What `--replace-broken` does about a file that no parser reads; nothing without it. */
  readonly replaced?: string
}

/** The file as it was when `view` was taken of it. */
interface FileView<A> {
  readonly stat: FileStat
  readonly view: A
}

/** A reader that remembers its last answer, and gives the same object while the file is the same. */
export const jsonFileReader = <A>(
  files: typeof FileReader.Service,
  document: JsonFile<A>
): Effect.Effect<Result.Result<A, FileUnreadable>> => {
  const { bytesMax = JSON_FILE_BYTES_MAX } = document
  let known: FileView<A> | undefined
  const failed = (code: string, error: string, transient: boolean) =>
    Result.fail(new FileUnreadable({ path: document.shown, code, error, transient }))
  const faulted = (fault: FileFault) =>
    Result.fail(
      new FileUnreadable({
        path: document.shown,
        code: faultCode(fault),
        error: `cannot be read: ${fault.meaning}`,
        transient: fault.transient,
        ...(fault.refuser === undefined ? {} : { owner: fault.refuser.owner })
      })
    )
  const isGood = ({ bytes, stat }: FileContent): boolean =>
    Result.isSuccess(decode(document, bytes, stat, failed))

  const readOnce = Effect.gen(function* () {
    const readAtMs = yield* Clock.currentTimeMillis
    const content = yield* Effect.result(files.read(document.path, { bytesMax }))
    if (Result.isFailure(content)) return { reading: faulted(content.failure), again: false }
    const { bytes, stat } = content.success
    const reading = decode(document, bytes, stat, failed)
    // A failure is looked at afresh each time, so that a mended file is seen at once.
    known =
      Result.isSuccess(reading) && tellsChanges(stat, readAtMs) ? { stat, view: reading.success } : undefined
    return { reading, again: Result.isFailure(reading) }
  })

  const read = Effect.gen(function* () {
    let { again, reading } = yield* readOnce
    for (const pause of PAUSES) {
      if (!again) break
      yield* Effect.sleep(pause)
      const next = yield* readOnce
      ;({ again, reading } = next)
    }
    return reading
  })

  const look = Effect.gen(function* () {
    const stat = yield* Effect.result(files.stat(document.path))
    if (Result.isFailure(stat)) return faulted(stat.failure)
    if (Option.isNone(stat.success)) {
      if (document.whenMissing === undefined) return failed("missing", "it is not there", false)
      const link = yield* Effect.result(files.lstat(document.path))
      return Result.isSuccess(link) && Option.isSome(link.success)
        ? failed("dangling_link", "it is a link to nothing", false)
        : Result.succeed(document.whenMissing)
    }
    if (known !== undefined && sameSignature(known.stat, stat.success.value))
      return Result.succeed(known.view)
    return yield* read
  })

  return Effect.gen(function* () {
    const reading = yield* look
    if (Result.isSuccess(reading)) return reading
    return Result.fail(yield* withRemedy(files, document, JSON_FILE_BYTES_MAX, isGood, reading.failure))
  })
}

const faultCode = ({ code }: FileFault): string =>
  code === "TOO_LARGE"
    ? "too_large"
    : code === "EISDIR" || code === "NOT_A_FILE"
      ? "not_a_file"
      : "unreadable"

const decode = <A>(
  document: JsonFile<A>,
  bytes: Uint8Array,
  stat: FileStat,
  failed: (code: string, error: string, transient: boolean) => Result.Result<A, FileUnreadable>
): Result.Result<A, FileUnreadable> => {
  const text = decodeUtf8(bytes)
  if (text === undefined) return failed("not_utf8", "not valid UTF-8", false)
  const parsed = document.spelled === true ? parseJsonSpelled(text) : parseJson(text)
  if (Result.isFailure(parsed)) {
    const { explanation, problem } = parsed.failure
    return failed(problem === "syntax" ? "not_json" : problem, explanation, MAY_MEND.has(problem))
  }
  const view = document.view(parsed.success, stat)
  return view === undefined ? failed("wrong_shape", document.wrongShape, false) : Result.succeed(view)
}

/** What a program that writes the file in place may be in the middle of. */
const MAY_MEND: ReadonlySet<string> = new Set(["empty", "syntax"])

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })

/** Strict; `undefined` where the bytes are no UTF-8. A byte-order mark stays. */
export const decodeUtf8 = (bytes: Uint8Array): string | undefined =>
  Result.getOrUndefined(Result.try(() => utf8.decode(bytes)))

/** The parsed object, or `undefined` for `JsonFile.view`. */
export const jsonObjectOf = (parsed: unknown) => (isJsonObject(parsed) ? parsed : undefined)
