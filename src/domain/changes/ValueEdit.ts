/** One value of a JSON file, given by its path: what it was, and what it shall be. */
import type { JsonValue } from "../../json/JsonValue.ts"
import type { MemberText } from "../../json/memberText.ts"

export interface ValueEdit {
  readonly key: ReadonlyArray<string>
  /** The evidence: the edit is made only where this still stands. `undefined` is nothing at all. */
  readonly from: JsonValue | undefined
  /** `undefined` removes the value. What is marked as left out of a record is not written. */
  readonly to: JsonValue | undefined
  /** How a member that is added is spelled, and where it goes. Heeded where it means the very value. */
  readonly spelled?: MemberText | undefined
}
