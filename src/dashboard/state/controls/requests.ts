/** What a person does, as requests to the controller. A notice says what came of each. */
import type { Reply } from "../../api/Reply.ts"
import type { Api } from "../../api/Api.ts"
import type { Lists } from "../lists.ts"
import { busyKey, type Model } from "../Model.ts"
import { type Notices, problemNews, reportNews, resolvedNews, undoneNews } from "../notices.ts"
import type { Store } from "../Store.ts"

export const makeRequests = (store: Store<Model>, api: Api, lists: Lists, notices: Notices) => {
  const mark = (key: string, isBusy: boolean): void =>
    store.update((now) => {
      const busy = new Set(now.busy)
      if (isBusy) busy.add(key)
      else busy.delete(key)
      return { ...now, busy }
    })

  /** At most one request for one thing at a time. A failure becomes a notice. */
  const ask = async <A>(
    key: string,
    what: string,
    request: () => Promise<Reply<A>>
  ): Promise<A | undefined> => {
    if (store.get().busy.has(key)) return undefined
    mark(key, true)
    const reply = await request()
    mark(key, false)
    if (reply.ok) return reply.value
    notices.tell(problemNews(key, what, reply.problem))
    return undefined
  }

  const reconcile = async (options: Parameters<Api["reconcile"]>[0]): Promise<void> => {
    const done = await ask(busyKey.repair, "The repair was not done", () => api.reconcile(options))
    if (done !== undefined) notices.tell(reportNews(done.report))
  }

  const resume = async (id: string | undefined): Promise<boolean> => {
    const key = id === undefined ? busyKey.suspension : busyKey.plugin(id)
    return (await ask(key, "Not resumed", () => api.resume(id))) !== undefined
  }

  const update = (id: string) => ask(busyKey.plugin(id), `${id} was not updated`, () => api.update(id))

  return {
    repairAll: async (): Promise<void> => {
      const paused = store.get().status?.suspended.everything === true
      if (paused && !(await resume(undefined))) return
      await reconcile({ force: true })
    },
    look: () => reconcile({}),
    force: () => reconcile({ force: true }),
    replaceBroken: () => reconcile({ replace_broken: true }),
    resume,
    suspend: (id: string | undefined) =>
      ask(id === undefined ? busyKey.suspension : busyKey.plugin(id), "Not suspended", () => api.suspend(id)),
    toggle: async (id: string, enabled: boolean): Promise<void> => {
      await ask(busyKey.plugin(id), `${id} was not switched`, () => api.toggle(id, enabled))
      await lists.installed()
    },
    install: (id: string) => ask(busyKey.plugin(id), `${id} was not installed`, () => api.install(id)),
    update,
    updateAll: async (ids: ReadonlyArray<string>): Promise<void> => {
      // Each answer takes as long as the update does, and a browser has six connections for all that is asked.
      // oxlint-disable-next-line no-await-in-loop -- for that reason
      for (const id of ids) await update(id)
    },
    uninstall: (id: string, preserveConfig: boolean) =>
      ask(busyKey.plugin(id), `${id} was not uninstalled`, () => api.uninstall(id, preserveConfig)),
    undo: async (run: string): Promise<void> => {
      const undone = await ask(busyKey.undo(run), "Not undone", () => api.undo(run))
      if (undone !== undefined) notices.tell(undoneNews(undone))
      await Promise.all([lists.history(), lists.installed()])
    },
    resolve: async (target: string, choice: string): Promise<void> => {
      const key = busyKey.plugin(target)
      const done = await ask(key, "Not done", () => api.resolve(target, choice))
      if (done !== undefined) notices.tell(resolvedNews(key, done))
      await Promise.all([lists.history(), lists.installed()])
    },
    pauseDesired: async (seconds: number | undefined): Promise<void> => {
      await ask(busyKey.desired, "Not paused", () => api.pauseDesired(seconds))
      await lists.desired()
    },
    resumeDesired: async (): Promise<void> => {
      await ask(busyKey.desired, "Not resumed", () => api.resumeDesired())
      await lists.desired()
    },
    restartDisplay: async (): Promise<void> => {
      const { restart: key } = busyKey
      const reply = await ask(key, "The display was not restarted", async () => {
        const done = await api.restartDisplay()
        return done.ok ? { ...done, value: true } : done
      })
      if (reply === undefined) return
      notices.tell({
        tone: "good",
        about: key,
        text: "The display was restarted.",
        details: [],
        undo: undefined
      })
      // What is left over is on the overview; a message about it would take this one's place.
      await ask(busyKey.repair, "Not looked at anew", () => api.reconcile({}))
    },
    refreshStore: async (): Promise<void> => {
      await ask(busyKey.storeRefresh, "The store was not asked", () => api.refreshStore())
      await lists.storeList()
    }
  }
}

export type Requests = ReturnType<typeof makeRequests>
