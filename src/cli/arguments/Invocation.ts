/** A command line that was understood: which command, and what was given with it, still as text. */
import type { CommandName } from "./commandTable.ts"

/** Values by option name, in the order given. A switch is `"true"` or `"false"`; what is absent was not given. */
export type OptionValues = { readonly [option: string]: ReadonlyArray<string> | undefined }

export interface Invocation {
  readonly command: CommandName
  readonly argument: string | undefined
  readonly given: OptionValues
}

/** Whether a switch was given, and not as false. */
export const isOn = (given: OptionValues, option: string): boolean => given[option]?.at(-1) === "true"
