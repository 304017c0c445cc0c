/** What stands at the end of help: exit codes, and where to read on. */
import type { CommandName } from "../../arguments/commandTable.ts"
import { everyExitCode, exitCodes, readOn } from "../../arguments/manual.ts"

/** Of one command, or of the program. */
export const helpEnd = (command: CommandName | undefined, heading: (text: string) => string): string => {
  const codes = command === undefined ? everyExitCode : exitCodes[command]
  return [
    "",
    heading("EXIT CODES"),
    ...codes.map(({ code, meaning }) => `  ${code}    ${meaning}`),
    "",
    heading("MORE"),
    ...readOn.map((line) => `  ${line}`)
  ].join("\n")
}
