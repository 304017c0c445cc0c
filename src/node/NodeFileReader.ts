/**
 * Reading files with Node, synchronously: the files of an installation are small and local, a promise costs
 * several times the read itself, and loading Node's asynchronous file module alone takes a tenth of the time
 * of a check. Bulk reads pause between small chunks.
 */
import { Effect, Layer, Option } from "effect"
import { closeSync, fstatSync, lstatSync, readdirSync, realpathSync, type Stats, statSync } from "node:fs"
import { FileReader, type FileStat, type ReadHandle } from "../ports/Files.ts"
import { feed } from "./files/feed.ts"
import { attempt } from "./files/fileFault.ts"
import { fileStat } from "./files/fileStat.ts"
import { glance, names, peek, slice, readText } from "./files/oneOfMany.ts"
import { fill, openPlain, plainStat, readWhole, whileOpen } from "./files/openFile.ts"

/** Files between two chances for other work: a few milliseconds of blocking. */
const CHUNK = 512

const inChunks = <Asked, A>(
  all: ReadonlyArray<Asked>,
  one: (asked: Asked) => A
): Effect.Effect<ReadonlyArray<A>> =>
  Effect.gen(function* () {
    const answers: Array<A> = []
    for (let from = 0; from < all.length; from += CHUNK) {
      if (from > 0) yield* Effect.yieldNow
      for (const asked of all.slice(from, from + CHUNK)) answers.push(one(asked))
    }
    return answers
  })

const statOf = (operation: string, path: string, read: () => Stats | undefined) =>
  Effect.map(attempt(operation, path, read), (stats) =>
    stats === undefined ? Option.none<FileStat>() : Option.some(fileStat(stats))
  )

const readFile = (path: string, bytesMax: number) =>
  whileOpen(path, (descriptor) => {
    const stat = plainStat(path, descriptor)
    return { stat, bytes: readWhole(descriptor, path, bytesMax, stat.size) }
  })

const readHandle = (path: string, descriptor: number): ReadHandle => ({
  stat: attempt("stat", path, () => fileStat(fstatSync(descriptor))),
  readAt: (offset, length) =>
    attempt("read", path, () => {
      const buffer = Buffer.allocUnsafe(length)
      return buffer.subarray(0, fill(descriptor, buffer, offset))
    }),
  readAll: (bytesMax) =>
    attempt("read", path, () => readWhole(descriptor, path, bytesMax, fstatSync(descriptor).size)),
  feed: (take) => attempt("read", path, () => feed(descriptor, take))
})

/** `FileReader` by Node's synchronous calls; bulk reads give other fibers their turn. */
export const NodeFileReader = {
  layer: Layer.succeed(FileReader, {
    stat: (path) => statOf("stat", path, () => statSync(path, { throwIfNoEntry: false })),
    lstat: (path) => statOf("lstat", path, () => lstatSync(path, { throwIfNoEntry: false })),
    statAll: (paths) => inChunks(paths, glance),
    list: (path) => attempt("list", path, () => readdirSync(path)),
    read: (path, { bytesMax }) => attempt("read", path, () => readFile(path, bytesMax)),
    readTexts: (paths, { bytesMax }) => inChunks(paths, (path) => readText(path, bytesMax)),
    peekTexts: (paths, { bytesMax }) => inChunks(paths, (path) => peek(path, bytesMax)),
    readSlices: (slices) => inChunks(slices, slice),
    listAll: (paths) => inChunks(paths, names),
    realPath: (path) => attempt("realpath", path, () => realpathSync(path)),
    open: (path) =>
      Effect.acquireRelease(
        attempt("open", path, () => openPlain(path)),
        (descriptor) =>
          Effect.sync(() => {
            closeSync(descriptor)
          })
      ).pipe(Effect.map((descriptor) => readHandle(path, descriptor)))
  })
}
