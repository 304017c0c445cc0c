/** An entry of config under another key. What it holds stays byte for byte where it stands. */
import { Effect, Option } from "effect"
import { removeValue, type RenameEntry, setValue } from "../domain/changes/Change.ts"
import type { Edit } from "../domain/changes/Evidence.ts"
import { isBareEntry } from "../domain/sources/ConfigView.ts"
import { isJsonObject } from "../json/JsonValue.ts"
import { renamedMember } from "../json/editing/memberText.ts"
import { ConfigWriter } from "../services/writing/ConfigWriter.ts"

const BARE = { enabled: false }

/**
 * Whether the entry stands under the new key afterwards. What it rests on is read again: the entry is there, and under
 * the new key stands nothing, or an entry without settings that gives way.
 */
export const renameEntry = Effect.fnUntraced(function* ({
  cause,
  from,
  leavesBare,
  overBare,
  plugin,
  to
}: RenameEntry) {
  const config = yield* ConfigWriter
  const [old, there] = [yield* config.member("config", from), yield* config.member("config", to)]
  const value = Option.getOrUndefined(old)?.value
  if (!isJsonObject(value)) return false
  const inTheWay = Option.getOrUndefined(there)?.value
  if (inTheWay !== undefined && !(overBare && isBareEntry(inTheWay))) return false
  const at = (key: string) => ({ plugin, cause, file: "config", key: [key] }) as const
  const spelled = Option.flatMap(old, (member) =>
    Option.fromUndefinedOr(member.spelled && renamedMember(member.spelled, to))
  )
  const edit: Edit = {
    changes: [
      setValue(at(to), inTheWay, value, spelled),
      leavesBare ? setValue(at(from), value, BARE) : removeValue(at(from), value)
    ],
    given: []
  }
  const { dropped } = yield* config.change("config", [edit])
  return dropped.length === 0
})
