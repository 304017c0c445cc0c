/** Keeps a file that no parser reads under another name, so that nothing in it is lost. */
import { Effect, Option } from "effect"
import { dirname } from "node:path/posix"
import { FileReader, FileWriter } from "../../../ports/Files.ts"
import { fileFailed } from "../fileReason.ts"

/** Renames to `<path>.corrupt-<time>`, never over another file; returns the name as `shown` is spelled. */
export const setFileAside = Effect.fnUntraced(
  function* (path: string, shown: string, nowMs: number) {
    const reader = yield* FileReader
    const writer = yield* FileWriter
    const suffix = `.corrupt-${compactTime(nowMs)}`
    let name = suffix
    for (let n = 2; Option.isSome(yield* reader.lstat(path + name)); n++) name = `${suffix}-${n}`
    yield* writer.rename(path, path + name)
    yield* writer.syncDirectory(dirname(path))
    return shown + name
  },
  (self, _path, shown) => Effect.mapError(self, (fault) => fileFailed(fault, shown))
)

/** Local time as LEDMatrix names its backups: `20260408_091302`. */
export const compactTime = (ms: number): string => {
  const at = new Date(ms)
  const two = (value: number): string => String(value).padStart(2, "0")
  const date = `${at.getFullYear()}${two(at.getMonth() + 1)}${two(at.getDate())}`
  return `${date}_${two(at.getHours())}${two(at.getMinutes())}${two(at.getSeconds())}`
}
