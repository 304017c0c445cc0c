/** Our own files, as somebody else might have left them: read, told, undone, recovered. */
import { Effect } from "effect"
import { history } from "../../../../../src/reconcile/look/history.ts"
import { undo } from "../../../../../src/operations/undo/undo.ts"
import { Reconciler } from "../../../../../src/reconcile/Reconciler.ts"
import { Ledger } from "../../../../../src/services/ownFiles/Ledger.ts"
import { PluginStore } from "../../../../../src/services/PluginStore.ts"
import { Suspensions } from "../../../../../src/services/ownFiles/Suspensions.ts"
import { config } from "../../grammars/documents.ts"
import {
  agreements,
  failures,
  journalRecord,
  registryCopy,
  registryFailure,
  suspended,
  tombstones,
  undone
} from "../../grammars/ledger.ts"
import { installationOf, laid, nothingWritten, onlyInside } from "../../harness/surroundings/disk.ts"
import { given } from "../../harness/inputs/given.ts"
import { pieces } from "../../harness/inputs/Pieces.ts"
import { answered, type Target } from "../../harness/Target.ts"

const OURS = "data/reconciler"
const RUN = "20260601T110000-0001"
const LATER = "20260601T110000-0002"

export const ledger: Target = {
  name: "ledger",
  promises: "our own files lead nowhere outside the installation, however they were changed",
  budget: 40,
  make: (random) =>
    pieces({
      "config/config.json": random.oneIn(3)
        ? given(random, config)
        : '{"clock": {"enabled": true}, "weather": {}}',
      "plugin-repos/clock/manifest.json": '{"id": "clock", "version": "1.0.0"}',
      [`plugin-repos/.ledmatrix-reconciler.standalone-backup-kept.${RUN}.weather/manifest.json`]:
        '{"id": "weather"}',
      [`${OURS}/agreements.json`]: given(random, agreements),
      [`${OURS}/undone.json`]: given(random, undone),
      [`${OURS}/suspended.json`]: given(random, suspended),
      [`${OURS}/tombstones.json`]: given(random, tombstones),
      [`${OURS}/failures.json`]: given(random, failures),
      [`${OURS}/registry.json`]: given(random, registryCopy),
      [`${OURS}/registry-failure.json`]: given(random, registryFailure),
      [`${OURS}/journal/${RUN}.json`]: given(random, journalRecord(RUN, "done")),
      ...(random.oneIn(2)
        ? { [`${OURS}/journal/${LATER}.intended.json`]: given(random, journalRecord(LATER, "intended")) }
        : {})
    }),
  check: (input) =>
    Effect.gen(function* () {
      yield* laid(input)
      const ledgerService = yield* Ledger
      yield* ledgerService.view
      yield* ledgerService.warnings
      const store = yield* PluginStore
      yield* store.view(undefined)
      yield* store.registry
      yield* (yield* Suspensions).read
      yield* answered(history())
      const reconciler = yield* Reconciler
      yield* answered(reconciler.check)
      yield* nothingWritten
      yield* answered(undo(undefined))
      yield* onlyInside
      yield* answered(reconciler.reconcile({ force: false, replaceBroken: false }))
      yield* answered(undo(RUN))
      yield* onlyInside
    }).pipe(Effect.provide(installationOf({ weather: { manifestId: "weather", version: "1.0.0" } })))
}
