/** What a disk has of one plugin: its directory, its entry, its record and the mark that it was uninstalled. */
import { CONFIG, MARKS, parsed, parsedObject, STATE } from "../world/documents.ts"
import { HIDDEN, pluginTrees, type Snapshot, wholeIn } from "./trees.ts"
import type { World } from "../world/world.ts"

export interface Traces {
  readonly directory: string | undefined
  readonly whole: string | undefined
  readonly entry: { readonly [name: string]: unknown } | undefined
  readonly record: { readonly [name: string]: unknown } | undefined
  readonly marked: boolean
}

export const tracesOf = (id: string, files: Snapshot, world: World): Traces => {
  const trees = pluginTrees(files)
  const directory = [...trees.keys()].find(
    (name) =>
      !name.includes(HIDDEN) &&
      parsed(trees.get(name)?.get("manifest.json")) !== undefined &&
      (world.idOf.get(name) ?? name) === id
  )
  const inside = (path: string, ...keys: ReadonlyArray<string>) =>
    keys.reduce<{ [name: string]: unknown } | undefined>(
      (value, key) => parsedObject(JSON.stringify(value?.[key] ?? null)),
      parsedObject(files.get(path))
    )
  const marks = parsed(files.get(MARKS))
  return {
    directory,
    whole: directory === undefined ? undefined : wholeIn(directory, trees.get(directory), world),
    entry: inside(CONFIG, id),
    record: inside(STATE, "states", id),
    marked: Array.isArray(marks) && marks.includes(id)
  }
}
