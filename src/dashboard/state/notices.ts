/** The notices that say what happened. */
import type { OperationTicket } from "../../domain/Controller.ts"
import type { Report } from "../../domain/findings/Report.ts"
import type { ReplyProblem } from "../api/Reply.ts"
import type { Resolved, Undone } from "../api/wire.ts"
import { count } from "../model/words/count.ts"
import { asSentence, withFullStop, withoutOptions } from "../model/words/sentence.ts"
import { afterUpdate } from "../model/words/updateWords.ts"
import { busyKey, type Model, type Notice } from "./Model.ts"
import type { Store } from "./Store.ts"

export type NewNotice = Omit<Notice, "id">

const NOTICES_MAX = 4
/** What went well goes by itself: the history keeps it, and the way back. */
const GOOD_MS = 12_000
const UNDO_MS = 60_000

/** A failed operation comes as an event and as the reply to its request: one notice is enough. */
const isShown = (notices: ReadonlyArray<Notice>, { text, tone }: NewNotice): boolean =>
  notices.some((notice) => notice.text === text && notice.tone === tone)

export const makeNotices = (store: Store<Model>) => {
  let next = 1
  const putAway = (id: number): void =>
    store.update((now) => ({ ...now, notices: now.notices.filter((notice) => notice.id !== id) }))
  const without = (notices: ReadonlyArray<Notice>, about: string | undefined): ReadonlyArray<Notice> =>
    about === undefined ? notices : notices.filter((notice) => notice.about !== about)
  const tell = (news: NewNotice): void => {
    if (news.tone === "bad" && isShown(store.get().notices, news)) return
    const id = next++
    store.update((now) => ({
      ...now,
      notices: [...without(now.notices, news.about), { ...news, id }].slice(-NOTICES_MAX)
    }))
    if (news.tone !== "bad") setTimeout(() => putAway(id), news.undo === undefined ? GOOD_MS : UNDO_MS)
  }
  /** What was said about it is out of date: something new has begun. */
  const supersede = (about: string): void =>
    store.update((now) =>
      now.notices.some((notice) => notice.about === about)
        ? { ...now, notices: without(now.notices, about) }
        : now
    )
  return { tell, putAway, supersede }
}

export type Notices = ReturnType<typeof makeNotices>

export const problemNews = (about: string, what: string, { hint, message }: ReplyProblem): NewNotice => ({
  tone: "bad",
  about,
  text: withFullStop(`${what}: ${message}`),
  details: hint === undefined ? [] : [asSentence(hint)],
  undo: undefined
})

export const reportNews = (report: Report): NewNotice => {
  const about = busyKey.repair
  const fixed = report.inconsistencies_fixed.length
  const left = report.inconsistencies_manual.length
  const undo = report.changed_files.length > 0 ? report.run_id : undefined
  const [unreadable] = report.source_errors
  if (unreadable !== undefined) {
    const text = `${unreadable.path} cannot be read; what needs it was left alone.`
    return { tone: "bad", about, text, details: [asSentence(withoutOptions(unreadable.error))], undo }
  }
  if (report.result === "failed")
    return { tone: "bad", about, text: asSentence(report.message), details: [], undo }
  const repaired = fixed === 0 ? "" : `${count(fixed, "thing")} repaired`
  if (left > 0) {
    const rest = `${left} ${left === 1 ? "is" : "are"} not right yet`
    const text = asSentence(repaired === "" ? rest : `${repaired}, ${rest}`)
    return { tone: fixed > 0 ? "info" : "bad", about, text, details: [], undo }
  }
  return {
    tone: "good",
    about,
    text:
      fixed > 0
        ? `${repaired}. Everything agrees.`
        : undo === undefined
          ? "Looked at everything: nothing to repair."
          : `Everything agrees. Changed: ${report.changed_files.join(", ")}.`,
    details: [],
    undo
  }
}

export const undoneNews = ({ left_alone, message, notes, run_id }: Undone): NewNotice => ({
  tone: left_alone.length > 0 ? "info" : "good",
  about: busyKey.repair,
  text: withFullStop(message),
  details: [...left_alone.map((what) => `Left alone: ${what}`), ...notes],
  undo: run_id
})

export const resolvedNews = (about: string, { message, notes, run_id }: Resolved): NewNotice => ({
  tone: "good",
  about,
  text: withFullStop(message),
  details: notes.map(asSentence),
  undo: run_id
})

const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined)

/** None for an operation that has not ended. */
export const ticketNews = (ticket: OperationTicket, canRestart: boolean): NewNotice | undefined => {
  const { message, operation_type, plugin_id, result, status } = ticket
  const about = busyKey.plugin(plugin_id)
  if (status === "completed") {
    return {
      tone: "good",
      about,
      text: withFullStop(message),
      details: afterUpdate(ticket, canRestart),
      restart: result?.["status"] === "updated",
      undo: text(result?.["run_id"])
    }
  }
  if (status === "failed" || status === "cancelled") {
    const hint = text(result?.["hint"])
    return {
      tone: "bad",
      about,
      text: asSentence(`${operation_type} of ${plugin_id}: ${message}`),
      details: hint === undefined ? [] : [asSentence(hint)],
      undo: undefined
    }
  }
  return undefined
}
