/** Every bench there is, by the name that `--only` takes. */
import { controllerFigures, longRunFigures } from "./controller/controller.ts"
import { desiredDocument } from "./desired/desiredDocument.ts"
import { fixture, type Fixture } from "./fixture.ts"
import { idleFigures } from "./controller/idle.ts"
import { installMemory } from "./plugins/installMemory.ts"
import { listing } from "./plugins/listing.ts"
import type { Figure } from "./measure.ts"
import { cold, drifted, growth, settled, warm } from "./passes/passBenches.ts"
import { processFigures } from "./processes.ts"
import { requestFigures } from "./controller/requests.ts"
import { type Growth, SIZES, sizeOf } from "./passes/sizes.ts"
import { installing, lookingUp } from "./plugins/store.ts"

interface Measured {
  readonly figures: ReadonlyArray<Figure>
  readonly growth: ReadonlyArray<Growth>
}

type Bench = () => Promise<Measured>

const plain =
  (measure: () => Promise<ReadonlyArray<Figure>>): Bench =>
  async () => ({
    figures: await measure(),
    growth: []
  })

const on = (
  plugins: number,
  measure: (at: Fixture) => ReadonlyArray<Figure> | Promise<ReadonlyArray<Figure>>
): Bench =>
  plain(async () => {
    const at = await settled(fixture(plugins))
    try {
      return await measure(at)
    } finally {
      at.remove()
    }
  })

export const benches: { readonly [name: string]: Bench } = {
  controller: on(200, controllerFigures),
  idle: on(200, idleFigures),
  requests: on(200, requestFigures),
  "cold-2000": plain(cold(2000)),
  "cold-10000": plain(cold(10_000)),
  warm: plain(warm),
  "drift-enabled": plain(drifted("enabled")),
  "drift-missing": plain(drifted("missing_in_config")),
  growth: plain(growth),
  processes: on(20, ({ root }) => processFigures(root)),
  listing: plain(listing),
  installing: plain(installing),
  memory: plain(installMemory),
  "looking-up": plain(lookingUp),
  "desired-document": plain(desiredDocument),
  ...Object.fromEntries(SIZES.map((plugins) => [`size-${plugins}`, () => sizeOf(plugins)])),
  "long-run": on(20, longRunFigures)
}
