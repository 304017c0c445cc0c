/**
 * The power goes after every write of the sequence fetch, accept, apply, settle, reverse: the controller that starts on what
 * is left comes to rest on one of the two revisions, and is between them for no longer than its first pass.
 */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Option, Random, Scope } from "effect"
import { BadArchive } from "../../../src/domain/errors/FetchReason.ts"
import { isJsonObject } from "../../../src/json/JsonValue.ts"
import { FileReader } from "../../../src/ports/Files.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { MEMORY_ROOT } from "../../../src/testing/MemoryInstallation.ts"
import { type Described, readJson } from "../../support/reconciling.ts"
import { readText, services } from "../support.ts"
import { desired, desiredController, documentOf, later, makeWeb, revisionOf, serving } from "./support.ts"

const PATH = "/desired.json"
const A = documentOf({ clock: { enabled: true, settings: { city: "Bern" } } })
const B = documentOf({
  clock: { enabled: false, settings: { city: "Rom", zone: "CET" } },
  news: { enabled: true },
  old: { absent: true }
})
/** As B, with a plugin that nothing can bring. */
const HARMFUL = documentOf({ ...JSON.parse(B).plugins, bad: { enabled: true } })

const described: Described = {
  config: { clock: { enabled: false, size: 3 }, old: { enabled: true, kept: 1 } },
  plugins: { clock: { version: "1.0.0" }, old: { version: "1.0.0" } },
  offers: {
    news: { manifestId: "news", version: "1.0.0" },
    bad: { fails: new BadArchive({ code: "not_a_zip", problem: "it is no zip archive" }) }
  }
}

/** What the sign is under each of them: its settings, and which plugins are there. */
const AS_A = [{ enabled: true, size: 3, city: "Bern" }, false, true]
const AS_B = [{ enabled: false, size: 3, city: "Rom", zone: "CET" }, true, false]

const sign = Effect.gen(function* () {
  const config = yield* readJson("config/config.json")
  const isThere = (id: string) =>
    Effect.map(readText(`plugin-repos/${id}/manifest.json`), (text) => text !== undefined)
  return [isJsonObject(config) ? config["clock"] : undefined, yield* isThere("news"), yield* isThere("old")]
})

const web = (text: string) => {
  const made = makeWeb()
  made.answer = serving({ [PATH]: text })
  return made
}

/** A controller of its own on the files that are there, which ends with the work. */
const running = Effect.fnUntraced(function* <A, E, R>(document: string, work: Effect.Effect<A, E, R>) {
  const scope = yield* Scope.make()
  const context = yield* Layer.buildWithScope(desiredController(web(document)), scope)
  const answer = yield* Effect.provide(work, context)
  yield* Scope.close(scope, yield* Effect.exit(Effect.void))
  return answer
})

interface Image {
  /** Relative to the root. */
  readonly files: { readonly [path: string]: string }
  /** When each was written: what tells a plugin from one that was changed since. */
  readonly times: ReadonlyMap<string, number>
}

/**
 * Nothing of a running write stays; and the store in memory counts what it stages from one again, where the live one draws
 * a name, and sweeps what others left.
 */
const isPassing = (path: string): boolean =>
  path.endsWith(".tmp") || path.includes(".lock") || /\.standalone-backup-\d+\//u.test(path)

const filesOf = (all: ReadonlyMap<string, string | undefined>): Image["files"] =>
  Object.fromEntries(
    [...all].flatMap(([path, text]) =>
      text === undefined || isPassing(path) ? [] : [[path.slice(MEMORY_ROOT.length + 1), text] as const]
    )
  )

const timesOf = Effect.fnUntraced(function* (paths: Iterable<string>) {
  const reader = yield* FileReader
  const times = new Map<string, number>()
  for (const path of paths) {
    const stat = yield* Effect.orDie(reader.lstat(`${MEMORY_ROOT}/${path}`))
    if (Option.isSome(stat)) times.set(path, stat.value.modifiedAtMs)
  }
  return times
})

/** What the files were before each write while a document follows A, each once. */
const imagesOf = (document: string) =>
  Effect.gen(function* () {
    const files = yield* MemoryFiles
    const reading = yield* Effect.context<FileReader>()
    yield* running(A, later("13 minutes"))
    assert.deepStrictEqual(yield* sign, AS_A)
    const images = new Map<string, Image>()
    yield* files.before(({ writes }) =>
      Effect.gen(function* () {
        if (!writes) return undefined
        const all = yield* files.snapshot
        const kept = filesOf(all)
        images.set(JSON.stringify(kept), { files: kept, times: yield* timesOf(Object.keys(kept)) })
        return undefined
      }).pipe(Effect.provideContext(reading))
    )
    yield* running(document, later("16 minutes"))
    return [...images.values()]
  }).pipe(Effect.provide(services(described), { local: true }))

const ends = (
  document: string,
  { files, times }: Image,
  seed: number,
  check: Effect.Effect<void, unknown, Needed>
) =>
  running(
    document,
    Effect.gen(function* () {
      yield* later("2 minutes")
      const first = yield* sign
      assert.isTrue(
        [AS_A, AS_B].some((one) => JSON.stringify(one) === JSON.stringify(first)),
        `after the first pass: ${JSON.stringify(first)}`
      )
      yield* later("15 minutes")
      yield* check
    })
  ).pipe(
    (work) => Effect.andThen(aged(times), work),
    Effect.provide(services({ ...described, plugins: {}, files }), { local: true }),
    // Another process draws other numbers for what it stages.
    Random.withSeed(`after ${seed}`)
  )

const aged = (times: Image["times"]) =>
  MemoryFiles.use((memory) =>
    Effect.forEach(times, ([path, ms]) => memory.setTime(`${MEMORY_ROOT}/${path}`, ms), { discard: true })
  )

type Needed = MemoryFiles | Effect.Services<typeof desired>

describe("the power goes after any write on the way to another revision", () => {
  it.effect("and the sign ends on it, where it does no harm", () =>
    Effect.gen(function* () {
      const images = yield* imagesOf(B)
      assert.isAbove(images.length, 15)
      for (const [n, image] of images.entries())
        yield* ends(
          B,
          image,
          n,
          Effect.gen(function* () {
            const { in_force, rejected, state } = yield* desired
            assert.deepStrictEqual([state, in_force?.revision, rejected], ["applied", revisionOf(B), []])
            assert.deepStrictEqual(yield* sign, AS_B)
          })
        )
    })
  )

  it.effect(
    "and the sign ends on the one before, where it does harm, and remembers that it was rejected",
    () =>
      Effect.gen(function* () {
        const images = yield* imagesOf(HARMFUL)
        assert.isAbove(images.length, 25)
        for (const [n, image] of images.entries())
          yield* ends(
            HARMFUL,
            image,
            n,
            Effect.gen(function* () {
              const { in_force, rejected, state } = yield* desired
              assert.deepStrictEqual([state, in_force?.revision], ["rejected", revisionOf(A)])
              assert.deepStrictEqual(
                rejected.map(({ revision }) => revision),
                [revisionOf(HARMFUL)]
              )
              assert.deepStrictEqual(yield* sign, AS_A)
            })
          )
      })
  )
})
