/**
 * A tree that knows what of it is durable. What changed since its file or directory was last synced may be
 * lost at a power cut; `afterCut` (beside this) chooses how much of it.
 */
import { type MemoryNode, MemoryTree, type PathTarget } from "../../../src/testing/MemoryTree.ts"

export type Author = "program" | "elsewhere"

/** One step of a directory's, or of two directories' names. */
export interface NameChange {
  readonly told: string
  readonly sets: ReadonlyArray<{
    readonly directory: MemoryNode
    readonly name: string
    readonly node: MemoryNode | undefined
  }>
  /** What a rename brought under a name that held another file. */
  readonly replacing: MemoryNode | undefined
  /** A directory that was removed: it had been emptied before. */
  readonly removed: MemoryNode | undefined
}

/** Contents that a file has had since it was last synced, the durable one first. */
export interface Unsynced {
  readonly contents: Array<{ readonly bytes: Uint8Array; readonly author: Author }>
}

export interface Attributes {
  readonly mode: number
  readonly uid: number
  readonly gid: number
}

export class DiskTree extends MemoryTree {
  #author: Author = "program"
  /** In the order in which they were made. */
  readonly pending: Array<NameChange> = []
  /** Durable names of the directories that have pending changes. */
  readonly names = new Map<MemoryNode, Map<string, MemoryNode>>()
  readonly unsynced = new Map<MemoryNode, Unsynced>()
  /** Durable attributes of what has others by now. */
  readonly attributes = new Map<MemoryNode, Attributes>()

  override elsewhere<A>(run: () => A): A {
    const before = this.#author
    this.#author = "elsewhere"
    try {
      return run()
    } finally {
      this.#author = before
    }
  }

  override link(place: PathTarget, node: MemoryNode, nowMs: number): void {
    this.#note({
      told: `make ${place.path}`,
      sets: [{ directory: place.parent, name: place.name, node }],
      replacing: undefined,
      removed: undefined
    })
    super.link(place, node, nowMs)
  }

  override unlink(place: PathTarget, nowMs: number): void {
    this.#note({
      told: `remove ${place.path}`,
      sets: [{ directory: place.parent, name: place.name, node: undefined }],
      replacing: undefined,
      removed: place.node?.kind === "directory" ? place.node : undefined
    })
    super.unlink(place, nowMs)
  }

  override move(from: PathTarget, to: PathTarget, nowMs: number): void {
    this.#note({
      told: `rename ${from.path} to ${to.path}`,
      sets: [
        { directory: from.parent, name: from.name, node: undefined },
        { directory: to.parent, name: to.name, node: from.node }
      ],
      replacing: to.node?.kind === "file" ? from.node : undefined,
      removed: to.node?.kind === "directory" ? to.node : undefined
    })
    super.move(from, to, nowMs)
  }

  override setBytes(node: MemoryNode, bytes: Uint8Array, nowMs: number): void {
    const known = this.unsynced.get(node)
    const author = this.#author
    if (known === undefined) {
      this.unsynced.set(node, {
        contents: [
          { bytes: node.bytes, author },
          { bytes, author }
        ]
      })
    } else known.contents.push({ bytes, author })
    super.setBytes(node, bytes, nowMs)
  }

  override setMode(node: MemoryNode, mode: number): void {
    this.#noteAttributes(node)
    super.setMode(node, mode)
  }

  override setOwner(node: MemoryNode, uid: number, gid: number): void {
    this.#noteAttributes(node)
    super.setOwner(node, uid, gid)
  }

  /** What a file holds, or which names a directory has, is durable from here on. */
  override sync(node: MemoryNode): void {
    this.unsynced.delete(node)
    this.attributes.delete(node)
    const wanted = new Set(this.pending.filter((change) => touches(change, node)))
    if (wanted.size === 0) return
    for (const change of this.pending.toReversed()) {
      if (!wanted.has(change)) continue
      for (const earlier of this.pending) {
        if (earlier === change) break
        if (dependsOn(change, earlier)) wanted.add(earlier)
      }
    }
    for (const change of wanted.size === this.pending.length ? this.pending : this.#inOrder(wanted))
      applyTo(this.names, change)
    const left = this.pending.filter((change) => !wanted.has(change))
    this.pending.splice(0, this.pending.length, ...left)
    for (const directory of this.names.keys()) {
      if (!left.some((change) => touches(change, directory))) this.names.delete(directory)
    }
  }

  /** As after a clean shutdown. */
  makeDurable(): void {
    this.pending.length = 0
    this.names.clear()
    this.unsynced.clear()
    this.attributes.clear()
  }

  get isDurable(): boolean {
    return this.pending.length + this.unsynced.size + this.attributes.size === 0
  }

  #inOrder(wanted: ReadonlySet<NameChange>): ReadonlyArray<NameChange> {
    return this.pending.filter((change) => wanted.has(change))
  }

  #note(change: NameChange): void {
    for (const { directory } of change.sets) {
      if (!this.names.has(directory)) this.names.set(directory, new Map(directory.entries))
    }
    this.pending.push(change)
  }

  #noteAttributes(node: MemoryNode): void {
    if (this.attributes.has(node)) return
    this.attributes.set(node, { mode: node.mode, uid: node.uid, gid: node.gid })
  }
}

const touches = ({ sets }: NameChange, directory: MemoryNode): boolean =>
  sets.some((set) => set.directory === directory)

/** Changes of one name keep their order, and a directory is removed only once it is empty. */
export const dependsOn = (change: NameChange, earlier: NameChange): boolean =>
  (change.removed !== undefined && touches(earlier, change.removed)) ||
  change.sets.some((set) =>
    earlier.sets.some((other) => other.directory === set.directory && other.name === set.name)
  )

export const applyTo = (
  names: ReadonlyMap<MemoryNode, Map<string, MemoryNode>>,
  { sets }: NameChange
): void => {
  for (const { directory, name, node } of sets) {
    const entries = names.get(directory)
    if (node === undefined) entries?.delete(name)
    else entries?.set(name, node)
  }
}
