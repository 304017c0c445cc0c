/** Keeps in the browser what its user wants to hear nothing of. Where storage is forbidden, for as long as the page is. */
import type { ReportedFinding } from "../../../domain/findings/Report.ts"
import { readSnoozes, snoozed, type Snoozes, snoozesText, woken } from "../../model/findings/snooze.ts"
import type { Model } from "../Model.ts"
import type { Store } from "../Store.ts"

const KEY = "ledmatrix-reconciler-snoozed"

const stored = (): string | null => {
  try {
    return localStorage.getItem(KEY)
  } catch {
    return null
  }
}

export const makeSnoozing = (store: Store<Model>) => {
  const read = (): void => store.update((now) => ({ ...now, snoozes: readSnoozes(stored()) }))
  const become = (change: (now: Snoozes) => Snoozes): void => {
    store.update((now) => ({ ...now, snoozes: change(now.snoozes) }))
    try {
      localStorage.setItem(KEY, snoozesText(store.get().snoozes, Date.now()))
    } catch {
      // It is kept in memory then.
    }
  }
  // Another tab of the same browser.
  addEventListener("storage", ({ key }) => {
    if (key === KEY) read()
  })
  return {
    read,
    snooze: (finding: ReportedFinding, forMs: number | undefined): void =>
      become((now) => snoozed(now, finding, forMs === undefined ? undefined : Date.now() + forMs)),
    wake: (finding: ReportedFinding): void => become((now) => woken(now, finding))
  }
}

export type Snoozing = ReturnType<typeof makeSnoozing>
