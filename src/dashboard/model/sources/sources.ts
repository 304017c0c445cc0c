/** The four sources, in the order in which they are shown, and what an owner calls them. */
import type { Source } from "../../../domain/sources/Source.ts"

export const SOURCES: ReadonlyArray<Source> = ["config", "disk", "manager", "state"]

export const sourceName: { readonly [source in Source]: string } = {
  config: "Config",
  disk: "Disk",
  manager: "Manager",
  state: "Saved state"
}

/** Where each of them is. */
export const sourcePlace: { readonly [source in Source]: string } = {
  config: "config/config.json",
  disk: "the plugins directory",
  manager: "what LEDMatrix has loaded",
  state: "data/plugin_state.json"
}
