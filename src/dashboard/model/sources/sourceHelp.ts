/** Pure: what helps where a source could not be read: in words, with a command in the root, or with a click. */
import { shellWord } from "../words/shellWord.ts"
import type { ReportedSourceError } from "../../../domain/findings/Report.ts"

export interface SourceHelp {
  readonly words: string
  /** To be run in the root, where one does it. */
  readonly command?: string
  /** What of it a click does: `rebuild` the saved state, take the byte-order `mark` off, `restore` the backup. */
  readonly click?: "rebuild" | "mark" | "restore"
}

/** Of these the content is at fault: the saved state is made anew, and a config replaced, when a person asks for it. */
const OF_CONTENT: ReadonlySet<string> = new Set(["empty", "not_json", "not_utf8", "too_deep", "wrong_shape"])

const first = ({ backup, code, owner, path, source }: ReportedSourceError): ReadonlyArray<SourceHelp> => {
  if (code === "byte_order_mark")
    return [{ words: "The mark can be taken off. Nothing else of the file changes.", click: "mark" }]
  if (code === "plugins_vanished")
    return [
      {
        words: "Mount the disk again. Only if the plugins are gone for good, have them installed anew:",
        command: "ledmatrix-reconciler reconcile --force"
      }
    ]
  if (owner !== undefined)
    return [{ words: `It belongs to ${owner}: run the controller as ${owner}, or let it read the file.` }]
  if (backup !== undefined && source === "config" && OF_CONTENT.has(code))
    return [
      {
        words: "Repair it, or look at what its newest good backup would change, and put that back:",
        command: `ledmatrix-reconciler resolve ${shellWord(path)}`,
        click: "restore"
      }
    ]
  if (backup !== undefined)
    return [
      {
        words: "Repair it, or put the newest backup that can be read in its place:",
        command: `cp ${shellWord(backup)} ${shellWord(path)}`
      }
    ]
  if (code === "missing") return [{ words: "Put it there." }]
  if (!OF_CONTENT.has(code)) return [{ words: "See what keeps it from being read." }]
  if (source === "state") return []
  return [
    { words: "There is no good backup of it. Put it right in an editor:", command: `nano ${shellWord(path)}` }
  ]
}

export const sourceHelp = (error: ReportedSourceError): ReadonlyArray<SourceHelp> => [
  ...first(error),
  ...(error.source === "state" && OF_CONTENT.has(error.code)
    ? [{ words: "It can be set aside, and made anew from settings and disk.", click: "rebuild" as const }]
    : [])
]
