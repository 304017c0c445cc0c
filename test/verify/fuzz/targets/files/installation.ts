/** A whole installation of hostile files: looked at, repaired, explained. */
import { Effect, Option, Result } from "effect"
import { isJsonObject } from "../../../../../src/json/JsonValue.ts"
import { parseJson } from "../../../../../src/json/parsing/parseJson.ts"
import { explain } from "../../../../../src/reconcile/look/explain.ts"
import { installed } from "../../../../../src/reconcile/look/installed.ts"
import { setEnabled } from "../../../../../src/operations/setEnabled.ts"
import { uninstall } from "../../../../../src/operations/uninstall.ts"
import { Host } from "../../../../../src/services/installation/Host.ts"
import { Reconciler } from "../../../../../src/reconcile/Reconciler.ts"
import { MemoryFiles } from "../../../../../src/testing/MemoryFiles.ts"
import { MEMORY_ROOT } from "../../../../../src/testing/MemoryInstallation.ts"
import { config, manifest, marks, state } from "../../grammars/documents.ts"
import { agreements } from "../../grammars/ledger.ts"
import { hostSource, published } from "../../grammars/host.ts"
import { id, knownId } from "../../grammars/words.ts"
import { corpus } from "../../harness/inputs/corpus.ts"
import { installationOf, laid, nothingWritten, onlyInside } from "../../harness/surroundings/disk.ts"
import { given } from "../../harness/inputs/given.ts"
import { pieces, textIn } from "../../harness/inputs/Pieces.ts"
import { START_MS } from "../../harness/worker/VirtualClock.ts"
import { answered, promise, type Target } from "../../harness/Target.ts"

const CONFIG = "config/config.json"
const STATE = "data/plugin_state.json"
const DISPLAY = "/var/cache/ledmatrix/plugin_runtime_snapshot.json"

const parsed = (text: string | undefined) =>
  text === undefined ? Option.none<unknown>() : Result.getSuccess(parseJson(text))

const withoutEnabled = (value: unknown): string =>
  isJsonObject(value)
    ? JSON.stringify(Object.entries(value).filter(([key]) => key !== "enabled"))
    : JSON.stringify(value)

const told = ({
  duration_ms: _duration,
  run_id: _run,
  ...report
}: {
  readonly duration_ms: number
  readonly run_id: string
}): string => JSON.stringify(report)

/** No setting of anybody is another by a repair, `enabled` apart. */
const settingsKept = Effect.fnUntraced(function* (before: unknown, after: unknown) {
  if (!isJsonObject(before)) return
  if (!isJsonObject(after)) return yield* promise(false, "a config is broken by its repair")
  for (const [key, value] of Object.entries(before)) {
    yield* promise(
      withoutEnabled(value) === withoutEnabled(after[key]),
      "a setting is lost",
      key.slice(0, 200)
    )
  }
})

export const installation: Target = {
  name: "installation",
  promises:
    "of every LEDMatrix: a look changes nothing and says the same twice; a repair loses no setting, stays inside the root, and leaves a saved state alone that is none",
  budget: 25,
  make: (random) =>
    pieces({
      [CONFIG]: given(random, config, corpus.config),
      [STATE]: given(random, state),
      "src/__init__.py": given(random, hostSource),
      ...(random.oneIn(2) ? { [DISPLAY]: given(random, published(START_MS / 1000)) } : {}),
      "plugin-repos/clock/manifest.json": given(random, manifest, corpus.manifest),
      [`plugin-repos/${knownId(random)}/manifest.json`]: given(random, manifest),
      ...(random.oneIn(3) ? { "config/uninstalled_plugins.json": given(random, marks) } : {}),
      ...(random.oneIn(3) ? { "data/reconciler/agreements.json": given(random, agreements) } : {}),
      ...(random.oneIn(4)
        ? { "plugin-repos/weather.standalone-backup-preinstall/manifest.json": given(random, manifest) }
        : {}),
      id: id(random)
    }),
  check: (input) =>
    Effect.gen(function* () {
      yield* laid(input)
      const files = yield* MemoryFiles
      const reconciler = yield* Reconciler
      const name = textIn(input, "id")
      const first = yield* reconciler.check
      const second = yield* reconciler.check
      yield* promise(told(first) === told(second), "two looks at the same files differ")
      yield* answered(explain(name))
      yield* answered(installed())
      yield* nothingWritten
      const { stateRetired } = (yield* (yield* Host).read).traits
      const stateBefore = yield* files.text(`${MEMORY_ROOT}/${STATE}`)
      const configBefore = yield* files.text(`${MEMORY_ROOT}/${CONFIG}`)
      yield* answered(reconciler.reconcile({ force: false, replaceBroken: false }))
      yield* onlyInside
      const configAfter = yield* files.text(`${MEMORY_ROOT}/${CONFIG}`)
      const before = parsed(configBefore)
      if (Option.isSome(before)) yield* settingsKept(before.value, Option.getOrUndefined(parsed(configAfter)))
      else yield* promise(configBefore === configAfter, "a config that cannot be read is written")
      yield* answered(setEnabled(name, true))
      yield* answered(uninstall(name, { preserveConfig: false }))
      yield* answered(reconciler.reconcile({ force: true, replaceBroken: true }))
      yield* onlyInside
      const same = stateBefore === (yield* files.text(`${MEMORY_ROOT}/${STATE}`))
      yield* promise(same || !stateRetired, "a saved state that LEDMatrix does not know is written")
    }).pipe(
      Effect.provide(
        installationOf({
          clock: { manifestId: "clock", version: "1.0.0" },
          weather: { manifestId: "ledmatrix-weather", version: "2.0.0" }
        })
      )
    )
}
