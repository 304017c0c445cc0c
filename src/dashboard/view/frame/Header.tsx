import { openFindings, standingOf } from "../../model/findings/standing.ts"
import { valueOf } from "../../state/Loadable.ts"
import { useControls, useModel } from "../../state/Shared.ts"
import { hashOf, VIEWS, type View, viewName } from "../../state/Route.ts"
import { useSnoozed } from "../overview/findings/useSnoozed.ts"
import { LinkState } from "./LinkState.tsx"
import { Logo } from "./Logo.tsx"

const NavLink = ({ problems, view }: { readonly view: View; readonly problems: number }) => {
  const current = useModel(({ route }) => route.view)
  const controls = useControls()
  return (
    <a
      href={hashOf({ view, plugin: undefined })}
      aria-current={view === current ? "page" : undefined}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return
        event.preventDefault()
        controls.show(view)
      }}
    >
      {viewName[view]}
      {problems === 0 ? null : (
        <span class="nav-count">
          {problems}
          <span class="unseen"> {problems === 1 ? "thing is" : "things are"} not right</span>
        </span>
      )}
    </a>
  )
}

export const Header = () => {
  const report = useModel(({ status }) => status?.last_report)
  const root = useModel(({ status }) => status?.root)
  const hasSigns = useModel(({ signs }) => valueOf(signs)?.signs != null)
  const current = useModel(({ route }) => route.view)
  // Only where a list of signs is given, or looked for.
  const views = VIEWS.filter((view) => view !== "signs" || hasSigns || current === "signs")
  const isSnoozed = useSnoozed()
  const problems = openFindings(report?.inconsistencies_found ?? []).filter(
    (finding) => standingOf(finding) !== "note" && isSnoozed(finding) === undefined
  ).length
  return (
    <header class="header">
      <div class="header-who">
        <Logo />
        <div class="header-names">
          <span class="header-name">LEDMatrix plugins</span>
          <code class="header-root" dir="ltr" title={root}>
            {root ?? " "}
          </code>
        </div>
      </div>
      <nav class="nav" aria-label="Views">
        {views.map((view) => (
          <NavLink key={view} view={view} problems={view === "overview" ? problems : 0} />
        ))}
      </nav>
      <LinkState />
    </header>
  )
}
