/** Fetches the lists whose change an event announces. */
import type { Reply } from "../api/Reply.ts"
import type { Api } from "../api/Api.ts"
import { isPluginId } from "../../domain/plugin/PluginId.ts"
import { pluginRows } from "../model/rows/rows.ts"
import { coalesced } from "./coalesced.ts"
import { loaded, valueOf, waiting } from "./Loadable.ts"
import type { Model } from "./Model.ts"
import type { Store } from "./Store.ts"

/** Plugins that are not on disk are no part of the list; each costs a question of its own. */
const EXPLAINED_UNASKED_MAX = 12

const mapped = <A, B>(answer: Reply<A>, of: (value: A) => B): Reply<B> =>
  answer.ok ? { ...answer, value: of(answer.value) } : answer

export const makeLists = (store: Store<Model>, api: Api) => {
  const explain = async (id: string): Promise<void> => {
    const answer = await api.explain(id)
    store.update((now) => {
      const before = now.explanations.get(id) ?? waiting
      return { ...now, explanations: new Map(now.explanations).set(id, loaded(before, answer)) }
    })
  }

  /** Those that are looked at, and those that no list tells of. */
  const explainAgain = async (): Promise<void> => {
    const { installed, route, status } = store.get()
    const rows = status === undefined ? [] : pluginRows(valueOf(installed) ?? [], status)
    const ghosts = rows
      .filter((row) => row.installed === undefined && isPluginId(row.id))
      .slice(0, EXPLAINED_UNASKED_MAX)
    const wanted = new Set<string>(
      [...ghosts.map(({ id }) => id), ...(route.plugin === undefined ? [] : [route.plugin])].filter(
        isPluginId
      )
    )
    store.update((now) => ({
      ...now,
      explanations: new Map([...now.explanations].filter(([id]) => wanted.has(id)))
    }))
    // oxlint-disable-next-line no-await-in-loop -- a Pi is asked one thing at a time
    for (const id of wanted) await explain(id)
  }

  const installed = coalesced(async () => {
    const answer = mapped(await api.installed(), ({ plugins }) => plugins)
    store.update((now) => ({ ...now, installed: loaded(now.installed, answer) }))
    await explainAgain()
  })
  const history = coalesced(async () => {
    const answer = await api.history()
    store.update((now) => ({ ...now, history: loaded(now.history, answer) }))
  })
  const passes = coalesced(async () => {
    const answer = mapped(await api.passes(), (data) => data.passes)
    store.update((now) => ({ ...now, passes: loaded(now.passes, answer) }))
  })
  const storeList = coalesced(async () => {
    const answer = await api.store()
    store.update((now) => ({ ...now, store: loaded(now.store, answer) }))
  })
  const choices = coalesced(async () => {
    const answer = await api.choices()
    store.update((now) => ({ ...now, choices: loaded(now.choices, answer) }))
  })
  const diff = coalesced(async () => {
    const answer = mapped(await api.diff(), (data) => data.diff)
    store.update((now) => ({ ...now, diff: loaded(now.diff, answer) }))
  })
  const desired = coalesced(async () => {
    const answer = await api.desired()
    store.update((now) => ({ ...now, desired: loaded(now.desired, answer) }))
  })
  const signs = coalesced(async () => {
    const answer = await api.signs()
    store.update((now) => ({ ...now, signs: loaded(now.signs, answer) }))
  })
  const everything = (): void => {
    void installed()
    void history()
    void passes()
    void signs()
    if (store.get().route.view === "store" || store.get().store.tag !== "waiting") void storeList()
  }
  return { explain, installed, history, passes, storeList, choices, diff, desired, signs, everything }
}

export type Lists = ReturnType<typeof makeLists>
