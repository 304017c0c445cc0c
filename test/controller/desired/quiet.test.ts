// What a controller does while a revision settles and nothing happens.
import { assert, it } from "@effect/vitest"
import { Duration, Effect } from "effect"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { request } from "../support.ts"
import { documentOf, keeping, later, makeWeb, serving } from "./support.ts"

const calls = MemoryFiles.use(({ operations }) => operations).pipe(Effect.map(({ length }) => length))

it.effect("brings no pass after the other where the time to settle ends before the next look", () => {
  const web = makeWeb()
  web.answer = serving({ "/desired.json": documentOf({ clock: { enabled: true } }) })
  return Effect.gen(function* () {
    yield* later("1 minute")
    yield* Effect.forkScoped(request())
    yield* later("10 seconds")
    const before = yield* calls
    yield* later("8 minutes")
    assert.strictEqual((yield* calls) - before, 0)
  }).pipe(
    Effect.provide(keeping({ plugins: { clock: { version: "1.0.0" } } }, web, { poll: Duration.hours(1) }))
  )
})
