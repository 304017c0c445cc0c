/** The specifications that were loaded, as functions that can be called as often as there are changes to judge. */
import { AsyncLocalStorage } from "node:async_hooks"

export interface Spec {
  readonly id: string
  readonly file: string
  readonly run: () => unknown
}

/** The file that is being loaded. */
export const loading = new AsyncLocalStorage<string>()

export const collected: Array<Spec> = []

const suites: Array<string> = []

const ids = new Set<string>()

const unique = (id: string): string => {
  let name = id
  for (let again = 2; ids.has(name); again++) name = `${id} (${again})`
  ids.add(name)
  return name
}

export const collect = (name: string, run: () => unknown): void => {
  const file = loading.getStore() ?? ""
  collected.push({ id: unique(`${file}#${[...suites, name].join(" > ")}`), file, run })
}

export const within = (name: string, body: () => void): void => {
  suites.push(name)
  body()
  suites.pop()
}
