/** How completion scripts ask the program, and what it completes. */
import { commands, type CommandName } from "./commandTable.ts"

/** What the scripts call: the words so far stand behind it, and it prints what may come next, a line each. */
export const COMPLETE = "__complete"

/** What completes the argument of a command. */
export type CompletionKind = "here" | "store" | "runs"

export const completedBy = (command: CommandName): CompletionKind | undefined => {
  if (command === "install") return "store"
  if (command === "undo") return "runs"
  return commands.find(({ name }) => name === command)?.argument?.metavar === "ID" ? "here" : undefined
}
