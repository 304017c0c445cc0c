/** Where one is, as it stands behind the `#` of the address: a view, and the plugin whose details are open. */

export const VIEWS = ["overview", "plugins", "history", "store", "signs"] as const
export type View = (typeof VIEWS)[number]

export const viewName: { readonly [view in View]: string } = {
  overview: "Overview",
  plugins: "Plugins",
  history: "History",
  store: "Store",
  signs: "Signs"
}

export interface Route {
  readonly view: View
  readonly plugin: string | undefined
}

const decoded = (part: string): string | undefined => {
  try {
    return decodeURIComponent(part)
  } catch {
    return undefined
  }
}

export const readRoute = (hash: string): Route => {
  const [name, ...rest] = hash.replace(/^#\/?/u, "").split("/")
  const view = VIEWS.find((known) => known === name) ?? "overview"
  const plugin = decoded(rest.join("/"))
  if (plugin === "/" && rest.length === 2) return { view, plugin: "" }
  return { view, plugin: plugin === "" ? undefined : plugin }
}

/** A key of config.json may be empty: a second slash stands for it, as no other name is written. */
export const hashOf = ({ plugin, view }: Route): string =>
  plugin === undefined ? `#/${view}` : `#/${view}/${plugin === "" ? "/" : encodeURIComponent(plugin)}`
