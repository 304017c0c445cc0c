/** A version that is wanted of the store, and that the registry does not have: whether that is certain. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { PluginInstaller } from "../../../../src/services/PluginStore.ts"
import { emptyDisk, inTurn, memory, storeWith } from "../../support/storeOnMemory.ts"

const ADDRESS = "https://example.org/plugins.json"
const listing = JSON.stringify({ plugins: [{ id: "clock", latest_version: "1.0.0" }] })
const stored = JSON.stringify({ address: ADDRESS, fetched_at: -86_400_000, body: JSON.parse(listing) })

/** Why it cannot be had, with an old copy on disk. */
const refused = (answer: () => Response) =>
  Effect.scoped(
    PluginInstaller.use((installer) => installer.stage("clock", emptyDisk(), () => ["clock"], "2.0.0"))
  ).pipe(
    Effect.flip,
    Effect.map(({ message, transient }) => [message, transient]),
    Effect.provide(
      storeWith(inTurn(answer).network, { registry: ADDRESS }).pipe(
        Layer.provideMerge(memory({ "data/reconciler/registry.json": stored }))
      )
    )
  )

describe("a version that the registry does not have", () => {
  it.effect("is not offered where the registry has just said so", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* refused(() => new Response(listing)), [
        "the store does not offer version 2.0.0 of clock",
        false
      ])
    })
  )

  it.effect("may be offered where only an old copy says so", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* refused(() => new Response("no", { status: 404 })), [
        "the registry may have clock: the copy at hand is old and has no version 2.0.0",
        true
      ])
    })
  )
})
