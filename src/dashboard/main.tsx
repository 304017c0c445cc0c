/** Brings the page to life: what stands in it was made ahead of time, and becomes what the controller says. */
import { hydrate } from "preact"
import { connect, type Connection } from "./api/connection.ts"
import { makeApi } from "./api/Api.ts"
import { keepFocus } from "./keepFocus.ts"
import { makeRequests } from "./state/controls/requests.ts"
import { makeControls } from "./state/controls/makeControls.ts"
import { makeListener } from "./state/listener.ts"
import { makeLists } from "./state/lists.ts"
import { initialModel } from "./state/Model.ts"
import { makeNotices } from "./state/notices.ts"
import { readRoute } from "./state/Route.ts"
import { makeRouting } from "./state/controls/routing.ts"
import { makeSnoozing } from "./state/controls/snoozing.ts"
import { SharedContext } from "./state/Shared.ts"
import { makeStore } from "./state/Store.ts"
import { makeTokenKeeper } from "./state/controls/token.ts"
import { App } from "./view/App.tsx"

const version = document.querySelector("meta[name=version]")?.getAttribute("content") ?? ""

const store = makeStore(initialModel(version, { view: "overview", plugin: undefined }))
const keeper = makeTokenKeeper()
const access = { fetch: window.fetch.bind(window), token: keeper.token }
const api = makeApi(access)
const notices = makeNotices(store)
const lists = makeLists(store, api)
const requests = makeRequests(store, api, lists, notices)
const routing = makeRouting(store)
const snoozing = makeSnoozing(store)

const listener = makeListener(store, lists, notices, { given: () => keeper.token() !== undefined })
const connection: Connection = connect(access, listener)

const controls = makeControls({
  store,
  requests,
  lists,
  notices,
  routing,
  snoozing,
  connection: () => connection,
  keepToken: keeper.keep
})

const page = document.getElementById("page")
if (page !== null) {
  hydrate(
    <SharedContext.Provider value={{ store, controls }}>
      <App />
    </SharedContext.Provider>,
    page
  )
}
store.update((now) => ({ ...now, route: readRoute(location.hash) }))
snoozing.read()
keepFocus()

/** When the network or the tab is back, the page connects at once. */
const wake = (): void => {
  if (store.get().link.tag === "gone" && !document.hidden) connection.again()
}
addEventListener("online", wake)
document.addEventListener("visibilitychange", wake)
