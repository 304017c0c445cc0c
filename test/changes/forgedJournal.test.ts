/** Records that somebody else has written: recovery and undoing touch nothing but what is a plugin's. */
import { assert, describe, it } from "@effect/vitest"
import { Arbitrary, Effect, Schema } from "effect"
import { recover } from "../../src/reconcile/recover.ts"
import { undo } from "../../src/operations/undo/undo.ts"
import { history } from "../../src/reconcile/look/history.ts"
import { MemoryFiles } from "../../src/testing/MemoryFiles.ts"
import { at, place, put, refused, spec, text } from "../support/operating.ts"
import { type Described, installation } from "../support/reconciling.ts"
import { record } from "../support/snapshots.ts"

const RUN = "20260601T110000000-000001"
const JOURNAL = "data/reconciler/journal"
const CONFIG = "config/config.json"
const SECRETS = "config/config_secrets.json"
const KEPT = `plugin-repos/.ledmatrix-reconciler.standalone-backup-kept.${RUN}`
const OUTSIDE = "/srv/thing"

const SECTIONS = { clock: { api_key: "s3cret" }, news: { api_key: "other" }, github: { token: "t0ken" } }

/** A plugin that is uninstalled, one that is not; beside them what is nobody's to move. */
const HERE: Described = {
  config: {
    plugin_system: { plugins_directory: "plugin-repos" },
    display: { enabled: true },
    clock: { enabled: true },
    news: { enabled: true, city: "Tampa" }
  },
  state: { clock: record("clock", true), news: record("news", true) },
  plugins: { clock: {}, news: {} },
  files: {
    [SECRETS]: JSON.stringify(SECTIONS),
    "config/uninstalled_plugins.json": `["clock"]`,
    "README.md": "read me",
    "plugin-repos/README.md": "read me",
    "plugin-repos/notes/todo.txt": "to do",
    "plugin-repos/.git/config": "[core]",
    [`${KEPT}.old/manifest.json`]: `{"id": "old"}`
  }
}

const told = (command: string, status: string, changes: ReadonlyArray<object>) =>
  JSON.stringify({ run_id: RUN, command, started_at: "2026-06-01T11:00:00", status, changes })

const value = (key: ReadonlyArray<string>, more: object, file = CONFIG) => ({
  plugin_id: key[0],
  reason: "undo",
  file,
  key,
  ...more
})
const moved = (file: string, directory: object, plugin = "clock") => ({
  plugin_id: plugin,
  reason: "undo",
  file,
  directory
})

/** As the program writes it, but for what is given. */
const replacing = (more: object) => ({
  plugin_id: "",
  reason: "not_json",
  file: CONFIG,
  replaced: { by: `${CONFIG}.backup`, kept: `${CONFIG}.corrupt-1`, was: "a", becomes: "b", ...more }
})

const DIRECTORY = ["plugin_system", "plugins_directory"]
const ELSEWHERE = value(DIRECTORY, { before: "plugin-repos", after: "." })

const forged: ReadonlyArray<readonly [title: string, command: string, changes: ReadonlyArray<object>]> = [
  ["a setting of LEDMatrix itself", "undo", [ELSEWHERE]],
  [
    "where plugins lie, and then moves there",
    "undo",
    [ELSEWHERE, moved("README.md", { present: false, kept: "x.standalone-backup-1" })]
  ],
  ["the whole of a system key", "undo", [value(["display"], { before: { enabled: true } })]],
  ["what is no object under a plugin's key", "undo", [value(["clock"], { before: "x", after: "y" })]],
  [
    "a setting of a plugin that no run sets",
    "undo",
    [value(["news", "city"], { before: "Tampa", after: "x" })]
  ],
  [
    "another entry in the place of a plugin's",
    "undo",
    [
      value(["news"], {
        before: { enabled: true, city: "Tampa" },
        after: { enabled: true, city: "x" }
      })
    ]
  ],
  [
    "another plugin's entry than it says",
    "undo",
    [{ ...value(["news", "enabled"], { before: true, after: false }), plugin_id: "clock" }]
  ],
  [
    "the secrets, to set one",
    "uninstall",
    [value(["clock"], { before: {}, after: { api_key: "x" } }, SECRETS)]
  ],
  ["the secrets, in an undoing", "undo", [value(["clock"], { before: SECTIONS.clock }, SECRETS)]],
  ["the secrets of LEDMatrix", "uninstall", [value(["github"], { before: SECTIONS.github }, SECRETS)]],
  [
    "the secrets of another plugin than the uninstalled one",
    "uninstall",
    [
      value(["clock"], { before: SECTIONS.clock }, SECRETS),
      value(["news"], { before: SECTIONS.news }, SECRETS)
    ]
  ],
  [
    "a mark that is no plugin's",
    "undo",
    [
      {
        plugin_id: "clock",
        reason: "undo",
        file: "config/uninstalled_plugins.json",
        key: ["../x"],
        after: true
      }
    ]
  ],
  ["a hidden directory", "undo", [moved("plugin-repos/.git", { present: false, kept: `${KEPT}..git` })]],
  [
    "a plugin's directory to a name that is no set-aside copy's",
    "undo",
    [moved("plugin-repos/news", { present: false, kept: "plugin-repos/gone" }, "news")]
  ],
  [
    "another plugin's directory into its place",
    "undo",
    [moved("plugin-repos/clock", { present: true, from: "plugin-repos/news", kept: `${KEPT}.clock` })]
  ],
  ["a key of LEDMatrix itself", "undo", [{ ...value(["display"], {}), renamed: { to: "clock2" } }]],
  ["a plugin's key into LEDMatrix's", "resolve", [{ ...value(["news"], {}), renamed: { to: "display" } }]],
  [
    "the key of another plugin than it says",
    "undo",
    [{ ...value(["news"], {}), plugin_id: "clock", renamed: { to: "other" } }]
  ],
  ["all of config by another file", "undo", [replacing({ by: "README.md" })]],
  ["all of config, keeping it elsewhere", "undo", [replacing({ kept: "../config.json.backup" })]],
  [
    "a plugin without an id",
    "undo",
    [moved("plugin-repos/news", { present: false, kept: `${KEPT}.x` }, "..")]
  ]
]

const everything = MemoryFiles.use((files) => files.snapshot)

/** All but our own records of runs, and what says the same in other words. */
const standing = Effect.map(everything, (all) =>
  [...all].filter(([path]) => !path.startsWith(place("data/reconciler")))
)

describe("a record of the journal that names", () => {
  it.effect.each(forged)("%s changes nothing as an interrupted run, and is closed", ([, command, changes]) =>
    spec(
      HERE,
      Effect.gen(function* () {
        const before = yield* standing
        yield* put(`${JOURNAL}/${RUN}.intended.json`, told(command, "intended", changes))
        yield* recover()
        assert.deepStrictEqual(yield* standing, before)
        assert.strictEqual((yield* history()).runs[0]?.status, "interrupted")
      })
    )
  )

  it.effect.each(forged)("%s is not undone, and undo says what it is", ([, command, changes]) =>
    spec(
      HERE,
      Effect.gen(function* () {
        const before = yield* standing
        yield* put(`${JOURNAL}/${RUN}.json`, told(command, "done", changes))
        const { code, message } = yield* refused(undo(RUN))
        assert.strictEqual(code, "cannot_be_undone")
        assert.match(message, /^run \S+ (?:names|changes|moves) .*\w/u)
        assert.deepStrictEqual(yield* standing, before)
      })
    )
  )
})

describe("what no plugin is, under a name that could be a plugin's,", () => {
  it.effect.each(["README.md", "notes"])("stays where it is: %s", (name) =>
    spec(
      HERE,
      Effect.gen(function* () {
        const away = moved(`plugin-repos/${name}`, { present: false, kept: `${KEPT}.${name}` })
        yield* put(`${JOURNAL}/${RUN}.intended.json`, told("undo", "intended", [away]))
        const before = yield* standing
        yield* recover()
        assert.deepStrictEqual(yield* standing, before)
        const placed = moved(`plugin-repos/${name}`, { present: true })
        yield* put(`${JOURNAL}/${RUN}.json`, told("install", "done", [placed]))
        assert.strictEqual((yield* refused(undo(RUN))).code, "nothing_to_undo")
        assert.deepStrictEqual(yield* standing, before)
      })
    )
  )

  it.effect("is not another plugin either", () =>
    spec(
      HERE,
      Effect.gen(function* () {
        const away = moved("plugin-repos/news", { present: false, kept: `${KEPT}.news` })
        yield* put(`${JOURNAL}/${RUN}.intended.json`, told("uninstall", "intended", [away]))
        yield* recover()
        assert.isDefined(yield* text("plugin-repos/news/manifest.json"))
      })
    )
  )
})

const PLACES = [
  "README.md",
  OUTSIDE,
  "..",
  ".",
  "config",
  "data",
  "data/reconciler",
  "plugin-repos",
  "/",
  "",
  "plugin-repos/../config",
  "plugin-repos/news/manifest.json",
  "plugin-repos/README.md",
  "plugin-repos/notes",
  "plugin-repos/.git",
  "plugin-repos/clock",
  "plugin-repos/news",

  "plugin-repos/free",
  `${KEPT}.old`,
  `${KEPT}.new`,
  "/srv/x.standalone-backup-1",
  "x.standalone-backup-2"
]
const PLUGINS = ["clock", "news", "old", "plugin_system", "display", "github", "..", "", "__proto__"]
const MARKS = "config/uninstalled_plugins.json"
/** What stands at places in files, and so would be the evidence. */
const STANDING: ReadonlyArray<readonly [file: string, key: ReadonlyArray<string>, value?: unknown]> = [
  [CONFIG, DIRECTORY, "plugin-repos"],
  [CONFIG, ["plugin_system"], { plugins_directory: "plugin-repos" }],
  [CONFIG, ["display"], { enabled: true }],
  [CONFIG, ["display", "enabled"], true],
  [CONFIG, ["news"], { enabled: true, city: "Tampa" }],
  [CONFIG, ["news", "enabled"], true],
  [CONFIG, ["news", "city"], "Tampa"],
  [CONFIG, ["github"]],
  [SECRETS, ["clock"], "‹left out›"],
  [SECRETS, ["news"], "‹left out›"],
  [SECRETS, ["news", "api_key"], "‹left out›"],
  [SECRETS, ["github"], "‹left out›"],
  ["data/plugin_state.json", ["states", "news", "enabled"], true],
  ["data/plugin_state.json", ["version"], 1],
  [MARKS, ["clock"], true],
  [MARKS, ["../x"]],
  ["README.md", ["x"]]
]
const VALUES = [true, false, {}, { enabled: true }, ".", OUTSIDE, "‹left out›", { enabled: true, city: "x" }]
const COMMANDS = ["undo", "uninstall", "update", "install", "enable", "reconcile", "dance"]

const index = (all: ReadonlyArray<unknown>) =>
  Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: all.length - 1 }))
const maybe = (all: ReadonlyArray<unknown>) => Schema.optionalKey(index(all))

const Forged = Schema.Struct({
  plugin: maybe(PLUGINS),
  at: index(STANDING),
  other: maybe(VALUES),
  file: index(PLACES),
  from: maybe(PLACES),
  kept: maybe(PLACES),
  present: Schema.Boolean,
  moves: Schema.Boolean
})

const given = (name: string, all: ReadonlyArray<unknown>, at: number | undefined) =>
  at === undefined ? {} : { [name]: all[at] }

/** Of a run that is to be carried out, or reversed: what stands is before it, or after it. */
const change = (isOver: boolean) => (forgery: typeof Forged.Type) => {
  const { at: place, file, from, kept, moves, other, plugin, present } = forgery
  const [changed, key, stands] = STANDING[place] ?? STANDING[0] ?? ["", []]
  const why = { plugin_id: plugin === undefined ? (key[0] ?? "") : PLUGINS[plugin], reason: "undo" }
  if (moves) {
    const came = present ? given("from", PLACES, from) : {}
    const went = given("kept", PLACES, present ? kept : (kept ?? 0))
    return { ...why, file: PLACES[file], directory: { present, ...came, ...went } }
  }
  const names = isOver ? (["after", "before"] as const) : (["before", "after"] as const)
  const standing = stands === undefined ? {} : { [names[0]]: stands }
  const isMember = changed === MARKS && stands !== undefined
  return { ...why, file: changed, key, ...standing, ...(isMember ? {} : given(names[1], VALUES, other)) }
}

const records = Arbitrary.map(
  Arbitrary.schema(
    Schema.Struct({
      command: index(COMMANDS),
      ends: Schema.Boolean,
      changes: Schema.NonEmptyArray(Forged).check(Schema.isMaxLength(2))
    })
  ),
  ({ changes, command, ends }) => ({
    command: COMMANDS[command] ?? "",
    ends,
    changes: changes.map(change(ends))
  })
)

const isOfPlugins = (path: string): boolean =>
  /^plugin-repos\/(?:clock|news|\.ledmatrix-reconciler|[^/]*\.standalone-backup-)/u.test(path)
const isList = (path: string): boolean =>
  path.startsWith("data/reconciler") ||
  path.startsWith("config/uninstalled") ||
  path.startsWith("data/plugin_state")

/** What no record may change: each file that is no plugin's, and of settings and secrets all but what is plugins'. */
const guarded = Effect.gen(function* () {
  const files = [...(yield* everything)]
    .map(([path, content]) => [path.replace(place(""), ""), content] as const)
    .filter(([path, content]) => content !== undefined && !isOfPlugins(path) && !isList(path))
    .filter(([path]) => path !== CONFIG && path !== SECRETS)
  const kept = ["plugin_system", "display"].map((key) => at(CONFIG, key))
  const secrets = ["news", "github"].map((key) => at(SECRETS, key))
  return { files, values: yield* Effect.all([...kept, ...secrets]), city: yield* cityOf }
})

/** Its entry may go as a whole, as an uninstall has it; none of its settings becomes another. */
const cityOf = Effect.map(at(CONFIG, "news", "city"), (city) => city ?? "Tampa")

describe("any record of the journal", () => {
  it.effect.prop(
    "moves and changes nothing but what is a plugin's",
    [records],
    ([{ changes, command, ends }]) =>
      Effect.gen(function* () {
        const memory = yield* MemoryFiles
        yield* memory.put(`${OUTSIDE}/manifest.json`, `{"id": "clock"}`)
        const before = yield* guarded
        yield* put(
          `${JOURNAL}/${RUN}${ends ? "" : ".intended"}.json`,
          told(command, ends ? "done" : "intended", changes)
        )
        yield* recover()
        yield* Effect.exit(undo(RUN))
        assert.deepStrictEqual(yield* guarded, before)
        const all = [...(yield* everything).keys()].filter((path) => path.endsWith("/manifest.json"))
        // Those of the three plugins and the one outside; none is lost.
        assert.strictEqual(all.length, 4)
      }).pipe(Effect.provide(installation(HERE), { local: true })),
    { arbitrary: { runs: 300, size: 10 } }
  )
})
