/** Keeps the model's route and the address in step. Going back closes what was opened. */
import type { Model } from "../Model.ts"
import { hashOf, readRoute, type Route, type View } from "../Route.ts"
import type { Store } from "../Store.ts"

/** Marks an entry of the browser's history that opening details has made. */
const OPENED = "details"

export const makeRouting = (store: Store<Model>) => {
  const follow = (): void => {
    const route = readRoute(location.hash)
    store.update((now) =>
      hashOf(now.route) === hashOf(route) ? now : { ...now, route, question: undefined }
    )
  }
  addEventListener("popstate", follow)
  addEventListener("hashchange", follow)

  const go = (route: Route, state: string | null): void => {
    if (hashOf(route) === location.hash) return
    history.pushState(state, "", hashOf(route))
    follow()
  }
  return {
    show: (view: View, plugin?: string): void => go({ view, plugin }, plugin === undefined ? null : OPENED),
    hideDetails: (): void => {
      if (store.get().route.plugin === undefined) return
      if (history.state === OPENED) return history.back()
      history.replaceState(null, "", hashOf({ view: store.get().route.view, plugin: undefined }))
      follow()
    }
  }
}

export type Routing = ReturnType<typeof makeRouting>
