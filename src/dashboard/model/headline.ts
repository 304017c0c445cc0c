/** Pure: the state of the sign in one line, and what one click does about it. */
import type { ControllerStatus, Fetching } from "../../domain/Controller.ts"
import type { ReportedFinding } from "../../domain/findings/Report.ts"
import { count } from "./words/count.ts"
import { mayBeRepaired } from "./findings/remedies.ts"
import { asSentence, withoutOptions } from "./words/sentence.ts"
import { isSuspended, openFindings, standingOf } from "./findings/standing.ts"

export type Tone = "good" | "attention" | "bad" | "quiet"

/** What the main button does. `undo` carries the run that repaired something lately. */
export type MainAction =
  | { readonly tag: "repair"; readonly label: string }
  /** `repairs`: and repairs what was found meanwhile. */
  | { readonly tag: "resume"; readonly label: string; readonly repairs: boolean }
  | { readonly tag: "undo"; readonly run: string; readonly label: string }
  | { readonly tag: "none" }

export interface Headline {
  readonly tone: Tone
  /** For the sign: capitals, digits and blanks, at most ten of them. */
  readonly sign: string
  readonly title: string
  readonly detail: string
  readonly offer: MainAction
}

export type Contact = "connecting" | "live" | "gone" | "locked"

const NONE: MainAction = { tag: "none" }

const quiet = (sign: string, title: string, detail: string): Headline => ({
  tone: "quiet",
  sign,
  title,
  detail,
  offer: NONE
})

export interface HeadlineContext {
  /** The run that one click would take back, where nothing else is to be done. */
  readonly lastRepair?: string | undefined
  /** Findings that this browser's user wants to hear nothing of. */
  readonly isSnoozed?: (finding: ReportedFinding) => unknown
}

export const headline = (
  status: ControllerStatus | undefined,
  contact: Contact,
  pluginCount: number | undefined,
  beside: HeadlineContext = {}
): Headline => {
  if (contact === "locked")
    return quiet(
      "LOCKED",
      "This controller wants its token",
      "It was started with one, and answers nothing without it."
    )
  if (status === undefined) {
    return contact === "gone"
      ? {
          ...quiet("NO SIGNAL", "No answer", "The controller is not running, or cannot be reached."),
          tone: "bad"
        }
      : quiet("LOOKING", "Asking the controller how it stands", "One moment.")
  }
  const now = standingNow(status, pluginCount, beside)
  return contact === "gone"
    ? { ...now, tone: "bad", sign: "NO SIGNAL", title: `Last known: ${now.title}`, offer: NONE }
    : now
}

const standingNow = (
  status: ControllerStatus,
  pluginCount: number | undefined,
  { isSnoozed = () => undefined, lastRepair }: HeadlineContext
): Headline => {
  const { conditions, fetching, last_report: report, suspended } = status
  const died = conditions.find(({ reason, type }) => type === "Ready" && reason === "pass_died")
  if (died !== undefined) {
    const detail = `${died.message}. It looks again by itself.`
    return { tone: "bad", sign: "TROUBLE", title: "The last look came to no end", detail, offer: NONE }
  }
  if (report === null) return firstLook(fetching ?? [])
  const [unreadable] = report.source_errors
  const all = openFindings(report.inconsistencies_found).filter((one) => standingOf(one) !== "note")
  const open = all.filter((finding) => isSnoozed(finding) === undefined)
  const asleep = all.length - open.length
  const suspendedOnes = open.filter(isSuspended).length
  const counts = { failed: 0, person: 0, waiting: -suspendedOnes, note: 0, fine: 0 }
  for (const finding of open) counts[standingOf(finding)] += 1
  const wrong = counts.failed + counts.person + counts.waiting
  const isVanished = report.source_errors.some(({ code }) => code === "plugins_vanished")
  const offer = repairOffer(suspended.everything, isVanished ? [] : open.filter(mayBeRepaired), wrong)
  if (unreadable !== undefined) {
    const title = `${unreadable.path} cannot be read`
    const detail = `${asSentence(withoutOptions(unreadable.error))} Nothing is changed that would need it. As soon as it can be read, the repairs go on.`
    return { tone: "bad", sign: "NO DATA", title, detail, offer }
  }
  if (wrong + suspendedOnes > 0)
    return wrongNow({ ...counts, suspended: suspendedOnes, asleep }, suspended.everything, offer)
  if (asleep > 0 && !suspended.everything) {
    const detail = `${asleep} ${asleep === 1 ? "thing is" : "things are"} snoozed in this browser, and still wrong.`
    return { tone: "quiet", sign: "SNOOZED", title: "Nothing else is wrong", detail, offer }
  }
  const agreed = pluginCount === undefined ? "Everything agrees" : `All ${count(pluginCount, "plugin")} agree`
  const title = pluginCount === 1 ? "The plugin agrees" : agreed
  if (suspended.everything) {
    const detail = "If something changes, it is shown here and left as it is."
    return {
      tone: "attention",
      sign: "PAUSED",
      title: `Repairs are paused, and nothing ${asleep > 0 ? "else " : ""}is wrong`,
      detail,
      offer
    }
  }
  return {
    tone: "good",
    sign: "IN SYNC",
    title,
    detail: "Settings, disk, plugin manager and saved state say the same.",
    offer: lastRepair === undefined ? NONE : { tag: "undo", run: lastRepair, label: "Undo the last repair…" }
  }
}

const firstLook = (fetching: ReadonlyArray<Fetching>): Headline => {
  const ids = fetching.map(({ plugin_id }) => plugin_id).join(", ")
  return quiet(
    fetching.length === 0 ? "LOOKING" : "FETCHING",
    "Looking at the sign for the first time",
    fetching.length === 0
      ? "One moment."
      : fetching.length === 1
        ? `A plugin that is missing is being fetched: ${ids}.`
        : `${fetching.length} plugins that are missing are being fetched: ${ids}.`
  )
}

/** What the button says is what it does: `all` is said only where nothing is left for a person. */
const repairOffer = (paused: boolean, found: ReadonlyArray<ReportedFinding>, wrong: number): MainAction => {
  const repairable = found.length
  if (paused)
    return repairable > 0
      ? { tag: "resume", label: "Resume and repair", repairs: true }
      : { tag: "resume", label: "Resume repairs", repairs: false }
  if (repairable === 0) return NONE
  const isAll = repairable === wrong
  // What failed for good fails again, unless something has changed.
  if (found.every(({ reason }) => reason === "unrecoverable"))
    return {
      tag: "repair",
      label: isAll ? `Try all again (${wrong})` : `Try ${repairable} of ${wrong} again`
    }
  return { tag: "repair", label: isAll ? `Repair all (${wrong})` : `Repair ${repairable} of ${wrong}` }
}

const wrongNow = (
  {
    failed,
    person,
    suspended,
    asleep,
    waiting
  }: {
    readonly failed: number
    readonly person: number
    readonly suspended: number
    readonly asleep: number
    readonly waiting: number
  },
  paused: boolean,
  offer: MainAction
): Headline => {
  const toFix = failed + person + waiting
  const wrong = toFix + suspended
  const detail = [
    failed > 0 ? `${count(failed, "repair")} did not work.` : "",
    person > 0 ? `${person} ${person === 1 ? "needs" : "need"} a decision of yours.` : "",
    waiting > 0 ? `${waiting} ${waiting === 1 ? "waits" : "wait"}, because repairs are paused.` : "",
    suspended > 0
      ? `${suspended} ${suspended === 1 ? "is" : "are"} left alone: the plugin is suspended.`
      : "",
    asleep > 0 ? `${asleep} more ${asleep === 1 ? "is" : "are"} snoozed.` : ""
  ]
  return {
    tone: failed > 0 ? "bad" : "attention",
    sign: paused ? "PAUSED" : toFix === 0 ? `${Math.min(wrong, 999)} HELD` : `${Math.min(toFix, 999)} TO FIX`,
    title: wrong === 1 ? "One thing is not right" : `${wrong} things are not right`,
    detail: detail.filter((sentence) => sentence !== "").join(" "),
    offer
  }
}
