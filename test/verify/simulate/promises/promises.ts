/** What the program has said it did, and what it began: the one is durable, the other all or nothing. */
import { notHeld } from "../desired/asDesired.ts"
import type { Known } from "./inspect.ts"
import { tracesOf } from "./traces.ts"
import type { Snapshot } from "./trees.ts"

/** Every promise that a disk does not keep. */
export const broken = (files: Snapshot, { doings, facts, world }: Known): ReadonlyArray<string> => [
  ...(facts.held === undefined ? [] : notHeld(files, facts.held, world)),
  ...[...facts.promised].flatMap(([id, command]) => {
    if (doings.directories.has(id)) return []
    const { directory, entry, marked, record, whole } = tracesOf(id, files, world)
    // Of a LEDMatrix without a saved state no record is promised, and a cut may have taken its version back.
    const keepsState = doings.upgrades === 0
    const wrong = (what: string) => [`${id}: ${command.verb} was answered with success, and ${what}`]
    switch (command.verb) {
      case "install":
        if (directory === undefined) return wrong("it is not there")
        if (marked) return wrong("it is marked as uninstalled")
        return record === undefined && keepsState ? wrong("it has no record") : []
      case "update":
        return whole === undefined ? wrong("it is not whole") : []
      case "uninstall":
        if (directory !== undefined) return wrong(`it is there, in ${directory}`)
        if (!marked) return wrong("it has no mark")
        if (record !== undefined && keepsState) return wrong("its record is there")
        return entry !== undefined && !command.preserveConfig ? wrong("its entry is there") : []
      case "enable":
      case "disable": {
        const value = command.verb === "enable"
        if (entry?.["enabled"] !== value) return wrong("its entry says otherwise")
        return record !== undefined && keepsState && record["enabled"] !== value
          ? wrong("its record says otherwise")
          : []
      }
      case "reconcile":
      case "undo":
      case "undo the oldest":
      case "update --all":
      case "apply":
      case "follow":
      case "pause":
      case "resume":
      case "publish":
      case "edit":
        return []
    }
  })
]

/** Uninstalls that were neither completed nor taken back, once the program has run again. */
export const halfDone = (files: Snapshot, { doings, facts, world }: Known) =>
  [...facts.uninstalls].flatMap((id) => {
    const { directory, entry, marked, record } = tracesOf(id, files, world)
    const wrong: Array<string> = []
    const initially = tracesOf(id, new Map(Object.entries(world.files)), world)
    const theirs = doings.directories.has(id) || doings.toggled.has(id) || doings.stale.size > 0
    if (marked && !world.marks.includes(id)) {
      if (directory !== undefined && !theirs) wrong.push(`uninstalled ${id} is there, in ${directory}`)
      if (entry !== undefined && !facts.preserved.has(id) && !theirs)
        wrong.push(`uninstalled ${id} has an entry`)
      const keepsState = doings.upgrades === 0
      if (record !== undefined && keepsState && entry === undefined && directory === undefined)
        wrong.push(`uninstalled ${id} has a record`)
    } else if (!marked) {
      if (initially.directory !== undefined && directory === undefined && !theirs)
        wrong.push(`${id} is not marked as uninstalled, and gone`)
      if (initially.entry !== undefined && entry === undefined && !theirs)
        wrong.push(`${id} is not marked as uninstalled, and its entry is gone`)
    }
    return wrong
  })
