/**
 * The strict reader of documents of desired states: all of a document, or nothing. A document that was misread would
 * change many signs; so what is not understood in it is never passed over.
 */
import { Result } from "effect"
import { parseJsonSpelled, withoutByteOrderMark } from "../../json/parsing/parseJson.ts"
import { duplicateKey, lineAt, lineNumber } from "../../json/position.ts"
import { DESIRED_LIMITS, type DesiredDocument } from "./DesiredDocument.ts"
import { DesiredRefused } from "./DesiredRefused.ts"
import { documentReader } from "./documentReader.ts"

/**
 * Reads a document's bytes. `document` is its file or address, for messages; `systemKeys` are the keys of config that
 * can be no plugin's.
 */
export const readDesired = (
  bytes: Uint8Array,
  document: string,
  systemKeys: ReadonlySet<string>
): Result.Result<DesiredDocument, DesiredRefused> => {
  const refused = (line: number, path: ReadonlyArray<string>, problem: string) =>
    Result.fail(new DesiredRefused({ document, line, path, problem }))
  if (bytes.length > DESIRED_LIMITS.bytes) {
    return refused(0, [], `it has ${bytes.length} bytes; at most ${DESIRED_LIMITS.bytes} (1 MiB) are read`)
  }
  const decoded = Result.try(() => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes))
  if (Result.isFailure(decoded)) return refused(0, [], "it is not UTF-8 text")
  const json = withoutByteOrderMark(decoded.success)
  const parsed = parseJsonSpelled(json)
  if (Result.isFailure(parsed)) {
    const { line = lineAt(json, json.trimEnd().length), message } = parsed.failure
    return refused(line, [], message)
  }
  const twice = duplicateKey(json, parsed.success)
  if (twice !== undefined) {
    return refused(lineAt(json, twice.offset), twice.path, "the key stands twice in one object; keep one")
  }
  return Result.mapError(
    documentReader(systemKeys)(parsed.success, []),
    ({ path, problem }) => new DesiredRefused({ document, line: lineNumber(json, path), path, problem })
  )
}
