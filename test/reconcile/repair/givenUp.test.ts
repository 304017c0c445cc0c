/** What this process and later ones remember of a plugin that could not be fetched. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Option } from "effect"
import { BadArchive, DownloadFailed } from "../../../src/domain/errors/FetchReason.ts"
import { PluginInstaller } from "../../../src/services/PluginStore.ts"
import { fetching, type Fetching } from "../../support/runs/fetching.ts"
import { spec } from "../../support/operating.ts"
import type { Described } from "../../support/reconciling.ts"

const on = { enabled: true }
const refused = new BadArchive({ code: "not_a_zip", problem: "it is no zip archive" })
const OLD: Described = {
  config: { clock: on },
  plugins: { clock: { version: "1.0.0" } },
  offers: { clock: { manifestId: "clock", version: "2.0.0" } }
}
const wanted = (clock: object): Fetching => ({ desired: { clock } })

describe("of a plugin that cannot be had", () => {
  const ENDED = {
    "data/reconciler/failures.json": JSON.stringify({
      clock: { digest: "", code: "not_in_registry", message: "", failed_at: "2026-01-01T00:00:00Z" }
    })
  }
  const missing = (offer: Described["offers"]): Described => ({ config: { clock: on }, offers: offer ?? {} })

  it.effect.each<[string, Described, Fetching, ReadonlyArray<string>, ReadonlyArray<string>]>([
    [
      "nothing is remembered that time may cure",
      missing({ clock: { fails: new DownloadFailed({ address: "memory:", problem: "503" }) } }),
      {},
      [],
      []
    ],
    [
      "a failure for good is remembered by this process and by later ones",
      missing({ clock: { fails: refused } }),
      {},
      ["clock"],
      ["remember clock"]
    ],
    ["what the registry says is remembered by this process alone", missing({}), {}, ["clock"], []],
    [
      "what the registry says takes the place of what failed before",
      { ...missing({}), files: ENDED },
      {},
      ["clock"],
      ["forget clock"]
    ],
    [
      "what stays remembered of one version is not held against the plugin",
      OLD,
      wanted({ version: "3.0.0" }),
      [],
      ["remember clock"]
    ],
    [
      "what fails for good of one version is not held against the plugin",
      { ...OLD, offers: { clock: { fails: refused } } },
      wanted({ version: "3.0.0" }),
      [],
      ["remember clock"]
    ]
  ])("%s", ([_title, described, asked, unrecoverable, expected]) =>
    spec(
      described,
      Effect.gen(function* () {
        const calls: Array<string> = []
        const call = (text: string) => Effect.sync(() => void calls.push(text))
        const noted = yield* Effect.provideService(
          fetching({ ...asked, unrecoverable: ["other"] }),
          PluginInstaller,
          {
            ...(yield* PluginInstaller),
            rememberFailure: ({ plugin }) => call(`remember ${plugin}`),
            forgetFailures: (plugin) => call(`forget ${Option.getOrElse(plugin, () => "all")}`)
          }
        )
        assert.deepStrictEqual(noted.unrecoverable, ["other", ...unrecoverable])
        assert.deepStrictEqual(calls, expected)
      })
    )
  )
})
