/** Every command of the program, once. See `optionTable.ts`. */
import { type OptionSpec, ownOptions } from "./optionTable.ts"

export type CommandName = "check" | "reconcile" | "explain" | "installed" | "demo"

export interface CommandSpec {
  readonly name: CommandName
  readonly doc: string
  /** The one argument it takes, where it takes one. */
  readonly argument: { readonly metavar: string; readonly doc: string } | undefined
  readonly options: ReadonlyArray<OptionSpec>
}

export const PROGRAM = "ledmatrix-reconciler"

export const commands: ReadonlyArray<CommandSpec> = [
  {
    name: "check",
    doc: "Says where config, disk, plugin manager and saved state disagree; changes nothing, uses no network",
    argument: undefined,
    options: []
  },
  {
    name: "reconcile",
    doc: "Repairs what is safe to repair, and says what is left",
    argument: undefined,
    options: [ownOptions.force, ownOptions.replaceBroken, ownOptions.dryRun]
  },
  {
    name: "explain",
    doc: "Says what each source knows of one plugin, how each rule decided, and what happens next",
    argument: { metavar: "ID", doc: "The plugin's id" },
    options: []
  },
  {
    name: "installed",
    doc: "Lists the installed plugins",
    argument: undefined,
    options: []
  },
  {
    name: "demo",
    doc: "Shows it at work on a small drifted installation in a temporary directory",
    argument: undefined,
    options: [ownOptions.keep]
  }
]
