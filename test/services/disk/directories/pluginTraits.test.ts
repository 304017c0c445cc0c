// What a plugin's directory says about how it may be replaced.
import { assert, describe, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import { pluginTraits } from "../../../../src/services/disk/directories/pluginTraits.ts"
import { MemoryFiles } from "../../../../src/testing/MemoryFiles.ts"

const CLOCK = "/plugins/clock"

const traitsOf = (manifest: string, code?: string) =>
  Effect.gen(function* () {
    const files = yield* MemoryFiles
    yield* files.before(({ path }) => Effect.succeed(path.endsWith("/manifest.json") ? code : undefined))
    return yield* Effect.result(pluginTraits(CLOCK))
  }).pipe(Effect.provide(MemoryFiles.layer({ [`${CLOCK}/manifest.json`]: manifest }), { local: true }))

describe("a plugin whose manifest asks never to be updated", () => {
  it.effect("is local only", () =>
    Effect.gen(function* () {
      const traits = Result.getOrThrow(yield* traitsOf('{"id": "clock", "local_only": true}'))
      assert.isTrue(traits.localOnly)
    })
  )

  it.effect.each(["EACCES", "EIO"])("is no other one while its manifest cannot be read (%s)", (code) =>
    Effect.gen(function* () {
      const traits = yield* traitsOf('{"id": "clock", "local_only": true}', code)
      assert.deepStrictEqual(Result.isFailure(traits) && traits.failure.code, code)
    })
  )

  it.effect.each(["not json", "[]", "\ud800"])("is none where its manifest is %j", (manifest) =>
    Effect.gen(function* () {
      assert.isFalse(Result.getOrThrow(yield* traitsOf(manifest)).localOnly)
    })
  )
})
