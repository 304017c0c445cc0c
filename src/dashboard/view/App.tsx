import { useModel } from "../state/Shared.ts"
import type { View } from "../state/Route.ts"
import { Details } from "./details/Details.tsx"
import { Questions } from "./dialogs/Questions.tsx"
import { TokenPrompt } from "./dialogs/TokenPrompt.tsx"
import { Header } from "./frame/Header.tsx"
import { Notices } from "./frame/Notices.tsx"
import { OtherVersion } from "./frame/OtherVersion.tsx"
import { LostStrip } from "./frame/LostStrip.tsx"
import { useTitle } from "./frame/useTitle.ts"
import { useViewFocus } from "./frame/useViewFocus.ts"
import { History } from "./history/History.tsx"
import { Overview } from "./overview/Overview.tsx"
import { Plugins } from "./plugins/Plugins.tsx"
import { Signs } from "./signs/Signs.tsx"
import { Store } from "./store/Store.tsx"

const VIEWS: { readonly [view in View]: () => preact.JSX.Element } = {
  overview: Overview,
  plugins: Plugins,
  history: History,
  store: Store,
  signs: Signs
}

const skip = (event: Event): void => {
  // The address is the route's; it must not become `#main`.
  event.preventDefault()
  document.getElementById("main")?.focus()
}

export const App = () => {
  const view = useModel(({ route }) => route.view)
  const hasDetails = useModel(({ route }) => route.plugin !== undefined)
  useTitle()
  useViewFocus(view)
  const Content = VIEWS[view]
  return (
    <>
      <a class="skip" href="#main" onClick={skip}>
        Skip to content
      </a>
      <Header />
      <LostStrip />
      <OtherVersion />
      <main id="main" tabIndex={-1}>
        <Content key={view} />
      </main>
      {hasDetails ? null : <Notices />}
      <Details />
      <Questions />
      <TokenPrompt />
    </>
  )
}
