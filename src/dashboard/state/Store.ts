/** One value that changes, and those who listen to it. */

export interface Store<S> {
  readonly get: () => S
  readonly update: (change: (now: S) => S) => void
  /** Gives back how to stop listening. */
  readonly subscribe: (listener: () => void) => () => void
}

export const makeStore = <S>(initial: S): Store<S> => {
  let state = initial
  const listeners = new Set<() => void>()
  return {
    get: () => state,
    update: (change) => {
      const next = change(state)
      if (next === state) return
      state = next
      for (const listener of listeners) listener()
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    }
  }
}
