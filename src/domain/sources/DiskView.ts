/** What lies in the plugins directory. */

/** A directory whose `manifest.json` is a JSON object, however incomplete. */
export interface InstalledPlugin {
  /** The manifest's `id`, or the directory's name where it has no usable one. */
  readonly id: string
  /** Name of the directory in the plugins directory. */
  readonly directory: string
  /** Whether the manifest names its id itself; LEDMatrix does not load a plugin that does not. */
  readonly named: boolean
  readonly name: string | undefined
  readonly version: string | undefined
}

/** A directory whose `manifest.json` is there, but is no JSON object that can be read. */
export interface BrokenPlugin {
  readonly directory: string
  /** What is wrong, for people, without the file's content. */
  readonly problem: string
  /** Whether the manifest begins with a byte-order mark. */
  readonly byteOrderMark?: boolean
}

/** The kinds of set-aside copies that LEDMatrix leaves behind when it crashes, in the order they are tried. */
export const SET_ASIDE_KINDS = ["preinstall", "migrating"] as const
/** What LEDMatrix was at when it crashed: an install, or a migration. */
export type SetAsideKind = (typeof SET_ASIDE_KINDS)[number]

/** Part of a directory's name that makes LEDMatrix, and every rule here, look past it. */
export const SET_ASIDE_MARK = ".standalone-backup-"

/** A copy of a plugin that a crashed operation set aside. Its manifest says which plugin it is. */
export interface SetAsideCopy {
  readonly id: string
  readonly kind: SetAsideKind
  /** Name of the copy's directory in the plugins directory. */
  readonly directory: string
  /** The name under which it was a plugin, and is put back. */
  readonly place: string
  /** When this process first saw it, of a plugin that it had seen in its place before. */
  readonly sinceMs?: number
  /** When the directory itself was last changed, which a renaming does; a `chmod`, a restore or a copying does it, too. */
  readonly changedAtMs?: number
}

/** Part of the plugins directory that is no plugin to LEDMatrix, and that does not exist for any rule. */
export const isPassedOver = (name: string): boolean => name.startsWith(".") || name.includes(SET_ASIDE_MARK)

/** What lies in the plugins directory, read at one moment. */
export interface DiskView {
  /** Absolute path of the plugins directory, and how it is shown: relative to the root where inside it. */
  readonly path: string
  readonly shownPath: string
  /** Neither plugins nor copies of any lie in it, nor anything else that may be called like a plugin. */
  readonly empty: boolean
  readonly plugins: ReadonlyArray<InstalledPlugin>
  readonly broken: ReadonlyArray<BrokenPlugin>
  /** Names taken by a plain file or by a directory that is no plugin and not empty. */
  readonly taken: ReadonlySet<string>
  /** Set-aside copies by plugin id; of several, the one to put back. */
  readonly setAside: ReadonlyMap<string, SetAsideCopy>
}
