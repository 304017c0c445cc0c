/**
 * Values as a unit file needs them: see `systemd.syntax(7)` and `systemd.service(5)`. What stands for itself
 * stays plain, so that the file can be read.
 */

const PLAIN = /^[\w@+=:,./%-]+$/u

/** Line ends and the like, for which lists of paths have no spelling. */
const UNWRITABLE = /[\p{Cc}\ufffd]/u

export const isWritable = (text: string): boolean => !UNWRITABLE.test(text)

const quoted = (text: string): string =>
  PLAIN.test(text) ? text : `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`

/** In a unit `%` begins a specifier. */
const literal = (text: string): string => text.replaceAll("%", "%%")

/** One item of a list of paths. */
export const unitPath = (path: string): string => quoted(literal(path))

/** In arguments `$` begins a variable; in the program's own path it does not. */
export const unitCommand = ([program = "", ...args]: ReadonlyArray<string>): string =>
  [unitPath(program), ...args.map((arg) => quoted(literal(arg).replaceAll("$", "$$$$")))].join(" ")
