/** The page before anything is known, as HTML: the same as it is drawn then, so that nothing jumps. */
import { renderToString } from "preact-render-to-string"
import { App } from "./view/App.tsx"

export const skeleton = (): string => renderToString(<App />)
