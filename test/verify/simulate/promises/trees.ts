/** A disk as a person would name what is on it: the plugins in its directories, the records in its journal. */
import { Option, Schema } from "effect"
import { JournalRecord } from "../../../../src/domain/changes/Journal.ts"
import { parsed } from "../world/documents.ts"
import type { Command } from "../program/program.ts"
import { type Files, LOGIN, meant, PLUGINS, ROOT, type World } from "../world/world.ts"

export type Snapshot = ReadonlyMap<string, string | undefined>

export const HIDDEN = ".standalone-backup-"

/** The files of every directory of the plugins directory. */
export const pluginTrees = (files: Snapshot): ReadonlyMap<string, Map<string, string>> => {
  const trees = new Map<string, Map<string, string>>()
  const prefix = `${PLUGINS}/`
  for (const [path, text] of files) {
    if (!path.startsWith(prefix)) continue
    const [directory = "", ...inside] = path.slice(prefix.length).split("/")
    const tree = trees.get(directory) ?? new Map<string, string>()
    trees.set(directory, tree)
    if (text !== undefined && inside.length > 0) tree.set(inside.join("/"), text)
  }
  return trees
}

const isTree = (tree: ReadonlyMap<string, string> | undefined, files: Files | undefined): boolean =>
  tree !== undefined &&
  files !== undefined &&
  [...tree.keys()].filter((path) => path !== LOGIN).length === Object.keys(files).length &&
  Object.entries(files).every(([path, text]) => tree.get(path) === text)

/** The name of the whole plugin that a directory holds: `old`, `new`, `set aside`; `undefined` for a mixture. */
export const wholeIn = (
  directory: string,
  tree: ReadonlyMap<string, string> | undefined,
  world: World
): string | undefined => {
  if (isTree(tree, world.installed.get(directory))) return "old"
  const id = world.idOf.get(directory) ?? directory
  const offer = world.offers.find((one) => one.id === id)
  if (isTree(tree, offer?.files)) return "new"
  const copy = [...world.setAside].find(([name]) => name.startsWith(`${directory}${HIDDEN}`))
  return isTree(tree, copy?.[1]) ? "set aside" : undefined
}

const JOURNAL = `${ROOT}/data/reconciler/journal/`
/** A record of the journal, where it is one. */
export const readRecord = Schema.decodeUnknownOption(JournalRecord)

export const journalTexts = (files: Snapshot) =>
  [...files].filter(([path]) => path.startsWith(JOURNAL) && path.endsWith(".json"))

export const journalRecords = (files: Snapshot): ReadonlyArray<JournalRecord> =>
  journalTexts(files).flatMap(([, text]) => Option.toArray(readRecord(parsed(text))))

/** Whether a change is of a plugin's directory. */
export const isIn = ({ file }: { readonly file: string }, directory: string): boolean =>
  file === `plugin-repos/${directory}`

/** Whether it keeps to a document, which may be about any directory. */
export const isAnywhere = ({ verb }: Command): boolean => verb === "apply" || verb === "follow"

/** Directories that hold a whole plugin, and that the commands leave alone. */
export const standingBeside = (
  files: Snapshot,
  world: World,
  commands: ReadonlyArray<Command>
): ReadonlySet<string> => {
  const everything = commands.some(
    (command) => command.verb === "update --all" || command.verb.startsWith("undo") || isAnywhere(command)
  )
  if (everything) return new Set()
  const trees = pluginTrees(files)
  const begun = journalRecords(files).flatMap(({ changes, status }) => (status === "intended" ? changes : []))
  const targets = new Set(commands.flatMap((command) => ("id" in command ? [meant(world, command.id)] : [])))
  return new Set(
    [...trees.keys()].filter(
      (directory) =>
        !directory.includes(HIDDEN) &&
        !begun.some((change) => isIn(change, directory)) &&
        !targets.has(world.idOf.get(directory) ?? directory) &&
        !world.broken.has(directory) &&
        wholeIn(directory, trees.get(directory), world) !== undefined
    )
  )
}
