/** What answers at LEDMatrix's address, be it LEDMatrix or not: its list of plugins, and whether it switched one. */
import { Effect, Layer, Result } from "effect"
import { HttpClient } from "effect/http"
import { Config } from "../../../../../src/services/Config.ts"
import { Disk } from "../../../../../src/services/Disk.ts"
import { EnabledSwitch } from "../../../../../src/services/writing/EnabledSwitch.ts"
import { LedmatrixLive } from "../../../../../src/services/ledmatrix/LedmatrixLive.ts"
import { PluginManager } from "../../../../../src/services/PluginManager.ts"
import { StateStore } from "../../../../../src/services/StateStore.ts"
import { headers, status } from "../../grammars/http.ts"
import {
  anyOf,
  boolean,
  constant,
  document,
  junk,
  list,
  type Make,
  mostly,
  object,
  scalar,
  strange,
  string
} from "../../grammars/json.ts"
import { hostSource } from "../../grammars/host.ts"
import { id } from "../../grammars/words.ts"
import { installationOf, laid, nothingWritten } from "../../harness/surroundings/disk.ts"
import { given } from "../../harness/inputs/given.ts"
import { pieces, type Pieces } from "../../harness/inputs/Pieces.ts"
import { serverOf } from "../../harness/surroundings/server.ts"
import { answered, promise, type Target } from "../../harness/Target.ts"

const SECRET = "s3cr3t-value"

const words: Make = anyOf(
  strange,
  constant(`no weather with ${SECRET}`),
  constant(`https://user:${SECRET}@example.org/x?key=${SECRET}`),
  (random) => `${strange(random)}${SECRET}${strange(random)}`
)

const plugin = object({
  id: string(id),
  loaded: anyOf(boolean, constant("null"), scalar),
  is_starlark_app: boolean,
  state: string(anyOf(constant("error"), strange)),
  error_info: anyOf(string(words), object({ message: string(words) }), junk)
})

const answer: Make = document(
  mostly(
    object({
      status: string(anyOf(constant("success"), constant("success"), constant("error"), strange)),
      message: string(words),
      data: mostly(
        object({
          plugins: mostly(list(plugin, 5), junk),
          runtime: mostly(
            object({
              status: string(anyOf(constant("live"), constant("stale"), strange)),
              published_at: scalar,
              age_seconds: scalar
            }),
            junk
          )
        }),
        junk
      ),
      error_code: string(anyOf(constant("NOT_FOUND"), strange))
    }),
    anyOf(junk, constant("<!doctype html><title>portal</title>"))
  )
)

const beside = (input: Pieces) =>
  LedmatrixLive({ url: "http://127.0.0.1:5000" }).pipe(
    Layer.provide(Layer.merge(Config.layer, StateStore.layer)),
    Layer.provideMerge(installationOf()),
    Layer.provide(Layer.succeed(HttpClient.HttpClient, serverOf(input)))
  )

export const ledmatrix: Target = {
  name: "ledmatrix",
  promises:
    "whichever program answers in LEDMatrix's place, no file is written on its word, and no secret is shown",
  budget: 150,
  make: (random) =>
    pieces({
      "config/config.json": '{"clock": {"enabled": false}}',
      "config/config_secrets.json": `{"weather": {"api_key": "${SECRET}"}}`,
      "plugin-repos/clock/manifest.json": '{"id": "clock"}',
      "src/__init__.py": hostSource(random),
      body: given(random, answer),
      status: status(random),
      headers: headers(random)
    }),
  check: (input) =>
    Effect.gen(function* () {
      yield* laid(input)
      const disk = yield* (yield* Disk).scan(undefined)
      const view = yield* (yield* PluginManager).read(disk)
      const shown = Result.isSuccess(view)
        ? [...view.success.plugins.values()].map(({ error }) => error ?? "")
        : [view.failure.message]
      for (const line of shown) {
        yield* promise(
          line.length <= 400 && !/[\n\r]/u.test(line),
          "what is shown is not one short line",
          line.slice(0, 500)
        )
        yield* promise(Result.isFailure(view) || !line.includes(SECRET), "a secret is shown", line)
      }
      const switched = yield* answered((yield* EnabledSwitch).set("clock", true, Effect.succeed(true)))
      yield* promise(switched._tag === "Failure" || !switched.value, "its word is taken for it")
      yield* nothingWritten
    }).pipe(Effect.provide(beside(input)))
}
