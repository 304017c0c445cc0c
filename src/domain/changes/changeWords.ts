/** One change of a past run, in words that the command line and the page share. */
import type { JournalChange } from "./Journal.ts"

/** Longer values are for programs. */
const VALUE_LENGTH_MAX = 60

/** Where a change was made, and what it made there. */
export interface ChangeWords {
  readonly file: string
  /** What leads to the value in the file; empty where the change is of the file or directory itself. */
  readonly key: ReadonlyArray<string>
  readonly what: string
}

const valueText = (value: unknown): string => {
  if (value === undefined) return "nothing"
  const text = JSON.stringify(value)
  return text.length > VALUE_LENGTH_MAX ? `${text.slice(0, VALUE_LENGTH_MAX - 1)}…` : text
}

export const changeWords = ({
  after,
  before,
  byte_order_mark,
  directory,
  file,
  key,
  renamed,
  replaced
}: JournalChange): ChangeWords => {
  const whole = (what: string): ChangeWords => ({ file, key: [], what })
  if (replaced !== undefined)
    return whole(`replaced by ${replaced.by}; the former one is kept as ${replaced.kept}`)
  if (renamed !== undefined) return { file, key: key ?? [], what: `renamed to ${renamed.to}` }
  if (byte_order_mark !== undefined)
    return whole(`byte-order mark ${byte_order_mark ? "put back" : "taken off"}`)
  if (directory !== undefined) {
    const kept = directory.kept === undefined ? "" : `; the former one is kept as ${directory.kept}`
    return whole(`${directory.present ? "put in place" : "removed"}${kept}`)
  }
  if (key === undefined) return whole("made anew; the former one is kept")
  return { file, key, what: `${valueText(before)} → ${valueText(after)}` }
}
