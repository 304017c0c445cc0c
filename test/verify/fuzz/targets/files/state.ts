/** `data/plugin_state.json`: every record judged by itself, and rebuilt so that LEDMatrix loads it. */
import { Effect, Option, Result } from "effect"
import { readRecord, rebuildRecord } from "../../../../../src/domain/sources/StateRecord.ts"
import { StateStore } from "../../../../../src/services/StateStore.ts"
import { StateWriter } from "../../../../../src/services/writing/StateWriter.ts"
import { rebuildOf } from "../../../../support/judge/edits.ts"
import { state as grammar } from "../../grammars/documents.ts"
import { installationOf, laid, nothingWritten, onlyInside } from "../../harness/surroundings/disk.ts"
import { given } from "../../harness/inputs/given.ts"
import { pieces } from "../../harness/inputs/Pieces.ts"
import { answered, promise, type Target } from "../../harness/Target.ts"

const FILE = "data/plugin_state.json"
const SOURCES = { enabled: true, version: "1.0.0" }

export const state: Target = {
  name: "state",
  promises: "every record, once rebuilt, has no faults, and no other record changes",
  budget: 200,
  make: (random) => pieces({ [FILE]: given(random, grammar) }),
  check: (input) =>
    Effect.gen(function* () {
      yield* laid(input)
      const store = yield* StateStore
      const reading = Option.getOrThrow(yield* store.read)
      yield* nothingWritten
      if (Result.isFailure(reading)) return
      const { records } = reading.success
      const first = [...records].find(([, record]) => record.faults.length > 0)
      for (const [id, record] of records) {
        const rebuilt = rebuildRecord(id, record, SOURCES)
        const again = readRecord(id, rebuilt)
        yield* promise(again.faults.length === 0, "a rebuilt record has faults", again.faults.join(", "))
      }
      if (first === undefined) return
      const [id, from] = first
      const to = rebuildRecord(id, from, SOURCES)
      const applied = yield* answered((yield* StateWriter).change([rebuildOf(id, from, to)]))
      yield* onlyInside
      if (applied._tag === "Failure") return
      const after = Option.getOrThrow(yield* store.read)
      if (Result.isFailure(after)) return yield* promise(false, "the saved state is broken by its repair")
      for (const [other, was] of records) {
        const now = after.success.records.get(other)
        const same = JSON.stringify(now?.value) === JSON.stringify(was.value)
        yield* promise(
          other === id ? now?.faults.length === 0 : same,
          "a record is not as it should be",
          other.slice(0, 200)
        )
      }
    }).pipe(Effect.provide(installationOf()))
}
