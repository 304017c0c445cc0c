/** A tree of inodes in memory: what a file system knows, without anything that can fail by itself. */
import type { FileKind, FileStat } from "../ports/Files.ts"
import { FileFault } from "../ports/FileFault.ts"

export interface MemoryNode {
  readonly inode: number
  readonly kind: FileKind
  /** Never changed in place: a write puts another array here. */
  bytes: Uint8Array
  readonly entries: Map<string, MemoryNode>
  readonly target: string
  mode: number
  uid: number
  gid: number
  modifiedAtMs: number
  changedAtMs: number
}

const SYMLINKS_MAX = 40

export const memoryFault = (operation: string, path: string, code: string): FileFault =>
  new FileFault({ operation, path, code })

export const statOf = (node: MemoryNode): FileStat => ({
  _tag: "FileStat",
  kind: node.kind,
  size: node.kind === "symlink" ? node.target.length : node.bytes.byteLength,
  mode: node.mode,
  uid: node.uid,
  gid: node.gid,
  device: 1,
  inode: node.inode,
  modifiedAtMs: node.modifiedAtMs,
  changedAtMs: node.changedAtMs
})

/** Where a path leads: the directory that holds the last name, and what is there. */
export interface PathTarget {
  readonly parent: MemoryNode
  readonly name: string
  readonly node: MemoryNode | undefined
  /** Absolute, without symlinks. */
  readonly path: string
}

/** Every change of the tree goes through a method, so that a tree that remembers what is durable can note it. */
export class MemoryTree {
  #inodes = 0
  readonly root: MemoryNode

  /** `root` and its inodes become this tree's own. */
  constructor(root?: MemoryNode) {
    this.root = root ?? this.node("directory", 0o755, 0)
    if (root !== undefined) this.#inodes = lastInode(root)
  }

  node(
    kind: FileKind,
    mode: number,
    nowMs: number,
    content: Uint8Array | string = new Uint8Array()
  ): MemoryNode {
    return {
      inode: ++this.#inodes,
      kind,
      bytes: typeof content === "string" ? new Uint8Array() : content,
      entries: new Map(),
      target: typeof content === "string" ? content : "",
      mode,
      uid: 1000,
      gid: 1000,
      modifiedAtMs: nowMs,
      changedAtMs: nowMs
    }
  }

  /** Finds a path as Linux does; fails where something on the way is missing or no directory. */
  place(operation: string, path: string, follow: boolean, hops = 0): PathTarget {
    if (hops > SYMLINKS_MAX) throw memoryFault(operation, path, "ELOOP")
    const parts = path.split("/").filter((part) => part !== "" && part !== ".")
    let parent = this.root
    for (let index = 0; index < parts.length; index++) {
      const name = parts[index] ?? ""
      if (parent.kind !== "directory") throw memoryFault(operation, path, "ENOTDIR")
      const node = parent.entries.get(name)
      const last = index === parts.length - 1
      if (node?.kind === "symlink" && (follow || !last)) {
        const base = node.target.startsWith("/") ? "" : `/${parts.slice(0, index).join("/")}`
        const rest = parts.slice(index + 1).join("/")
        return this.place(operation, `${base}/${node.target}/${rest}`, follow, hops + 1)
      }
      if (last) return { parent, name, node, path: `/${parts.join("/")}` }
      if (node === undefined) throw memoryFault(operation, path, "ENOENT")
      parent = node
    }
    return { parent: this.root, name: "", node: this.root, path: "/" }
  }

  existing(operation: string, path: string, follow = true): MemoryNode {
    const { node } = this.place(operation, path, follow)
    if (node === undefined) throw memoryFault(operation, path, "ENOENT")
    return node
  }

  link({ name, parent }: PathTarget, node: MemoryNode, nowMs: number): void {
    parent.entries.set(name, node)
    touch(parent, nowMs)
  }

  unlink({ name, parent }: PathTarget, nowMs: number): void {
    parent.entries.delete(name)
    touch(parent, nowMs)
  }

  /** One step: no reader ever sees both names, or neither. */
  move(from: PathTarget, to: PathTarget, nowMs: number): void {
    const { node } = from
    if (node === undefined) return
    from.parent.entries.delete(from.name)
    to.parent.entries.set(to.name, node)
    touch(from.parent, nowMs)
    touch(to.parent, nowMs)
    node.changedAtMs = nowMs
  }

  setBytes(node: MemoryNode, bytes: Uint8Array, nowMs: number): void {
    node.bytes = bytes
    touch(node, nowMs)
  }

  setMode(node: MemoryNode, mode: number): void {
    node.mode = mode
  }

  setOwner(node: MemoryNode, uid: number, gid: number): void {
    node.uid = uid
    node.gid = gid
  }

  setModifiedAt(node: MemoryNode, ms: number): void {
    node.modifiedAtMs = ms
  }

  /** Runs what another program does to the tree. */
  elsewhere<A>(run: () => A): A {
    return run()
  }

  /** In plain memory every change is durable at once. */
  sync(_node: MemoryNode): void {}
}

const touch = (node: MemoryNode, nowMs: number): void => {
  node.modifiedAtMs = nowMs
  node.changedAtMs = nowMs
}

const lastInode = (node: MemoryNode): number => {
  let last = node.inode
  for (const inner of node.entries.values()) last = Math.max(last, lastInode(inner))
  return last
}
