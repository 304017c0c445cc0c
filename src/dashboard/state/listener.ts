/** Turns events of the controller into changes of the model. */
import type { ControllerStatus, OperationTicket } from "../../domain/Controller.ts"
import type { ServerEvent } from "../api/eventParser.ts"
import { readEvent } from "../api/readReply.ts"
import { isStatus, isTicket } from "../api/shapes.ts"
import type { Listener } from "../api/connection.ts"
import type { Lists } from "./lists.ts"
import { busyKey, type Model } from "./Model.ts"
import { type Notices, ticketNews } from "./notices.ts"
import { sharing, withTicket } from "./sharing.ts"
import type { Store } from "./Store.ts"

export const makeListener = (
  store: Store<Model>,
  lists: Lists,
  notices: Notices,
  token: { readonly given: () => boolean }
): Listener => {
  const onStatus = (status: ControllerStatus | undefined): void => {
    if (status !== undefined) return store.update((now) => ({ ...now, status: sharing(now.status, status) }))
    notices.tell({
      tone: "bad",
      about: undefined,
      text: "The controller says something that this page does not understand.",
      details: ["It may have been updated: load the page anew."],
      undo: undefined
    })
  }
  const onOperation = (ticket: OperationTicket | undefined): void => {
    if (ticket === undefined) return
    store.update((now) =>
      now.status === undefined ? now : { ...now, status: withTicket(now.status, ticket) }
    )
    const news = ticketNews(ticket, store.get().status?.can_restart_display === true)
    if (news === undefined) notices.supersede(busyKey.plugin(ticket.plugin_id))
    else notices.tell(news)
  }
  const onDesired = (): void => {
    if (store.get().desired.tag !== "waiting") void lists.desired()
  }
  /** Every pass may have found the files other than they were, also one that repaired nothing. */
  const onChange = (): void => {
    void lists.installed()
    void lists.history()
    void lists.passes()
    if (store.get().store.tag !== "waiting") void lists.storeList()
    onDesired()
  }
  const event = ({ data, event: name }: ServerEvent): void => {
    switch (name) {
      case "status":
        return onStatus(readEvent(data, isStatus))
      case "operation":
        return onOperation(readEvent(data, isTicket))
      case "desired":
        return onDesired()
      case "pass":
      case "plugins":
        return onChange()
    }
  }
  return {
    opened: () => {
      store.update((now) => ({ ...now, link: { tag: "live" } }))
      lists.everything()
    },
    event,
    lost: (problem, retryInMs) => {
      const nowMs = Date.now()
      store.update((now) => ({
        ...now,
        link: {
          tag: "gone",
          sinceMs: now.link.tag === "gone" ? now.link.sinceMs : nowMs,
          problem,
          retryAtMs: nowMs + retryInMs
        }
      }))
    },
    locked: () => store.update((now) => ({ ...now, link: { tag: "locked", refused: token.given() } }))
  }
}
