// A revision that does harm is taken back by the sign itself.
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Scope } from "effect"
import { Controller } from "../../../src/controller/Controller.ts"
import { BadArchive, DownloadFailed } from "../../../src/domain/errors/FetchReason.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { Journal } from "../../../src/services/ownFiles/Journal.ts"
import { MEMORY_ROOT } from "../../../src/testing/MemoryInstallation.ts"
import { type Described, readJson } from "../../support/reconciling.ts"
import { readText, request, services } from "../support.ts"
import {
  desired,
  desiredController,
  documentOf,
  keeping,
  later,
  makeWeb,
  revisionOf,
  serving
} from "./support.ts"

const PATH = "/desired.json"
const A = documentOf({ clock: { enabled: true, settings: { city: "Bern" } } })
/** As A, but for the city, and a plugin that nothing can bring. */
const HARMFUL = documentOf({
  clock: { enabled: true, settings: { city: "Rom", zone: "CET" } },
  news: { enabled: true },
  bad: { enabled: true }
})

const described: Described = {
  config: { clock: { enabled: false, size: 3 } },
  plugins: { clock: { version: "1.0.0" } },
  offers: {
    news: { manifestId: "news", version: "1.0.0" },
    bad: { fails: new BadArchive({ code: "not_a_zip", problem: "it is no zip archive" }) }
  }
}

const AS_A = { clock: { enabled: true, size: 3, city: "Bern" } }

const config = readJson("config/config.json")
const news = readText("plugin-repos/news/manifest.json")
const poll = later("13 minutes")

const web = (text: string) => {
  const made = makeWeb()
  made.answer = serving({ [PATH]: text })
  return made
}

describe("a revision", () => {
  it.effect("has settled once nothing of it did harm for the whole time", () => {
    const server = web(A)
    return Effect.gen(function* () {
      yield* later("9 minutes")
      assert.strictEqual((yield* desired).state, "settling")
      yield* later("3 minutes")
      const { in_force, not_as_desired, state } = yield* desired
      assert.deepStrictEqual([state, in_force?.settled, not_as_desired], ["applied", true, 0])
      assert.deepStrictEqual(yield* config, AS_A)
    }).pipe(Effect.provide(keeping(described, server)))
  })

  const harmful = Effect.fnUntraced(function* (server: ReturnType<typeof makeWeb>) {
    yield* later("13 minutes")
    server.answer = serving({ [PATH]: HARMFUL })
    yield* poll
  })

  it.effect("that wants what cannot be had is taken back as a whole, to the one before", () => {
    const server = web(A)
    return Effect.gen(function* () {
      yield* harmful(server)
      const { in_force, rejected, state } = yield* desired
      assert.deepStrictEqual([state, in_force?.revision], ["rejected", revisionOf(A)])
      assert.deepStrictEqual(
        rejected.map(({ revision }) => revision),
        [revisionOf(HARMFUL)]
      )
      assert.include(rejected[0]?.reasons[0], "bad cannot be had")
      assert.deepStrictEqual([yield* config, yield* news], [AS_A, undefined])
    }).pipe(Effect.provide(keeping(described, server)))
  })

  it.effect(
    "that is taken back takes what followed from it back, too, and leaves nothing to a person",
    () => {
      const server = web(documentOf({ clock: { enabled: true } }))
      const recorded = {
        ...described,
        config: { clock: { enabled: true } },
        state: { clock: { enabled: true, version: "1.0.0", status: "enabled" } }
      }
      return Effect.gen(function* () {
        yield* later("13 minutes")
        server.answer = serving({ [PATH]: documentOf({ clock: { enabled: false }, bad: { enabled: true } }) })
        yield* poll
        const { not_as_desired, state } = yield* desired
        assert.deepStrictEqual([state, not_as_desired], ["rejected", 0])
        assert.deepStrictEqual(yield* config, { clock: { enabled: true } })
        const { last_report } = yield* Controller.use((live) => live.status)
        assert.strictEqual(last_report?.result, "in_sync")
      }).pipe(Effect.provide(keeping(recorded, server)))
    }
  )

  it.effect("that wants another version of what no store has does no harm by that", () => {
    const server = web(A)
    const own = { ...described, plugins: { ...described.plugins, mine: { version: "1.0.0" } } }
    return Effect.gen(function* () {
      yield* later("13 minutes")
      server.answer = serving({
        [PATH]: documentOf({ clock: { enabled: false }, mine: { version: "2.0.0" } })
      })
      yield* later("25 minutes")
      const { not_as_desired, state } = yield* desired
      assert.deepStrictEqual([state, not_as_desired], ["applied", 1])
    }).pipe(Effect.provide(keeping(own, server)))
  })

  it.effect("that wants a missing plugin in a version that the store does not have is taken back", () => {
    const server = web(A)
    return Effect.gen(function* () {
      yield* later("20 minutes")
      server.answer = serving({ [PATH]: documentOf({ news: { version: "9.0.0" } }) })
      yield* poll
      const { rejected, state } = yield* desired
      assert.strictEqual(state, "rejected")
      assert.include(rejected[0]?.reasons[0], "news cannot be had")
      assert.deepStrictEqual(yield* config, AS_A)
    }).pipe(Effect.provide(keeping(described, server)))
  })

  it.effect("that was taken back stands in the history, and so does its reversal", () => {
    const server = web(A)
    return Effect.gen(function* () {
      yield* harmful(server)
      const { records } = yield* Effect.flatMap(Journal, ({ view }) => view)
      const undone = records.find(({ command }) => command === "undo")?.undoes
      const reversed = records.find(({ run_id }) => run_id === undone)
      assert.strictEqual(reversed?.command, "reconcile")
    }).pipe(Effect.provide(keeping(described, server)))
  })

  it.effect("that was taken back is not tried again until its bytes change", () => {
    const server = web(A)
    return Effect.gen(function* () {
      yield* harmful(server)
      yield* later("1 hour")
      const { rejections } = yield* desired
      assert.deepStrictEqual([rejections["harmful"], yield* config], [1, AS_A])
      server.answer = serving({ [PATH]: HARMFUL.replace(/,"bad":[^}]*\}/u, "") })
      yield* later("1 hour")
      assert.strictEqual((yield* desired).state, "applied")
    }).pipe(Effect.provide(keeping(described, server)))
  })

  it.effect("that was taken back is tried again where a person asks with force", () => {
    const server = web(A)
    return Effect.gen(function* () {
      yield* harmful(server)
      yield* Effect.forkScoped(request({ force: true }))
      yield* poll
      assert.strictEqual((yield* desired).rejections["harmful"], 2)
    }).pipe(Effect.provide(keeping(described, server)))
  })

  it.effect("is not taken back for what time may cure", () => {
    const server = web(A)
    const slow = {
      ...described,
      offers: {
        ...described.offers,
        bad: { fails: new DownloadFailed({ address: "https://x", problem: "away" }) }
      }
    }
    return Effect.gen(function* () {
      yield* harmful(server)
      const { in_force, state } = yield* desired
      assert.deepStrictEqual([state, in_force?.revision], ["settling", revisionOf(HARMFUL)])
    }).pipe(Effect.provide(keeping(slow, server)))
  })

  it.effect("is left alone while it is paused, and so is what a person changes", () => {
    const server = web(A)
    return Effect.gen(function* () {
      yield* later("13 minutes")
      yield* Controller.use((live) => live.pauseDesired(undefined))
      server.answer = serving({ [PATH]: documentOf({ clock: { enabled: false } }) })
      yield* poll
      assert.deepStrictEqual([(yield* desired).state, yield* config], ["paused", AS_A])
      yield* Controller.use((live) => live.resumeDesired)
      yield* later("1 minute")
      assert.deepStrictEqual(yield* config, { clock: { ...AS_A.clock, enabled: false } })
    }).pipe(Effect.provide(keeping(described, server)))
  })
})

describe("a power cut while a revision is taken back", () => {
  const MEMORY = `${MEMORY_ROOT}/data/reconciler/desired.json`
  const B = documentOf({ clock: { enabled: true, settings: { city: "Rom" } } })
  const server = makeWeb()

  const built = Effect.fnUntraced(function* <A, E, R>(work: Effect.Effect<A, E, R>) {
    const scope = yield* Scope.make()
    const context = yield* Layer.buildWithScope(desiredController(server), scope)
    const answer = yield* Effect.provide(work, context)
    yield* Scope.close(scope, yield* Effect.exit(Effect.void))
    return answer
  })

  /** As it stood before any of it was reversed, but for the decision. */
  const decided = Effect.gen(function* () {
    const memory: unknown = JSON.parse((yield* (yield* MemoryFiles).text(MEMORY)) ?? "{}")
    return JSON.stringify(Object.assign({}, memory, { taking_back: ["clock went dark"] }))
  })

  const untilB = Effect.gen(function* () {
    server.answer = serving({ [PATH]: A })
    yield* built(later("13 minutes"))
    server.answer = serving({ [PATH]: B })
    yield* built(later("1 minute"))
    assert.deepStrictEqual(yield* config, { clock: { ...AS_A.clock, city: "Rom" } })
  })

  const endsOnA = Effect.gen(function* () {
    yield* built(
      Effect.gen(function* () {
        yield* later("13 minutes")
        const { in_force, rejected, state } = yield* desired
        assert.deepStrictEqual([state, in_force?.revision], ["rejected", revisionOf(A)])
        assert.deepStrictEqual(rejected[0]?.reasons, ["clock went dark"])
      })
    )
    assert.deepStrictEqual(yield* config, AS_A)
  })

  it.effect("before anything is reversed ends on the revision before", () =>
    Effect.gen(function* () {
      yield* untilB
      yield* (yield* MemoryFiles).put(MEMORY, yield* decided)
      yield* endsOnA
    }).pipe(Effect.provide(services(described)))
  )

  it.effect("after all is reversed and before that is remembered ends on the revision before", () =>
    Effect.gen(function* () {
      yield* untilB
      const before = yield* decided
      yield* (yield* MemoryFiles).put(MEMORY, before)
      yield* built(later("1 minute"))
      yield* (yield* MemoryFiles).put(MEMORY, before)
      yield* endsOnA
    }).pipe(Effect.provide(services(described)))
  )
})
