/** A tree of inodes in memory: what a file system knows, without anything that can fail by itself. */
import { FileFault, type FileKind, type FileStat } from "../ports/Files.ts"

export interface MemoryNode {
  readonly inode: number
  readonly kind: FileKind
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

export const fault = (operation: string, path: string, code: string): FileFault =>
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
export interface Place {
  readonly parent: MemoryNode
  readonly name: string
  readonly node: MemoryNode | undefined
  /** Absolute, without symlinks. */
  readonly path: string
}

export class MemoryTree {
  #inodes = 0
  readonly root: MemoryNode

  constructor() {
    this.root = this.node("directory", 0o755, 0)
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
  place(operation: string, path: string, follow: boolean, hops = 0): Place {
    if (hops > SYMLINKS_MAX) throw fault(operation, path, "ELOOP")
    const parts = path.split("/").filter((part) => part !== "" && part !== ".")
    let parent = this.root
    const walked: Array<string> = []
    for (const [index, name] of parts.entries()) {
      if (parent.kind !== "directory") throw fault(operation, path, "ENOTDIR")
      const node = parent.entries.get(name)
      const last = index === parts.length - 1
      if (node?.kind === "symlink" && (follow || !last)) {
        const base = node.target.startsWith("/") ? "" : `/${walked.join("/")}`
        const rest = parts.slice(index + 1).join("/")
        return this.place(operation, `${base}/${node.target}/${rest}`, follow, hops + 1)
      }
      walked.push(name)
      if (last) return { parent, name, node, path: `/${walked.join("/")}` }
      if (node === undefined) throw fault(operation, path, "ENOENT")
      parent = node
    }
    return { parent: this.root, name: "", node: this.root, path: "/" }
  }

  existing(operation: string, path: string, follow = true): MemoryNode {
    const { node } = this.place(operation, path, follow)
    if (node === undefined) throw fault(operation, path, "ENOENT")
    return node
  }

  link(place: Place, node: MemoryNode, nowMs: number): void {
    place.parent.entries.set(place.name, node)
    place.parent.modifiedAtMs = nowMs
    place.parent.changedAtMs = nowMs
  }

  unlink(place: Place, nowMs: number): void {
    place.parent.entries.delete(place.name)
    place.parent.modifiedAtMs = nowMs
    place.parent.changedAtMs = nowMs
  }
}
