/** What a person can do about a source that could not be read, as a line under it. */
import type { ReportedSourceError } from "../../../domain/findings/Report.ts"
import { resolveCommand } from "./advice.ts"
import { type OwnCommand, quoted } from "../text/ownCommand.ts"
import { asOwner } from "./asOwner.ts"

/** Of these the content is at fault: the saved state is made anew when a person asks for it, a config's backup put back. */
const MADE_ANEW: ReadonlySet<string> = new Set(["empty", "not_json", "not_utf8", "too_deep", "wrong_shape"])

/** Whether a command puts a backup of it in its place. */
export const isRestorable = ({ backup, code, source }: ReportedSourceError): boolean =>
  backup !== undefined && source === "config" && MADE_ANEW.has(code)

export const sourceAdvice = (unreadable: ReportedSourceError, command: OwnCommand): string => {
  const { backup, code, owner, path, source } = unreadable
  const anew = `\`${command("reconcile --replace-broken")}\``
  if (code === "byte_order_mark") return `${anew} takes the mark off, and changes nothing else in the file.`
  if (code === "place_unknown") return "It is looked at as soon as config can be read."
  if (owner !== undefined) return `What depends on it was not looked at: ${asOwner(owner, path)}.`
  const ways = [
    ...(code === "missing" ? [] : ["repair it"]),
    ...(backup === undefined
      ? []
      : isRestorable(unreadable)
        ? [`put the backup in its place (\`${command(resolveCommand(path, undefined))}\`)`]
        : [`put the backup in its place (in the root: cp ${quoted(backup)} ${quoted(path)})`]),
    ...(source === "state" && MADE_ANEW.has(code)
      ? [`have it made anew from settings and plugins (${anew})`]
      : [])
  ]
  if (ways.length === 0) return "What depends on it was not looked at. Put it there, and run again."
  return `What depends on it was not looked at: ${ways.join(", or ")}; then run again.`
}
