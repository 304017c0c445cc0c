/** An installation in memory whose files are the pieces of an input, and what was done to it. */
import { Effect, Layer } from "effect"
import { FileReader } from "../../../../../src/ports/Files.ts"
import { Reconciler } from "../../../../../src/reconcile/Reconciler.ts"
import { Suspensions } from "../../../../../src/services/ownFiles/Suspensions.ts"
import { MemoryFiles } from "../../../../../src/testing/MemoryFiles.ts"
import { MEMORY_ROOT, MemoryInstallation } from "../../../../../src/testing/MemoryInstallation.ts"
import type { Offer } from "../../../../../src/testing/MemoryStore.ts"
import type { Pieces } from "../inputs/Pieces.ts"
import { Broken } from "../Target.ts"

/** A place outside the root, with something in it that the program may not touch. */
const OUTSIDE = "/outside/thing/keep"

export const installationOf = (offers: { readonly [id: string]: Offer } = {}) =>
  Reconciler.layer.pipe(
    Layer.provideMerge(Suspensions.layer),
    Layer.provideMerge(MemoryInstallation.layer({ offers }))
  )

/** Puts the pieces whose names are paths, in the root or absolute; others are no files. What lies outside the root is there as well. */
export const laid = Effect.fnUntraced(function* (input: Pieces) {
  const files = yield* MemoryFiles
  yield* files.putDirectory(`${MEMORY_ROOT}/config`)
  yield* files.put(OUTSIDE, "kept")
  for (const [name, bytes] of input) {
    if (name.includes("/")) yield* files.put(name.startsWith("/") ? name : `${MEMORY_ROOT}/${name}`, bytes)
  }
  yield* files.reset
})

/** What a file holds now, by its path in the root; nothing where it is not there. */
export const contentOf = (path: string) =>
  FileReader.use((reader) =>
    reader.read(`${MEMORY_ROOT}/${path}`, { bytesMax: Number.POSITIVE_INFINITY })
  ).pipe(
    Effect.map(({ bytes }) => bytes),
    Effect.orElseSucceed(() => new Uint8Array())
  )

const isInside = (path: string): boolean =>
  path === MEMORY_ROOT || (path.startsWith(`${MEMORY_ROOT}/`) && !path.split("/").includes(".."))

/** Fails where anything outside the root was written. */
export const onlyInside = Effect.gen(function* () {
  const files = yield* MemoryFiles
  const first = (yield* files.operations).find(({ path, writes }) => writes && !isInside(path))
  if (first !== undefined)
    return yield* new Broken({
      rule: "it writes outside the root",
      detail: `${first.name} ${first.path}`.slice(0, 300)
    })
  if ((yield* files.text(OUTSIDE)) !== "kept")
    return yield* new Broken({ rule: "what lies outside the root is gone", detail: "" })
})

/** Fails where anything was written at all. */
export const nothingWritten = Effect.gen(function* () {
  const files = yield* MemoryFiles
  const first = (yield* files.operations).find(({ writes }) => writes)
  if (first !== undefined)
    return yield* new Broken({ rule: "it writes", detail: `${first.name} ${first.path}`.slice(0, 300) })
})
