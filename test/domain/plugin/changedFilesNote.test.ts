/** How many files of a plugin were changed, for people. */
import { assert, it } from "@effect/vitest"
import { changedFilesNote } from "../../../src/domain/plugin/changedFilesNote.ts"

it.each([
  [["a.py"], "1 file changed since it was installed"],
  [["a.py", "b.py"], "2 files changed since it was installed"]
])("%j: %s", (files, note) => {
  assert.strictEqual(changedFilesNote(files), note)
})
