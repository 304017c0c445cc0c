/** One value of a JSON file, given by its path: what it was, and what it shall be. */
import type { JsonValue } from "../json/JsonValue.ts"

export interface ValueEdit {
  readonly key: ReadonlyArray<string>
  /** The evidence: the edit is made only where this still stands. `undefined` is nothing at all. */
  readonly from: JsonValue | undefined
  /** `undefined` removes the value. What is marked as left out of a record is not written. */
  readonly to: JsonValue | undefined
}
