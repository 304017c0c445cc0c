/** What LEDMatrix's display published: a file of another program, written as root. */
import { Effect, Result } from "effect"
import { Disk } from "../../../../../src/services/Disk.ts"
import { PluginManager } from "../../../../../src/services/PluginManager.ts"
import { published } from "../../grammars/host.ts"
import { anyOf, constant, type Make, strange } from "../../grammars/json.ts"
import { installationOf, laid, nothingWritten } from "../../harness/surroundings/disk.ts"
import { given } from "../../harness/inputs/given.ts"
import { pieces } from "../../harness/inputs/Pieces.ts"
import { promise, type Target } from "../../harness/Target.ts"
import { START_MS } from "../../harness/worker/VirtualClock.ts"

const SECRET = "s3cr3t-value"
const CACHE = "/var/cache/ledmatrix"

const words: Make = anyOf(
  strange,
  constant(`no weather with ${SECRET}`),
  (random) => `${strange(random)}${SECRET}${strange(random)}`
)

export const display: Target = {
  name: "display",
  promises: "only a live display says anything, in one short line without secrets, and nothing is written",
  budget: 150,
  make: (random) =>
    pieces({
      "src/__init__.py": `__version__ = "3.8.0"\n`,
      "config/config.json": `{"clock": {"enabled": true}}`,
      "config/config_secrets.json": `{"weather": {"api_key": "${SECRET}"}}`,
      "plugin-repos/clock/manifest.json": `{"id": "clock"}`,
      [`${CACHE}/plugin_runtime_snapshot.json`]: given(random, published(START_MS / 1000, words)),
      ...(random.oneIn(3)
        ? { "/run/ledmatrix/display-heartbeat.json": given(random, published(START_MS / 1000)) }
        : {})
    }),
  check: (input) =>
    Effect.gen(function* () {
      yield* laid(input)
      const disk = yield* (yield* Disk).scan(undefined)
      const reading = yield* (yield* PluginManager).read(disk)
      yield* nothingWritten
      if (Result.isFailure(reading))
        return yield* promise(false, "what the display says is a fault of the sign")
      const { display: said, plugins } = reading.success
      for (const { error = "", loaded } of plugins.values()) {
        yield* promise(said?.status === "live" || loaded === undefined, "what is not live says something")
        yield* promise(error.length <= 400 && !/[\n\r]/u.test(error), "what is shown is not one short line")
        yield* promise(!error.includes(SECRET), "a secret is shown", error.slice(0, 500))
      }
      yield* promise(!JSON.stringify(said ?? {}).includes(SECRET), "a secret is shown")
    }).pipe(Effect.provide(installationOf()))
}
