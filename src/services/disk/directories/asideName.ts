/** Where a plugin's directory goes that its owner may want to look at: a name that LEDMatrix looks past. */
import { Clock, Effect, Option } from "effect"
import { join } from "node:path/posix"
import { SET_ASIDE_MARK } from "../../../domain/sources/DiskView.ts"
import { FileReader } from "../../../ports/Files.ts"
import { compactTime } from "../../files/replacing/setFileAside.ts"

export const asideName = Effect.fnUntraced(function* (plugins: string, directory: string) {
  const reader = yield* FileReader
  const name = `${directory}${SET_ASIDE_MARK}${compactTime(yield* Clock.currentTimeMillis)}`
  let free = name
  for (let n = 2; Option.isSome(yield* reader.lstat(join(plugins, free))); n++) free = `${name}-${n}`
  return free
})
