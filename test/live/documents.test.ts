// What `--json` prints is read elsewhere by the schema of its name.
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Schema } from "effect"
import {
  history,
  HistoryDocument,
  installed,
  InstalledDocument,
  offered,
  OfferedDocument,
  outdated,
  OutdatedDocument,
  Reconciler,
  undo,
  UndoneDocument
} from "../../src/index.ts"
import { MemoryInstallation } from "../../src/testing.ts"

const sign = Reconciler.layer.pipe(
  Layer.provideMerge(
    MemoryInstallation.layer({
      files: {
        "config/config.json": `{"clock": {"enabled": true}, "gone": {"enabled": true}}`,
        "plugin-repos/clock/manifest.json": `{"id": "clock", "name": "Clock", "version": "1.0.0"}`,
        "plugin-repos/text/manifest.json": `{"id": "text", "name": "Text", "version": "1.0.0"}`,
        "plugin-repos/broken/manifest.json": "{"
      },
      offers: { clock: { manifestId: "clock", version: "2.0.0" } }
    })
  )
)

/** The document as it was printed, and as it is read: nothing is missing in it, and nothing is more. */
const readBack = <A>(schema: Schema.Codec<A>, document: A) => {
  const printed: unknown = JSON.parse(JSON.stringify(document))
  assert.deepStrictEqual(Schema.decodeUnknownSync(schema)(printed, { onExcessProperty: "error" }), document)
}

describe("the document", () => {
  it.live("of the installed plugins", () =>
    Effect.gen(function* () {
      const list = yield* installed()
      assert.isNotEmpty(list.plugins)
      assert.isNotEmpty(list.broken)
      readBack(InstalledDocument, list)
    }).pipe(Effect.provide(sign))
  )

  it.live("of what has a newer version", () =>
    Effect.gen(function* () {
      const list = yield* outdated()
      assert.isNotEmpty(list.plugins)
      readBack(OutdatedDocument, list)
    }).pipe(Effect.provide(sign))
  )

  it.live("of the store", () =>
    Effect.gen(function* () {
      const list = yield* offered([])
      assert.isNotEmpty(list.plugins)
      readBack(OfferedDocument, list)
    }).pipe(Effect.provide(sign))
  )

  it.live("of past runs, and of an undo", () =>
    Effect.gen(function* () {
      yield* Reconciler.use(({ reconcile }) => reconcile({ force: false, replaceBroken: false }))
      const past = yield* history()
      assert.isNotEmpty(past.runs)
      readBack(HistoryDocument, past)
      const undone = yield* undo(past.runs[0]?.run_id)
      assert.isNotEmpty(undone.restored)
      readBack(UndoneDocument, undone)
    }).pipe(Effect.provide(sign))
  )
})
