/** Where a LEDMatrix installation lies, and where each of its files is. */
import { Context } from "effect"
import { isAbsolute, join, relative, resolve, sep } from "node:path/posix"

/** Where an installation lies, and each of its files. It can neither read nor write them. */
export class Installation extends Context.Service<
  Installation,
  {
    /** Absolute path of the installation's directory, symlinks resolved. */
    readonly root: string
    readonly configFile: string
    readonly secretsFile: string
    readonly uninstalledFile: string
    readonly stateFile: string
    /** Where plugins lie when the config does not say otherwise. */
    readonly defaultPlugins: string
    /** Our own records. */
    readonly ledgerDirectory: string
  }
>()("ledmatrix-reconciler/services/Installation") {
  static readonly at = (root: string): typeof Installation.Service => ({
    root,
    configFile: join(root, "config/config.json"),
    secretsFile: join(root, "config/config_secrets.json"),
    uninstalledFile: join(root, "config/uninstalled_plugins.json"),
    stateFile: join(root, "data/plugin_state.json"),
    defaultPlugins: join(root, "plugin-repos"),
    ledgerDirectory: join(root, "data/reconciler")
  })
}

/** A path as people and scripts see it: relative to the root where it lies inside, else as it is. */
export const shownPath = (root: string, path: string): string => {
  const inside = relative(root, path)
  return inside === ""
    ? "."
    : inside === ".." || inside.startsWith(`..${sep}`) || isAbsolute(inside)
      ? path
      : inside
}

/** The absolute path of a place as `shownPath` gives it. */
export const pathOf = (root: string, shown: string): string => resolve(root, shown)

/** A name inside a directory, shown or absolute alike. */
export const inside = (directory: string, name: string): string => join(directory, name)
