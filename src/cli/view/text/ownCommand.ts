/** Commands that a person is to type next: as this program was called, with the options that were given. */
import { withoutCredentials } from "../../../domain/withoutCredentials.ts"
import { PROGRAM } from "../../arguments/commandTable.ts"
import type { Given } from "../../arguments/Invocation.ts"
import { sharedOptions } from "../../arguments/optionTable.ts"

/** A command of this program, from its words: `undo RUN` as it is to be typed. */
export type OwnCommand = (words: string) => string

/** What says how to print and not on what to work, or how long to wait, is for each call to say. */
const NOT_REPEATED = new Set(["json", "log-level", "lock-timeout"])

const repeated = sharedOptions.filter(({ name }) => !NOT_REPEATED.has(name))

/** A word as a shell takes it. */
export const quoted = (word: string): string =>
  /^[\w./:@%+,=-]+$/u.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`

/** `npx` in a checkout, where the name alone is not found. */
const called = ({
  npm_lifecycle_event: event,
  npm_lifecycle_script: script
}: {
  readonly [name: string]: string | undefined
}): string =>
  event === "start" || (event === "npx" && new RegExp(`^"?${PROGRAM}\\b`, "u").test(script ?? ""))
    ? `npx ${PROGRAM}`
    : PROGRAM

/** Repeats the options that say which installation and which store are meant. */
export const ownCommand = (
  given: Given,
  environment: { readonly [name: string]: string | undefined }
): OwnCommand => {
  const options = repeated.flatMap(({ kind, name }) =>
    (given[name] ?? []).map((value) =>
      kind === "switch"
        ? value === "true"
          ? ` --${name}`
          : ""
        : ` --${name} ${quoted(withoutCredentials(value))}`
    )
  )
  return (words) => `${called(environment)} ${words}${options.join("")}`
}

/** A text in which commands of this program stand between backticks, as in hints: each with the options given. */
export const withOwnCommands = (text: string, command: OwnCommand): string =>
  text.replace(
    new RegExp(`\`${PROGRAM} ([^\`]+)\``, "gu"),
    (_found, words: string) =>
      `\`${/(?:^|\s)--root\s/u.test(words) ? `${PROGRAM} ${words}` : command(words)}\``
  )
