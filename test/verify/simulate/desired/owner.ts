/** What the sign's owner does with an editor: writes beside, renames, and syncs nothing. */
import { Effect } from "effect"
import { basename, dirname, join } from "node:path/posix"
import type { MemoryFiles } from "../../../../src/testing/MemoryFiles.ts"
import { CONFIG, parsedObject } from "../world/documents.ts"
import type { Command, Process } from "../program/program.ts"
import { DOCUMENT } from "./document.ts"

const saved = Effect.fnUntraced(function* (files: typeof MemoryFiles.Service, path: string, text: string) {
  const beside = join(dirname(path), `.${basename(path)}.edited`)
  yield* files.put(beside, text)
  yield* files.move(beside, path)
})

const DONE: Process = { ended: { _tag: "Done", document: { message: "by hand" } }, log: [] }

/** `undefined` where the program is asked. */
export const byHand = Effect.fnUntraced(function* (files: typeof MemoryFiles.Service, command: Command) {
  if (command.verb === "publish") {
    yield* saved(files, DOCUMENT, command.text)
    return DONE
  }
  if (command.verb !== "edit") return undefined
  const config = parsedObject(yield* files.text(CONFIG))
  const entry = parsedObject(JSON.stringify(config?.[command.id] ?? null))
  if (config === undefined || entry === undefined) return DONE
  const edited = { ...config, [command.id]: { ...entry, ...command.settings } }
  yield* saved(files, CONFIG, JSON.stringify(edited, undefined, 4))
  return DONE
})
