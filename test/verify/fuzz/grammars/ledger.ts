/** Our own files under `data/reconciler/`, as somebody else might have left them. */
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
  string,
  table
} from "./json.ts"
import { id, path, time, version } from "./words.ts"
import { registryBody } from "./documents.ts"
import type { Random } from "../harness/inputs/Random.ts"

const millis = anyOf(constant("1780315200000"), constant("1780315199000"), scalar)

const mark = object({
  enabled: boolean,
  config_version: anyOf(constant("1"), scalar),
  last_updated: string(time)
})

export const agreements: Make = document(
  mostly(
    table(id, (random) => mostly(object({ enabled: boolean, replaced: list(mark, 3) }), junk)(random)),
    junk
  )
)

export const undone: Make = document(
  mostly(
    table(anyOf(id, constant('["clock","plugin_missing_in_config","no_entry"]')), (random) =>
      string(version)(random)
    ),
    junk
  )
)

export const suspended: Make = document(
  mostly(object({ everything: boolean, plugins: list(string(id), 3) }), junk)
)

export const tombstones: Make = document(
  mostly(
    table(id, (random) => millis(random)),
    junk
  )
)

export const failures: Make = document(
  mostly(
    table(id, (random) =>
      object({
        digest: string(anyOf(constant("2-59"), version)),
        code: string(constant("bad_archive")),
        message: string(version),
        failed_at: string(time),
        times: anyOf(constant("1"), constant("-1e308"), constant("4"), junk),
        found_id: mostly(string(id), junk)
      })(random)
    ),
    junk
  )
)

export const registryCopy: Make = document(
  mostly(
    object({
      address: string(
        constant("https://raw.githubusercontent.com/ChuckBuilds/ledmatrix-plugins/main/plugins.json")
      ),
      etag: string(version),
      last_modified: string(time),
      fetched_at: millis,
      body: registryBody
    }),
    junk
  )
)

export const registryFailure: Make = document(
  mostly(object({ address: string(path), failed_at: millis, problem: string(version) }), junk)
)

/** Places that a record names: in the plugins directory, or where nothing of ours has any business. */
const place = (random: Random): string =>
  random.pick([
    "plugin-repos/clock",
    "plugin-repos/clock",
    "plugin-repos/weather",
    "plugin-repos/.ledmatrix-reconciler.standalone-backup-kept.20260601T110000-0001.weather",
    "/outside/thing",
    "../outside/thing",
    "plugin-repos/../../outside/thing",
    "config",
    "data",
    ".",
    "",
    "plugin-repos"
  ])

const FILES = [
  "config/config.json",
  "config/config_secrets.json",
  "data/plugin_state.json",
  "config/uninstalled_plugins.json",
  "data/reconciler/tombstones.json",
  "../outside/thing"
] as const

const valueChange: Make = (random) => {
  const key = random.oneIn(12)
    ? `[${Array.from({ length: random.pick([600, 3000, 20_000] as const) }, () => '"a"').join(",")}]`
    : list(string(anyOf(id, constant("enabled"), constant("states"))), 4)(random)
  return object({
    plugin_id: string(id),
    reason: string(constant("no_entry")),
    file: string((inner) => inner.pick(FILES)),
    key: constant(key),
    before: junk,
    after: junk
  })(random)
}

const directoryChange: Make = (random) =>
  object({
    plugin_id: string(id),
    reason: string(constant("install")),
    file: string(place),
    directory: object({
      present: boolean,
      ...(random.oneIn(2) ? { from: string(place) } : {}),
      ...(random.oneIn(3) ? {} : { kept: string(place) }),
      ...(random.oneIn(4) ? { fingerprint: string(version) } : {})
    })
  })(random)

const RUNS = [
  "20260601T110000-0001",
  "20260601T110000-0002",
  "../../config/config",
  "../../../outside/thing",
  "",
  "a\u0000b"
] as const

export const journalRecord =
  (run: string, status: string): Make =>
  (random) =>
    document(
      mostly(
        object({
          run_id: mostly(
            string(constant(run)),
            string((inner) => inner.pick(RUNS))
          ),
          command: string((inner) =>
            inner.pick(["reconcile", "install", "update", "uninstall", "enable", "undo", "nonsense"])
          ),
          started_at: string(time),
          status: mostly(string(constant(status)), string(constant("interrupted"))),
          changes: list(anyOf(valueChange, directoryChange), 4),
          ...(random.oneIn(4) ? { undoes: string(constant("20260601T110000-0001")) } : {}),
          ...(random.oneIn(10) ? { values_left_out: boolean } : {})
        }),
        junk
      )
    )(random)
