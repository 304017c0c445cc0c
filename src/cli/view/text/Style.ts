/** How text looks where it goes: in colour or not, how wide a line may be, and how the program is called there. */
import { PROGRAM } from "../../arguments/commandTable.ts"
import type { OwnCommand } from "./ownCommand.ts"

export interface Style {
  readonly bold: (text: string) => string
  readonly dim: (text: string) => string
  readonly good: (text: string) => string
  readonly bad: (text: string) => string
  readonly warn: (text: string) => string
  /** Columns of the terminal; infinite where the output is no terminal, so that lines stay whole for grep. */
  readonly columns: number
  /** A command of this program, as it is to be typed there. */
  readonly command: OwnCommand
}

const named: OwnCommand = (words) => `${PROGRAM} ${words}`

const same = (text: string): string => text

const ansi = (open: number, close: number) => (text: string) =>
  text === "" ? "" : `\u001b[${open}m${text}\u001b[${close}m`

export const plainStyle = (columns: number, command: OwnCommand = named): Style => ({
  bold: same,
  dim: same,
  good: same,
  bad: same,
  warn: same,
  columns,
  command
})

export const colorStyle = (columns: number, command: OwnCommand = named): Style => ({
  bold: ansi(1, 22),
  dim: ansi(2, 22),
  good: ansi(32, 39),
  bad: ansi(31, 39),
  warn: ansi(33, 39),
  columns,
  command
})
