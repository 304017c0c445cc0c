/** Joins what a person can do with what does it. */
import type { Connection } from "../api/connection.ts"
import type { Remedy } from "../model/remedies.ts"
import type { Acting } from "./acting.ts"
import type { Controls } from "./Controls.ts"
import type { Loading } from "./loading.ts"
import type { Model, Question } from "./Model.ts"
import type { Notices } from "./notices.ts"
import type { Routing } from "./routing.ts"
import type { Store } from "./Store.ts"

export interface Parts {
  readonly store: Store<Model>
  readonly acting: Acting
  readonly loading: Loading
  readonly notices: Notices
  readonly routing: Routing
  readonly connection: () => Connection
  readonly keepToken: (token: string) => void
}

export const makeControls = (parts: Parts): Controls => {
  const { acting, connection, keepToken, loading, notices, routing, store } = parts
  const setQuestion = (question: Question | undefined): void => store.update((now) => ({ ...now, question }))

  const remedy = (chosen: Remedy, id: string, name: string): void => {
    switch (chosen) {
      case "force":
        return void acting.force()
      case "replace":
        return setQuestion({ tag: "replace", ids: [id] })
      case "install":
      case "keep":
        return void acting.install(id)
      case "forget":
        return setQuestion({ tag: "forget", id })
      case "uninstall":
        return setQuestion({ tag: "uninstall", id, name })
      case "enable":
        return void acting.toggle(id, true)
      case "disable":
        return void acting.toggle(id, false)
      case "resume":
        return void acting.resume(id)
    }
  }

  return {
    repairAll: () => void acting.repairAll(),
    look: () => void acting.look(),
    replaceBroken: () => void acting.replaceBroken(),
    remedy,
    toggle: (id, enabled) => void acting.toggle(id, enabled),
    install: (id) => void acting.install(id),
    update: (id) => void acting.update(id),
    updateAll: (ids) => void acting.updateAll(ids),
    uninstall: (id, preserveConfig) => void acting.uninstall(id, preserveConfig),
    suspend: (id) => void acting.suspend(id),
    resume: (id) => void acting.resume(id),
    undo: (run) => void acting.undo(run),
    refreshStore: () => void acting.refreshStore(),
    ask: setQuestion,
    putQuestionAway: () => setQuestion(undefined),
    putNoticeAway: notices.putAway,
    show: routing.show,
    hideDetails: routing.hideDetails,
    explain: (id) => void loading.explain(id),
    giveToken: (token) => {
      keepToken(token)
      store.update((now) => ({ ...now, link: { tag: "connecting" } }))
      connection().again()
    },
    reconnect: () => connection().again(),
    openStore: () => {
      if (store.get().store.tag !== "ready") void loading.storeList()
    }
  }
}
