/** A manifest in the plugins directory, and one that was just downloaded. */
import { Effect } from "effect"
import { isPluginId } from "../../../../../src/domain/plugin/PluginId.ts"
import { Disk } from "../../../../../src/services/Disk.ts"
import { checkPlugin } from "../../../../../src/services/store/install/checkPlugin.ts"
import { MEMORY_ROOT } from "../../../../../src/testing/MemoryInstallation.ts"
import { manifest as grammar } from "../../grammars/documents.ts"
import { version } from "../../grammars/words.ts"
import { corpus } from "../../harness/inputs/corpus.ts"
import { installationOf, laid, nothingWritten, onlyInside } from "../../harness/surroundings/disk.ts"
import { given } from "../../harness/inputs/given.ts"
import { pieces, textIn } from "../../harness/inputs/Pieces.ts"
import { answered, promise, type Target } from "../../harness/Target.ts"

const PLACE = "plugin-repos/clock"

export const manifest: Target = {
  name: "manifest",
  promises:
    "any object is a manifest, anything else is broken; what is accepted from a store has a plugin id",
  budget: 200,
  make: (random) =>
    pieces({
      [`${PLACE}/manifest.json`]: given(random, grammar, corpus.manifest),
      [`${PLACE}/manager.py`]: "class Clock(BasePlugin):\n    pass\n",
      core: given(random, version)
    }),
  check: (input) =>
    Effect.gen(function* () {
      yield* laid(input)
      const scanned = yield* (yield* Disk).scan(undefined)
      yield* nothingWritten
      if (scanned._tag === "Success") {
        const { broken, plugins } = scanned.success
        yield* promise(plugins.length + broken.length <= 1, "one directory is several plugins")
        yield* promise(
          plugins.every(({ id }) => id.trim() !== ""),
          "a plugin has no id"
        )
      }
      const checked = yield* answered(
        checkPlugin(`${MEMORY_ROOT}/${PLACE}`, () => true, textIn(input, "core"))
      )
      yield* onlyInside
      if (checked._tag === "Success")
        yield* promise(isPluginId(checked.value.id), "what is no plugin id is accepted", checked.value.id)
    }).pipe(Effect.provide(installationOf()))
}
