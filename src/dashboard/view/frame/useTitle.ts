import { useEffect } from "preact/hooks"
import { headline } from "../../model/headline.ts"
import { contactOf } from "../../state/Model.ts"
import { useModel } from "../../state/Shared.ts"
import { useSnoozed } from "../overview/findings/useSnoozed.ts"
import { viewName } from "../../state/Route.ts"

/** The tab says how it stands, also while one looks at another. */
export const useTitle = (): void => {
  const { sign } = headline(
    useModel(({ status }) => status),
    useModel(contactOf),
    undefined,
    { isSnoozed: useSnoozed() }
  )
  const view = useModel(({ route }) => route.view)
  useEffect(() => {
    document.title = `${sign} · ${viewName[view]} · LEDMatrix plugins`
  }, [sign, view])
}
