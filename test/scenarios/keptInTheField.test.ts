/**
 * What has been lost in the field since August 2026 (tokens, settings, backups, access), by LEDMatrix from 3.2.0 on: each
 * shown not to be lost here.
 */
import { assert, describe, it } from "@effect/vitest"
import { Clock, Effect, Layer, Option, Result } from "effect"
import { TestClock } from "effect/testing"
import { spawnSync } from "node:child_process"
import { readdirSync, readFileSync } from "node:fs"
import { exported } from "../../src/domain/desired/exported.ts"
import { SYSTEM_KEYS } from "../../src/domain/host/systemKeys.ts"
import { install } from "../../src/operations/install/install.ts"
import { setEnabled } from "../../src/operations/setEnabled.ts"
import { undo } from "../../src/operations/undo/undo.ts"
import { uninstall } from "../../src/operations/uninstall.ts"
import { update } from "../../src/operations/update/update.ts"
import { explain } from "../../src/reconcile/look/explain.ts"
import { snapshot } from "../../src/reconcile/look/snapshot.ts"
import { Reconciler } from "../../src/reconcile/Reconciler.ts"
import { DesiredState } from "../../src/services/desired/DesiredState.ts"
import { judgeDocument, wantedBy } from "../../src/services/desired/judgeDocument.ts"
import { MemoryFiles } from "../../src/testing/MemoryFiles.ts"
import { MEMORY_ROOT, MemoryInstallation, memoryPaths } from "../../src/testing/MemoryInstallation.ts"
import { MemoryStore } from "../../src/testing/MemoryStore.ts"
import { ledmatrix } from "../support/ledmatrix/standIn.ts"
import { at, refused, spec, text } from "../support/operating.ts"
import { VirtualClock } from "../support/powerCut/VirtualClock.ts"
import { VirtualDisk } from "../support/powerCut/VirtualDisk.ts"
import { directoryWith, liveReconciler, liveServices } from "../support/realInstallation.ts"
import {
  check,
  type Described,
  installationFiles,
  installationWith,
  lines,
  readJson,
  reconcile
} from "../support/reconciling.ts"
import { record } from "../support/snapshots.ts"
import { pluginFiles, zip } from "../support/zip.ts"

const CONFIG = "config/config.json"

const SIGN: Described = {
  ledmatrixVersion: "3.8.0",
  config: { timezone: "UTC", calendar: { enabled: true, max_events: 3 } },
  plugins: { calendar: { version: "1.2.9" } },
  offers: { calendar: { manifestId: "calendar", version: "1.2.12" } }
}

describe("lost in the field since August 2026, and not here:", () => {
  it.effect("an uninstall by the registry's id removed nothing, and said that it succeeded (#526)", () =>
    spec(
      {
        ...SIGN,
        config: { "ledmatrix-weather": { enabled: true } },
        plugins: { "ledmatrix-weather": { version: "2.0.0" } },
        offers: { weather: { manifestId: "ledmatrix-weather", version: "2.0.0" } }
      },
      Effect.gen(function* () {
        const { code, hint } = yield* refused(uninstall("weather", { preserveConfig: false }))
        assert.strictEqual(code, "unknown_plugin")
        assert.include(hint, "ledmatrix-weather")
        yield* uninstall("ledmatrix-weather", { preserveConfig: false })
        yield* TestClock.adjust("7 days")
        assert.deepStrictEqual(lines(yield* reconcile()), [])
        assert.isUndefined(yield* text("plugin-repos/ledmatrix-weather/manifest.json"))
      })
    )
  )

  it.effect("logins beside a plugin's code went with a routine update (calendar, October 2026)", () =>
    spec(
      {
        ...SIGN,
        files: {
          "plugin-repos/calendar/token.pickle": "token",
          "plugin-repos/calendar/credentials.json": `{"installed": {}}`
        }
      },
      Effect.gen(function* () {
        assert.strictEqual((yield* update("calendar")).status, "updated")
        assert.strictEqual(yield* text("plugin-repos/calendar/token.pickle"), "token")
        assert.strictEqual(yield* text("plugin-repos/calendar/credentials.json"), `{"installed": {}}`)
      })
    )
  )

  it.effect("two saves in one second shared a backup, and the wrong one came back (#564)", () =>
    spec(
      SIGN,
      Effect.gen(function* () {
        const store = yield* MemoryStore
        const first = yield* update("calendar")
        yield* store.offer("calendar", { manifestId: "calendar", version: "1.3.0" })
        const second = yield* update("calendar")
        const version = at("plugin-repos/calendar/manifest.json", "version")
        assert.strictEqual(yield* version, "1.3.0")
        yield* undo(second.run_id)
        assert.strictEqual(yield* version, "1.2.12")
        yield* undo(first.run_id)
        assert.strictEqual(yield* version, "1.2.9")
      })
    )
  )

  it.effect("a power cut in the middle of a save left half a config.json (3.5.0)", () => {
    const files = memoryPaths(installationFiles(SIGN))
    const path = `${MEMORY_ROOT}/${CONFIG}`
    return Effect.gen(function* () {
      const disk = yield* VirtualDisk
      const { cuts } = yield* disk.cuts(setEnabled("calendar", false), 7)
      const after = yield* MemoryFiles.use((memory) => memory.text(path))
      assert.isAbove(cuts.length, 10)
      for (const { image } of cuts) assert.include([files[path], after], image.files.get(path))
    }).pipe(
      Effect.provide(
        Reconciler.layer.pipe(
          Layer.provideMerge(
            MemoryInstallation.on(VirtualDisk.layer({ files }), { ledmatrixVersion: "3.8.0" })
          ),
          Layer.provideMerge(VirtualClock.layer())
        )
      )
    )
  })

  it.effect("an API key was written into config.json before plugins were discovered (3.5.0)", () =>
    spec(
      { ...SIGN, files: { "config/config_secrets.json": `{"calendar": {"api_key": "s3cret"}}` } },
      Effect.gen(function* () {
        yield* setEnabled("calendar", false)
        yield* install("calendar")
        yield* update("calendar")
        yield* reconcile()
        const all = yield* MemoryFiles.use((files) => files.snapshot)
        const told = [...all].filter(([, content]) => content?.includes("s3cret") === true)
        assert.deepStrictEqual(
          told.map(([path]) => path),
          [`${MEMORY_ROOT}/config/config_secrets.json`]
        )
      })
    )
  )

  it.live.each(["April 2026", "August 2026", "October 2026"] as const)(
    "a switch was answered with 404 for minutes after LEDMatrix's web had restarted (%s)",
    (version) =>
      Effect.gen(function* () {
        const state = version === "October 2026" ? {} : { calendar: record("calendar", true) }
        const files = version === "October 2026" ? { "src/__init__.py": `__version__ = "3.8.0"\n` } : {}
        const root = yield* directoryWith(installationFiles({ ...SIGN, files, state }))
        const { address, standIn } = yield* ledmatrix(root, version)
        standIn.restart()
        yield* setEnabled("calendar", false).pipe(
          Effect.provide(liveReconciler(root, { ledmatrix: address }))
        )
        assert.deepNestedInclude(JSON.parse(readFileSync(`${root}/${CONFIG}`, "utf8")), {
          "calendar.enabled": false
        })
      }).pipe(Effect.scoped)
  )

  it.effect("saving a part switched the rest off: autostart, weekly updates, whole leagues (3.5.0)", () => {
    const config = `{
  "web_display_autostart": true,
  "auto_update": {"enabled": true, "channel": "beta"},
  "calendar": {"nfl": {"enabled": true, "teams": ["TB"]}, "enabled": true, "eng.1": {"enabled": true}},
  "plugin_system": {"plugins_directory": "plugin-repos", "development_mode": true}
}`
    return spec(
      { ...SIGN, config },
      Effect.gen(function* () {
        yield* setEnabled("calendar", false)
        assert.strictEqual(
          yield* text(CONFIG),
          config
            .replace(`], "enabled": true`, "")
            .replace(`"TB"]}, "enabled": true`, `"TB"]}, "enabled": false`)
        )
      })
    )
  })

  it.effect("an absolute plugins directory stopped the web process (#616)", () =>
    spec(
      {
        ...SIGN,
        config: { plugin_system: { plugins_directory: `${MEMORY_ROOT}/elsewhere` } },
        plugins: {}
      },
      Effect.gen(function* () {
        yield* MemoryFiles.use((files) => files.putDirectory(`${MEMORY_ROOT}/elsewhere`))
        yield* install("calendar")
        assert.isDefined(yield* text("elsewhere/calendar/manifest.json"))
        assert.deepStrictEqual(lines(yield* check), [])
      })
    )
  )

  it.live("every update was taken back because requirements could not be installed (3.5.0)", () =>
    Effect.gen(function* () {
      const requirements = { name: "requirements.txt", content: "no-such-package==99\n" }
      const root = yield* directoryWith({
        ...installationFiles({ ...SIGN, plugins: { calendar: { version: "1.2.9" } } }),
        "src/__init__.py": `__version__ = "3.8.0"\n`,
        "store/plugins.json": `{"plugins": [{"id": "calendar", "latest_version": "1.2.12", "download_url_template": "calendar.zip"}]}`,
        "store/calendar.zip": zip([...pluginFiles("calendar", "1.2.12"), requirements])
      })
      const done = yield* Effect.provide(update("calendar"), liveServices(root, { offline: true }))
      assert.strictEqual(done.status, "updated")
    }).pipe(Effect.scoped)
  )

  it.effect("what the display writes as root could not be read by the web's user (#547)", () =>
    spec(
      SIGN,
      Effect.gen(function* () {
        const published_at = (yield* Clock.currentTimeMillis) / 1000
        const files = yield* MemoryFiles
        const path = "/var/cache/ledmatrix/plugin_runtime_snapshot.json"
        yield* files.put(path, JSON.stringify({ schema: 1, running: true, published_at, plugins: {} }))
        yield* files.failWhen((operation) => operation.path === path, "EACCES")
        assert.strictEqual((yield* check).result, "in_sync")
        const told = Option.getOrThrow(yield* explain("calendar"))
        assert.include(JSON.stringify(told.manager), "unknown")
      })
    )
  )

  it.effect("a backup that is put back on the same sign fetched every plugin again", () => {
    const described: Described = {
      ...SIGN,
      config: { calendar: { enabled: true }, "third-party": { enabled: false } },
      plugins: { calendar: { version: "1.2.9" }, "third-party": { version: "0.1.0" } }
    }
    const reading = {
      document: "sign.json",
      remote: false,
      key: undefined,
      sign: "left",
      systemKeys: SYSTEM_KEYS
    }
    return Effect.gen(function* () {
      const seen = yield* Effect.provide(
        snapshot(new Set()),
        MemoryInstallation.layer({
          files: installationFiles(described),
          ledmatrixVersion: "3.8.0"
        })
      )
      const document = exported(
        { config: Result.getOrThrow(seen.config), disk: Result.getOrThrow(seen.disk) },
        seen.host,
        { pin: true, settings: undefined, systemKeys: SYSTEM_KEYS }
      )
      const bytes = new TextEncoder().encode(JSON.stringify(document))
      const offered = Result.getOrThrow(judgeDocument({ bytes, signature: undefined }, reading, null))
      const wanted = Option.getOrThrow(wantedBy({ ...offered, accepted_at: "" }, reading))
      yield* Effect.gen(function* () {
        const applied = yield* reconcile()
        assert.deepStrictEqual([lines(applied), applied.changed_files], [[], []])
        assert.deepStrictEqual(yield* MemoryStore.use((store) => store.asked), [])
        assert.deepStrictEqual(yield* readJson(CONFIG), described.config)
      }).pipe(
        Effect.provide(
          installationWith(described, Layer.succeed(DesiredState, { current: Effect.succeed(wanted) }))
        )
      )
    })
  })

  it.live("a test run in a checkout reinstalled the plugins of that sign", () =>
    Effect.gen(function* () {
      const root = yield* directoryWith(installationFiles({ ...SIGN, plugins: {} }))
      const library = new URL("../../src/index.ts", import.meta.url).href
      const elsewhere = yield* directoryWith({ "test.mjs": `await import(${JSON.stringify(library)})` })
      const before = readdirSync(root, { recursive: true })
      const { status } = spawnSync(process.execPath, [`${elsewhere}/test.mjs`], {
        cwd: root,
        env: { ...process.env, LEDMATRIX_ROOT: root }
      })
      assert.strictEqual(status, 0)
      assert.deepStrictEqual(readdirSync(root, { recursive: true }), before)
    }).pipe(Effect.scoped)
  )
})
