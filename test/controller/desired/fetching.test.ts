// Where a controller has its document from: what it takes, and what changes nothing.
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Scope } from "effect"
import { Controller } from "../../../src/controller/Controller.ts"
import { services } from "../support.ts"
import {
  desired,
  desiredController,
  documentOf,
  keeping,
  later,
  key,
  makeWeb,
  revisionOf,
  serving,
  signatureOf,
  type Web
} from "./support.ts"

const GOOD = documentOf({}, { serial: 5 })
const PATH = "/desired.json"
const NEW = documentOf({ clock: { enabled: false } }, { serial: 6 })

const poll = later("13 minutes")

const endless = (): Response =>
  new Response(new ReadableStream({ pull: (control) => control.enqueue(new Uint8Array(65_536)) }))
const stalled = (): Response => new Response(new ReadableStream({}))
const redirect =
  (location: string): Web["answer"] =>
  () =>
    new Response("", { status: 302, headers: { location } })

describe("a document on the web", () => {
  const hostile: ReadonlyArray<readonly [string, Web["answer"], string]> = [
    ["is not there", () => new Response("", { status: 404 }), "unreachable"],
    ["cannot be served", () => new Response("", { status: 503 }), "unreachable"],
    ["is a portal's page", () => new Response("<html>"), "refused"],
    ["is empty", () => new Response(""), "refused"],
    ["has no end", endless, "unreachable"],
    ["never comes", stalled, "unreachable"],
    ["is compressed", () => new Response(NEW, { headers: { "content-encoding": "gzip" } }), "unreachable"],
    ["is elsewhere, without https", redirect("http://signs.example/new.json"), "unreachable"],
    ["is at a private address", redirect("https://10.0.0.1/new.json"), "unreachable"],
    ["redirects in a circle", redirect("https://signs.example/desired.json"), "unreachable"],
    ["is another kind of document", () => new Response('{"version":"1.0.0","plugins":[]}'), "refused"],
    ["has an unknown field", () => new Response(documentOf({}, { serial: 6, plugin: {} })), "refused"],
    [
      "is an old one",
      () => new Response(documentOf({ clock: { enabled: false } }, { serial: 4 })),
      "replayed"
    ],
    ["has lost its serial", () => new Response(documentOf({ clock: { enabled: false } })), "replayed"],
    [
      "sets an address",
      () => new Response(documentOf({ clock: { settings: { feed: "http://evil/" } } }, { serial: 6 })),
      "points_somewhere"
    ]
  ]
  it.effect.each(hostile)("changes nothing where it %s", ([, answer, reason]) => {
    const web = makeWeb()
    web.answer = serving({ [PATH]: GOOD })
    return Effect.gen(function* () {
      yield* later("1 second")
      web.answer = answer
      yield* poll
      const { in_force, rejections, state } = yield* desired
      assert.deepStrictEqual([state, in_force?.revision], ["unreadable", revisionOf(GOOD)])
      assert.isAbove(rejections[reason] ?? 0, 0)
    }).pipe(Effect.provide(keeping({}, web)))
  })

  it.effect("is asked for by its ETag, and is good while it is unchanged", () => {
    const web = makeWeb()
    web.answer = serving({ [PATH]: GOOD })
    return Effect.gen(function* () {
      yield* later("1 second")
      yield* poll
      assert.deepStrictEqual(
        web.asked.slice(0, 2).map(({ etag }) => etag),
        [undefined, `"${revisionOf(GOOD)}"`]
      )
      assert.notStrictEqual((yield* desired).state, "unreadable")
    }).pipe(Effect.provide(keeping({}, web)))
  })

  it.effect("is in force again after a restart without the network", () => {
    const web = makeWeb()
    web.answer = serving({ [PATH]: GOOD })
    const built = Effect.fnUntraced(function* <A>(work: Effect.Effect<A, never, Controller>) {
      const scope = yield* Scope.make()
      const context = yield* Layer.buildWithScope(desiredController(web), scope)
      const answer = yield* Effect.andThen(later("1 second"), work).pipe(Effect.provide(context))
      yield* Scope.close(scope, yield* Effect.exit(Effect.void))
      return answer
    })
    return Effect.gen(function* () {
      yield* built(desired)
      web.answer = () => new Response("", { status: 404 })
      const { in_force, state } = yield* built(desired)
      assert.deepStrictEqual([state, in_force?.revision], ["unreadable", revisionOf(GOOD)])
    }).pipe(Effect.provide(services({})))
  })

  it.effect("is left alone for as long as the server wants, up to an hour", () => {
    const web = makeWeb()
    web.answer = () => new Response("", { status: 503, headers: { "retry-after": "2400" } })
    return Effect.gen(function* () {
      yield* later("39 minutes")
      assert.strictEqual(web.asked.length, 1)
      yield* later("2 minutes")
      assert.strictEqual(web.asked.length, 2)
    }).pipe(Effect.provide(keeping({}, web)))
  })

  it.effect("is left alone for that long from the answer on", () => {
    const web = makeWeb()
    web.takes = "9 seconds"
    web.answer = () => new Response("", { status: 503, headers: { "retry-after": "2400" } })
    return Effect.gen(function* () {
      yield* later("8 seconds")
      yield* later("40 minutes")
      assert.strictEqual(web.asked.length, 1)
    }).pipe(Effect.provide(keeping({}, web)))
  })

  it.effect("was not read where the server calls it unchanged at the first time", () => {
    const web = makeWeb()
    web.answer = () => new Response(null, { status: 304 })
    return Effect.gen(function* () {
      yield* later("1 second")
      const { read_at, state } = yield* desired
      assert.deepStrictEqual([state, read_at], ["unreadable", null])
    }).pipe(Effect.provide(keeping({}, web)))
  })

  it.effect(
    "is left to others where the sign is not in its share, and taken when the share is raised",
    () => {
      const web = makeWeb()
      const sharing = (share: number) => documentOf({}, { serial: 6, others: "disable", rollout: { share } })
      web.answer = serving({ [PATH]: GOOD })
      return Effect.gen(function* () {
        yield* later("1 second")
        web.answer = serving({ [PATH]: sharing(0) })
        yield* poll
        assert.deepStrictEqual(
          [(yield* desired).state, (yield* desired).in_force?.revision],
          ["pending_share", revisionOf(GOOD)]
        )
        web.answer = serving({ [PATH]: sharing(1) })
        yield* poll
        assert.strictEqual((yield* desired).in_force?.revision, revisionOf(sharing(1)))
      }).pipe(Effect.provide(keeping({}, web)))
    }
  )
})

describe("a signed document", () => {
  const unsigned: ReadonlyArray<readonly [string, { readonly [path: string]: string | Uint8Array }]> = [
    ["no signature", { [PATH]: NEW }],
    ["the signature of other bytes", { [PATH]: NEW, [`${PATH}.sig`]: signatureOf(GOOD) }],
    ["a signature that is none", { [PATH]: NEW, [`${PATH}.minisig`]: "<html>" }],
    ["a signature without end", { [PATH]: NEW, [`${PATH}.sig`]: new Uint8Array(10_000) }]
  ]
  it.effect.each(unsigned)("changes nothing with %s", ([, files]) => {
    const web = makeWeb()
    web.answer = serving({ [PATH]: GOOD, [`${PATH}.sig`]: signatureOf(GOOD) })
    return Effect.gen(function* () {
      yield* later("1 second")
      web.answer = serving(files)
      yield* poll
      const { in_force, state } = yield* desired
      assert.deepStrictEqual([state, in_force?.revision], ["unreadable", revisionOf(GOOD)])
    }).pipe(Effect.provide(keeping({}, web, { key })))
  })

  it.effect("is taken once document and signature fit, also where one came before the other", () => {
    const web = makeWeb()
    web.answer = serving({ [PATH]: GOOD })
    return Effect.gen(function* () {
      yield* later("1 second")
      web.answer = serving({ [PATH]: GOOD, [`${PATH}.sig`]: signatureOf(GOOD) })
      yield* poll
      assert.strictEqual((yield* desired).in_force?.revision, revisionOf(GOOD))
    }).pipe(Effect.provide(keeping({}, web, { key })))
  })

  it.effect("needs a serial", () => {
    const web = makeWeb()
    const text = documentOf({})
    web.answer = serving({ [PATH]: text, [`${PATH}.sig`]: signatureOf(text) })
    return Effect.gen(function* () {
      yield* poll
      const { in_force, rejections } = yield* desired
      assert.isNull(in_force)
      assert.isAbove(rejections["replayed"] ?? 0, 0)
    }).pipe(Effect.provide(keeping({}, web, { key })))
  })
})
