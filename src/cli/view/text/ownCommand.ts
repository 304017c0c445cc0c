/** Commands that a person is to type next: as this program was called, with the options that were given. */
import type { Environment } from "../../../node/Environment.ts"
import { withoutCredentials } from "../../../domain/text/withoutCredentials.ts"
import { commands, PROGRAM } from "../../arguments/commandTable.ts"
import type { OptionValues } from "../../arguments/Invocation.ts"
import { sharedOptions } from "../../arguments/optionTable.ts"

/** A command of this program, from its words: `undo RUN` as it is to be typed. */
export type OwnCommand = (words: string) => string

/** What says how to print and not on what to work, or how long to wait, is for each call to say. */
const NOT_REPEATED = new Set(["json", "log-level", "lock-timeout"])

const repeated = sharedOptions.filter(({ name }) => !NOT_REPEATED.has(name))

/** A word as a shell takes it; a home before it stays one. */
export const quoted = (word: string): string =>
  /^(?:~\/)?[\w./:@%+,=-]+$/u.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`

/** `npx` in a checkout, where the name alone is not found. */
const called = ({ npm_lifecycle_event: event, npm_lifecycle_script: script }: Environment): string =>
  event === "start" || (event === "npx" && new RegExp(`^["']?${PROGRAM}\\b`, "u").test(script ?? ""))
    ? `npx ${PROGRAM}`
    : PROGRAM

/** Repeats the options that say which installation and which store are meant, unless the words name a root. */
export const ownCommand = (given: OptionValues, environment: Environment): OwnCommand => {
  const options = repeated.flatMap(({ kind, name }) =>
    (given[name] ?? []).map((value) =>
      kind === "switch"
        ? value === "true"
          ? ` --${name}`
          : ""
        : ` --${name} ${quoted(withoutCredentials(value))}`
    )
  )
  return (words) => `${called(environment)} ${words}${/\s--root\s/u.test(words) ? "" : options.join("")}`
}

const NAMES = commands.map(({ name }) => name).join("|")

/** Between backticks, with the program's name or without it; `sudo` may stand before both. */
const IN_TEXT = new RegExp(`\`(sudo -u \\S+ )?(?:${PROGRAM} )?((?:${NAMES})(?: [^\`]+)?)\``, "gu")

/** A text in which commands of this program stand between backticks, as in hints: each as it is to be typed. */
export const withOwnCommands = (text: string, command: OwnCommand): string =>
  text.replace(
    IN_TEXT,
    (_found, sudo: string | undefined, words: string) => `\`${sudo ?? ""}${command(words)}\``
  )
