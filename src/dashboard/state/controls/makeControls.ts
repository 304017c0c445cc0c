/** Joins what a person can do with what does it. */
import type { Connection } from "../../api/connection.ts"
import type { RemedyButton } from "../../model/findings/remedies.ts"
import type { Requests } from "./requests.ts"
import type { Controls } from "./Controls.ts"
import type { Lists } from "../lists.ts"
import type { Model, Question } from "../Model.ts"
import type { Notices } from "../notices.ts"
import type { Routing } from "./routing.ts"
import type { Snoozing } from "./snoozing.ts"
import type { Store } from "../Store.ts"

export interface Parts {
  readonly store: Store<Model>
  readonly requests: Requests
  readonly lists: Lists
  readonly notices: Notices
  readonly routing: Routing
  readonly snoozing: Snoozing
  readonly connection: () => Connection
  readonly keepToken: (token: string) => void
}

export const makeControls = (parts: Parts): Controls => {
  const { requests, connection, keepToken, lists, notices, routing, snoozing, store } = parts
  const setQuestion = (question: Question | undefined): void => store.update((now) => ({ ...now, question }))

  const remedy = (chosen: RemedyButton, id: string, name: string): void => {
    switch (chosen) {
      case "force":
        return void requests.force()
      case "replace":
        return setQuestion({ tag: "replace", ids: [id] })
      case "install":
        return void requests.install(id)
      case "forget":
        return setQuestion({ tag: "forget", id })
      case "uninstall":
        return setQuestion({ tag: "uninstall", id, name })
      case "enable":
        return void requests.toggle(id, true)
      case "disable":
        return void requests.toggle(id, false)
      case "resume":
        return void requests.resume(id)
    }
  }

  return {
    repairAll: () => void requests.repairAll(),
    look: () => void requests.look(),
    replaceBroken: () => void requests.replaceBroken(),
    remedy,
    toggle: (id, enabled) => void requests.toggle(id, enabled),
    install: (id) => void requests.install(id),
    update: (id) => void requests.update(id),
    updateAll: (ids) => void requests.updateAll(ids),
    uninstall: (id, preserveConfig) => void requests.uninstall(id, preserveConfig),
    suspend: (id) => void requests.suspend(id),
    resume: (id) => void requests.resume(id),
    undo: (run) => void requests.undo(run),
    resolve: (target, choice) => void requests.resolve(target, choice),
    compare: () => void lists.choices(),
    showDiff: () => void lists.diff(),
    restartDisplay: () => void requests.restartDisplay(),
    refreshStore: () => void requests.refreshStore(),
    snooze: snoozing.snooze,
    wake: snoozing.wake,
    ask: setQuestion,
    putQuestionAway: () => setQuestion(undefined),
    putNoticeAway: notices.putAway,
    show: routing.show,
    hideDetails: routing.hideDetails,
    explain: (id) => void lists.explain(id),
    giveToken: (token) => {
      keepToken(token)
      store.update((now) => ({ ...now, link: { tag: "connecting" } }))
      connection().again()
    },
    reconnect: () => connection().again(),
    openDesired: () => void lists.desired(),
    openSigns: () => void lists.signs(),
    pauseDesired: (seconds) => void requests.pauseDesired(seconds),
    resumeDesired: () => void requests.resumeDesired(),
    openStore: () => {
      if (store.get().store.tag !== "ready") void lists.storeList()
    }
  }
}
