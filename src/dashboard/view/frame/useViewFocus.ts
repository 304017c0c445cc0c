import { useEffect, useRef } from "preact/hooks"
import type { View } from "../../state/Route.ts"

/** Another view begins at its top, also for keys and screen readers. */
export const useViewFocus = (view: View): void => {
  const shown = useRef(view)
  const loading = useRef(true)
  useEffect(() => {
    if (shown.current === view) return
    shown.current = view
    // The address may have named another view than the page was made with: that is no change of place.
    if (loading.current && document.activeElement === document.body) return
    window.scrollTo(0, 0)
    document.querySelector<HTMLElement>("main h1")?.focus()
  }, [view])
  useEffect(() => {
    const timer = setTimeout(() => (loading.current = false), 500)
    return () => clearTimeout(timer)
  }, [])
}
