/** What people type for a command that has another name here. */
import type { CommandName } from "./commandTable.ts"

const commandsByWord: ReadonlyMap<string, CommandName> = new Map<string, CommandName>([
  ["status", "check"],
  ["diff", "check"],
  ["plan", "check"],
  ["verify", "check"],
  ["fix", "reconcile"],
  ["repair", "reconcile"],
  ["sync", "reconcile"],
  ["run", "reconcile"],
  ["list", "installed"],
  ["ls", "installed"],
  ["plugins", "installed"],
  ["outdated", "installed"],
  ["search", "store"],
  ["find", "store"],
  ["add", "install"],
  ["upgrade", "update"],
  ["remove", "uninstall"],
  ["rm", "uninstall"],
  ["delete", "uninstall"],
  ["why", "explain"],
  ["show", "explain"],
  ["info", "explain"],
  ["on", "enable"],
  ["off", "disable"],
  ["health", "doctor"],
  ["config", "doctor"],
  ["settings", "doctor"],
  ["choose", "resolve"],
  ["decide", "resolve"],
  ["rename", "resolve"],
  ["log", "history"],
  ["logs", "history"],
  ["backup", "export"],
  ["restore", "undo"],
  ["revert", "undo"],
  ["rollback", "undo"],
  ["watch", "controller"],
  ["serve", "controller"],
  ["start", "controller"],
  ["daemon", "controller"]
])

/** The command that a word stands for elsewhere. */
export const commandMeant = (word: string): CommandName | undefined => commandsByWord.get(word.toLowerCase())

/** `help`, alone or with a command, is what `--help` is, and `version` what `--version` is. */
export const withoutHelpWord = (argv: ReadonlyArray<string>): ReadonlyArray<string> => {
  const [first, ...others] = argv
  return first === "help" || first === "version" ? [...others, `--${first}`] : argv
}
