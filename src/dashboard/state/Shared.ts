/** What every view can reach: the model, and what a person can do. */
import { createContext } from "preact"
import { useContext, useEffect, useState } from "preact/hooks"
import type { Controls } from "./controls/Controls.ts"
import { initialModel, type Model } from "./Model.ts"
import { makeStore, type Store } from "./Store.ts"

export interface Shared {
  readonly store: Store<Model>
  readonly controls: Controls
}

const nothing = (): void => undefined

/** Does nothing: the page is also drawn when it is built, and by then no person uses it. */
const idle: Controls = {
  repairAll: nothing,
  look: nothing,
  replaceBroken: nothing,
  remedy: nothing,
  toggle: nothing,
  install: nothing,
  update: nothing,
  updateAll: nothing,
  uninstall: nothing,
  suspend: nothing,
  resume: nothing,
  undo: nothing,
  resolve: nothing,
  compare: nothing,
  showDiff: nothing,
  restartDisplay: nothing,
  refreshStore: nothing,
  snooze: nothing,
  wake: nothing,
  ask: nothing,
  putQuestionAway: nothing,
  putNoticeAway: nothing,
  show: nothing,
  hideDetails: nothing,
  explain: nothing,
  giveToken: nothing,
  reconnect: nothing,
  openStore: nothing,
  openDesired: nothing,
  openSigns: nothing,
  pauseDesired: nothing,
  resumeDesired: nothing
}

export const SharedContext = createContext<Shared>({
  store: makeStore(initialModel("", { view: "overview", plugin: undefined })),
  controls: idle
})

export const useControls = (): Controls => useContext(SharedContext).controls

/** A part of the model; drawn anew only when that part is another. */
export const useModel = <A>(part: (model: Model) => A): A => {
  const { store } = useContext(SharedContext)
  const [, redraw] = useState<unknown>(undefined)
  const now = part(store.get())
  useEffect(() => {
    let drawn = now
    const look = (): void => {
      const next = part(store.get())
      if (Object.is(next, drawn)) return
      drawn = next
      redraw({})
    }
    // It may have changed between drawing and listening.
    look()
    return store.subscribe(look)
  })
  return now
}
