/**
 * `MemoryFiles` on a disk whose power can be cut, for specs. It models what an SD card under ext4 may do: what
 * was not synced may be lost, zeroed or torn; names made, removed or renamed may be lost, in any order, until
 * their directory is synced, a rename being one step; the disk may be full, or be remounted read-only.
 */
import { Clock, Context, Effect, type Exit, Layer } from "effect"
import type { FileReader, FileWriter } from "../../../src/ports/Files.ts"
import { type AfterCut, afterCut, type Damage } from "./afterCut.ts"
import { DiskTree } from "./DiskTree.ts"
import { memoryCalls, type Operation } from "../../../src/testing/memoryCalls.ts"
import {
  type MemoryFiles,
  memoryContext,
  modesOf,
  putAll,
  snapshotOf
} from "../../../src/testing/MemoryFiles.ts"
import { type MemoryNode, MemoryTree } from "../../../src/testing/MemoryTree.ts"
import { seededChance } from "./seededChance.ts"

/** A disk as a power cut left it: everything on it is durable. It is never changed. */
export class DiskImage {
  readonly #root: MemoryNode
  /** Changes of names that did not reach the disk. */
  readonly lost: ReadonlyArray<string>
  /** Files that hold something that no program ever wrote. */
  readonly damaged: ReadonlyArray<Damage>

  constructor({ damaged, lost, root }: AfterCut) {
    this.#root = root
    this.lost = lost
    this.damaged = damaged
  }

  /** Every path, with its content; directories with `undefined`. */
  get files(): ReadonlyMap<string, string | undefined> {
    return snapshotOf(new MemoryTree(this.#root))
  }

  /** Permissions of every path. */
  get modes(): ReadonlyMap<string, number> {
    return modesOf(new MemoryTree(this.#root))
  }

  /** A disk that begins as this image. */
  mount(): DiskTree {
    return new DiskTree(copy(this.#root))
  }
}

const copy = (node: MemoryNode): MemoryNode => {
  const entries = new Map<string, MemoryNode>()
  for (const [name, inner] of node.entries) entries.set(name, copy(inner))
  return { ...node, entries }
}

/** What a cut right before one operation of a program left. */
export interface CutPoint {
  readonly operation: Operation
  readonly image: DiskImage
}

export interface VirtualDiskOptions {
  /** Texts by absolute path, all of them durable. */
  readonly files?: { readonly [path: string]: string }
  /** What a cut left of another disk; `files` are put on top of it. */
  readonly image?: DiskImage
}

export class VirtualDisk extends Context.Service<
  VirtualDisk,
  {
    /** One of the states in which a cut at this moment may leave the disk: the same for the same seed. */
    readonly afterCut: (seed: number) => Effect.Effect<DiskImage>
    /**
     * Runs `program` to its end, and tells for every operation of its what a cut right before it may have
     * left. Takes the place of `MemoryFiles.before`.
     */
    readonly cuts: <A, E, R>(
      program: Effect.Effect<A, E, R>,
      seed: number
    ) => Effect.Effect<{ readonly exit: Exit.Exit<A, E>; readonly cuts: ReadonlyArray<CutPoint> }, never, R>
    /** Whether nothing would be lost now. */
    readonly isDurable: Effect.Effect<boolean>
    /** Makes everything durable, as a clean shutdown does. */
    readonly makeDurable: Effect.Effect<void>
    /** From now on an operation that needs room fails with this code; with `undefined` there is room again. */
    readonly fill: (code: "ENOSPC" | "EDQUOT" | undefined) => Effect.Effect<void>
    /** Whether every change fails with `EROFS` from now on, as after an error of the card. */
    readonly setReadOnly: (readOnly: boolean) => Effect.Effect<void>
  }
>()("test/support/powerCut/VirtualDisk") {
  static readonly layer = ({ files = {}, image }: VirtualDiskOptions = {}): Layer.Layer<
    VirtualDisk | MemoryFiles | FileReader | FileWriter
  > =>
    Layer.effectContext(
      Effect.map(Clock.currentTimeMillis, (nowMs) => {
        const tree = image === undefined ? new DiskTree() : image.mount()
        putAll(tree, files, nowMs)
        tree.makeDurable()
        return virtualDisk(tree)
      })
    )
}

const NEEDS_ROOM: ReadonlySet<string> = new Set(["create", "mkdir", "write"])

const virtualDisk = (tree: DiskTree) => {
  const calls = memoryCalls()
  let full: string | undefined
  let readOnly = false
  calls.refuse = ({ name, writes }) =>
    readOnly && writes ? "EROFS" : NEEDS_ROOM.has(name) ? full : undefined
  const imageOf = (seed: number) => new DiskImage(afterCut(tree, seededChance(seed)))
  return Context.add(
    memoryContext(tree, calls),
    VirtualDisk,
    VirtualDisk.of({
      afterCut: (seed) => Effect.sync(() => imageOf(seed)),
      cuts: (program, seed) =>
        Effect.suspend(() => {
          const cuts: Array<CutPoint> = []
          const before = calls.hook
          calls.hook = (operation) => {
            cuts.push({ operation, image: imageOf(seed + operation.number) })
            return Effect.undefined
          }
          return Effect.map(Effect.exit(program), (exit) => {
            calls.hook = before
            return { exit, cuts }
          })
        }),
      isDurable: Effect.sync(() => tree.isDurable),
      makeDurable: Effect.sync(() => tree.makeDurable()),
      fill: (code) =>
        Effect.sync(() => {
          full = code
        }),
      setReadOnly: (next) =>
        Effect.sync(() => {
          readOnly = next
        })
    })
  )
}
