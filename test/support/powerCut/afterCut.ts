/**
 * What a power cut leaves of a disk: the durable part, and of the rest as much as chance had written out.
 * Names change whole or not at all; file data may be old, empty, zeroed, torn or new.
 */
import {
  applyTo,
  type Attributes,
  type Author,
  dependsOn,
  type DiskTree,
  type NameChange
} from "./DiskTree.ts"
import type { MemoryNode } from "../../../src/testing/MemoryTree.ts"
import type { Chance } from "./seededChance.ts"

export interface Damage {
  readonly path: string
  /** Nothing but a length of zero, the right length of zero bytes, or a part of the content. */
  readonly how: "empty" | "zeroed" | "torn"
  /** Who wrote what was lost. */
  readonly author: Author
}

export interface AfterCut {
  readonly root: MemoryNode
  /** Changes of names that were lost, in the order in which they had been made. */
  readonly lost: ReadonlyArray<string>
  /** Files that hold something that no program ever wrote, in full, as their content. */
  readonly damaged: ReadonlyArray<Damage>
}

/**
 * How the disk lost power: with everything written out, with nothing since the last sync, with its journal
 * cut off at some point (ext4's ordered mode), or with some of its writes, in any order.
 */
type Manner = "everything" | "nothing" | "journal" | "any order"

const MANNERS: readonly [Manner, ...ReadonlyArray<Manner>] = ["everything", "nothing", "journal", "any order"]

export const afterCut = (tree: DiskTree, chance: Chance): AfterCut => {
  const manner = chance.pick(MANNERS)
  const kept = new Set(keptChanges(tree.pending, manner, chance))
  const names = new Map([...tree.names].map(([directory, entries]) => [directory, new Map(entries)] as const))
  for (const change of tree.pending) if (kept.has(change)) applyTo(names, change)
  const flushed = new Set(manner === "journal" ? [...kept].map(({ replacing }) => replacing) : [])
  const damaged: Array<Damage> = []

  const content = (node: MemoryNode, path: string): Uint8Array => {
    const contents = tree.unsynced.get(node)?.contents
    if (contents === undefined || manner === "everything" || flushed.has(node)) return node.bytes
    const first = contents[0]?.bytes ?? node.bytes
    if (manner === "nothing") return blank(first, node, path)
    const at = chance.happens(0.6) ? chance.below(contents.length) : contents.length - 1
    const written = contents[at] ?? { bytes: node.bytes, author: "program" as const }
    if (at === 0) return blank(first, node, path)
    const { author, bytes } = written
    const how = chance.pick(["whole", "whole", "zeroed", "torn"] as const)
    if (how === "whole" || bytes.byteLength === 0) return bytes
    const left =
      how === "zeroed" ? new Uint8Array(bytes.byteLength) : torn(bytes, contents[at - 1]?.bytes, chance)
    if (sameBytes(left, first)) return blank(first, node, path)
    if (!contents.some((whole) => sameBytes(whole.bytes, left))) damaged.push({ path, how, author })
    return left
  }
  /** The content of a file that was made and never synced is no content that anybody wrote. */
  const blank = (bytes: Uint8Array, node: MemoryNode, path: string): Uint8Array => {
    if (bytes.byteLength === 0 && node.bytes.byteLength > 0) {
      const author = tree.unsynced.get(node)?.contents.at(-1)?.author ?? "program"
      damaged.push({ path, how: "empty", author })
    }
    return bytes
  }

  const attributes = (node: MemoryNode): Attributes => {
    const before = tree.attributes.get(node)
    if (before === undefined || manner === "everything") return node
    return manner === "nothing" || chance.happens(0.5) ? before : node
  }

  const rebuilt = (node: MemoryNode, path: string): MemoryNode => {
    const { gid, mode, uid } = attributes(node)
    const entries = new Map<string, MemoryNode>()
    for (const [name, inner] of names.get(node) ?? node.entries)
      entries.set(name, rebuilt(inner, `${path}/${name}`))
    const bytes = node.kind === "file" ? content(node, path) : node.bytes
    return { ...node, gid, mode, uid, bytes, entries }
  }

  const root = rebuilt(tree.root, "")
  const lost = tree.pending.filter((change) => !kept.has(change)).map(({ told }) => told)
  return { root, lost, damaged }
}

/** Of two changes where one needs the other, never the second alone. */
const keptChanges = (
  pending: ReadonlyArray<NameChange>,
  manner: Manner,
  chance: Chance
): ReadonlyArray<NameChange> => {
  if (manner === "everything") return pending
  if (manner === "nothing") return []
  if (manner === "journal") return pending.slice(0, chance.below(pending.length + 1))
  const lost: Array<NameChange> = []
  return pending.filter((change) => {
    const stays = chance.happens(0.5) && !lost.some((earlier) => dependsOn(change, earlier))
    if (!stays) lost.push(change)
    return stays
  })
}

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.byteLength === b.byteLength && a.every((byte, at) => byte === b[at])

/** The beginning of what was written, over what stood there before, or over nothing. */
const torn = (bytes: Uint8Array, before: Uint8Array | undefined, chance: Chance): Uint8Array => {
  const length = chance.below(bytes.byteLength)
  const base = chance.happens(0.5) ? (before ?? new Uint8Array()) : new Uint8Array(bytes.byteLength)
  const mixed = new Uint8Array(Math.max(length, base.byteLength))
  mixed.set(base)
  mixed.set(bytes.subarray(0, length))
  return mixed
}
