/** A world as the files of an installation in memory, and what those files say afterwards. */
import { Effect, Layer, Ref } from "effect"
import type { Agreement } from "../../../../../src/domain/sources/Ledger.ts"
import { localIsoTime } from "../../../../../src/domain/text/isoTime.ts"
import { SYSTEM_KEYS } from "../../../../../src/domain/host/systemKeys.ts"
import { BadPlugin } from "../../../../../src/domain/errors/FetchReason.ts"
import { isJsonObject } from "../../../../../src/json/JsonValue.ts"
import { check } from "../../../../../src/reconcile/look/check.ts"
import type { Readers } from "../../../../../src/reconcile/look/snapshot.ts"
import { reconcile } from "../../../../../src/reconcile/reconcile.ts"
import { Reconciler, type Writers } from "../../../../../src/reconcile/Reconciler.ts"
import type { Operation } from "../../../../../src/testing/memoryCalls.ts"
import type { Installation } from "../../../../../src/services/installation/Installation.ts"
import { MemoryFiles } from "../../../../../src/testing/MemoryFiles.ts"
import { MEMORY_ROOT, MemoryInstallation } from "../../../../../src/testing/MemoryInstallation.ts"
import { MemoryStore, type Offer } from "../../../../../src/testing/MemoryStore.ts"
import { entryJson, recordJson } from "./json.ts"
import { FAILURE, HELD_MS } from "./Stage.ts"
import { replacingBroken } from "../../../../../src/services/Policy.ts"
import { directoryOf, isDecided, isRetired, pluginOf, type World } from "./World.ts"

const CONFIG = "config/config.json"
const MARKS = "config/uninstalled_plugins.json"
const STATE = "data/plugin_state.json"
const AGREEMENTS = "data/reconciler/agreements.json"
const PLUGINS = "plugin-repos"
const COPY = ".standalone-backup-preinstall"

/** What no parser reads. */
const BROKEN = "{,"
const BYTE_ORDER_MARK = "\uFEFF"

type Json = { readonly [key: string]: unknown }

const each = <A>(world: World, value: (id: string) => A | undefined): { readonly [id: string]: A } =>
  Object.fromEntries(
    world.ids.flatMap((id) => {
      const one = value(id)
      return one === undefined ? [] : [[id, one] as const]
    })
  )

const configJson = (world: World): Json =>
  each<unknown>(world, (id) => {
    const plugin = pluginOf(world, id)
    return plugin.key() === "free" ? undefined : plugin.key() === "scalar" ? 5 : entryJson(plugin)
  })

const statesJson = (world: World): Json =>
  each(world, (id) => {
    const plugin = pluginOf(world, id)
    return plugin.record() === "none" ? undefined : recordJson(id, plugin)
  })

const manifest = (id: string, version: string | undefined): string =>
  JSON.stringify({ id, name: id, class_name: "P", display_modes: [], ...(version && { version }) })

const directoryFiles = (world: World): { readonly [path: string]: string } => {
  const files: Record<string, string> = {}
  for (const name of world.names) {
    const { content, version } = directoryOf(world, name)
    const there = content()
    if (there === "broken") files[`${PLUGINS}/${name}/manifest.json`] = BROKEN
    else if (there === "byte_order_mark")
      files[`${PLUGINS}/${name}/manifest.json`] = `${BYTE_ORDER_MARK}${manifest(name, version())}`
    else if (there === "taken") files[`${PLUGINS}/${name}/notes.txt`] = "mine"
    else if (there !== "free") files[`${PLUGINS}/${name}/manifest.json`] = manifest(there.plugin, version())
  }
  for (const id of world.ids) {
    const { copied, copyVersion } = pluginOf(world, id)
    if (copied()) files[`${PLUGINS}/${id}${COPY}/manifest.json`] = manifest(id, copyVersion())
  }
  return files
}

const agreementsJson = (world: World): { readonly [id: string]: Agreement } =>
  each(world, (id) => {
    const { agreed, replaced } = pluginOf(world, id)
    const enabled = agreed()
    const marks = replaced()
    if (enabled === undefined && marks.length === 0) return undefined
    return { ...(enabled !== undefined && { enabled }), ...(marks.length > 0 && { replaced: marks }) }
  })

const failuresJson = (world: World): Json =>
  each(world, (id) =>
    pluginOf(world, id).unrecoverable() === "remembered"
      ? {
          digest: "0-0",
          code: "bad_archive",
          message: FAILURE,
          failed_at: localIsoTime(world.nowMs - HELD_MS)
        }
      : undefined
  )

/** What LEDMatrix's template has settings for. */
const templateJson = (world: World): Json =>
  each(world, (id) => (world.isTemplateKey(id) ? { enabled: true } : undefined))

const filesOf = (world: World): { readonly [path: string]: string } => {
  const { readable } = world
  const tombstones = each(world, (id) => (pluginOf(world, id).tombstoned() ? world.nowMs : undefined))
  const marks = world.names.filter((name) => directoryOf(world, name).marked())
  return {
    // A plugins directory that is there, also without plugins.
    [`${PLUGINS}/readme.txt`]: "",
    ...directoryFiles(world),
    [CONFIG]: readable.config() ? JSON.stringify(configJson(world)) : BROKEN,
    [MARKS]: readable.marks() ? JSON.stringify(marks) : BROKEN,
    [STATE]:
      readable.state() === "unparseable"
        ? BROKEN
        : JSON.stringify({ version: 1, states: statesJson(world), last_updated: "2026-01-01T00:00:00" }),
    [AGREEMENTS]: JSON.stringify(agreementsJson(world)),
    "config/config.template.json": JSON.stringify(templateJson(world)),
    "src/__init__.py": `__version__ = "${isRetired(world) ? "3.8.0" : isDecided(world) ? "3.5.0" : "3.4.0"}"\n`,
    "data/reconciler/tombstones.json": JSON.stringify(tombstones),
    "data/reconciler/failures.json": JSON.stringify(failuresJson(world))
  }
}

type Offers = { readonly [registryId: string]: Offer }

/** A store in which each id is what it is called. */
export const offersOf = (world: World): Offers =>
  each<Offer>(world, (id) => {
    const fetched = world.answers.fetch(id)
    if (fetched === "absent" || fetched === "unreachable") return undefined
    return "refused" in fetched
      ? { fails: new BadPlugin({ code: "bad_manifest", problem: "it has no name" }) }
      : { manifestId: id, version: fetched.version ?? "" }
  })

/** The disk as it is for a run that may not read everything. */
const cannotRead =
  (world: World) =>
  ({ name, path, writes }: Operation): boolean =>
    (!writes && path === `${MEMORY_ROOT}/${STATE}` && world.readable.state() === "unreadable") ||
    (name === "list" && path === `${MEMORY_ROOT}/${PLUGINS}` && !world.readable.disk())

const HOUR = 3_600_000

/** Everything is as old as the world says; all else is an hour old. */
const agedAs = (world: World) =>
  Effect.gen(function* () {
    const files = yield* MemoryFiles
    for (const path of (yield* files.snapshot).keys()) yield* files.setTime(path, world.nowMs - HOUR)
    yield* files.setTime(`${MEMORY_ROOT}/${CONFIG}`, world.configTime())
    for (const id of world.ids) {
      const isBusy = pluginOf(world, id).copied() && world.answers.putBack(id) === "busy"
      if (isBusy) yield* files.setTime(`${MEMORY_ROOT}/${PLUGINS}/${id}${COPY}`, world.nowMs)
    }
  })

/** A reconciler for whose process those plugins are unrecoverable that the world says. */
const reconciler = (world: World) =>
  Layer.effect(
    Reconciler,
    Effect.gen(function* () {
      const services = yield* Effect.context<Readers | Writers | Installation>()
      const lost = world.ids.filter((id) => pluginOf(world, id).unrecoverable() === "process")
      const unrecoverable = yield* Ref.make<ReadonlySet<string>>(new Set(lost))
      return {
        unrecoverable: Ref.get(unrecoverable),
        forget: () => Effect.void,
        check: Effect.flatMap(Ref.get(unrecoverable), (ids) => check(ids)).pipe(
          Effect.provideContext(services)
        ),
        reconcile: ({ force, replaceBroken }) =>
          reconcile({ unrecoverable, force }).pipe(
            replacingBroken(replaceBroken),
            Effect.provideContext(services)
          )
      }
    })
  )

/** A reconciler on the world's files. */
export const installed = (world: World, offers: Offers) => {
  const systemKeys = new Set([...SYSTEM_KEYS, ...world.ids.filter((id) => world.isSystemKey(id))])
  const policy = {
    authority: world.authority(),
    systemKeys,
    replaceBroken: world.replaceBroken(),
    storeAvailable: world.storeAvailable()
  }
  return Layer.provideMerge(
    reconciler(world),
    MemoryInstallation.layer({ files: filesOf(world), offers, policy })
  )
}

export const prepare = (world: World) =>
  Effect.gen(function* () {
    yield* agedAs(world)
    const files = yield* MemoryFiles
    yield* files.failWhen(cannotRead(world), "EACCES")
    const isReachable = world.ids.every((id) => world.answers.fetch(id) !== "unreachable")
    yield* (yield* MemoryStore).setReachable(isReachable)
  })

/** What can be compared: without times, and without what a rebuilt record keeps aside. */
export interface Picture {
  readonly config: Json
  readonly records: Json
  readonly directories: Json
  readonly agreed: Json
}

const recordPicture = (record: unknown): unknown =>
  isJsonObject(record)
    ? [record["plugin_id"], record["status"], record["enabled"], record["version"], record["config_version"]]
    : record

const withoutEmpty = (json: Json): Json =>
  Object.fromEntries(Object.entries(json).filter(([, value]) => value !== undefined))

/** The picture that the model paints. */
export const pictureOf = (world: World): Picture => ({
  config: world.readable.config() ? configJson(world) : {},
  records:
    world.readable.state() === "unparseable"
      ? {}
      : Object.fromEntries(
          Object.entries(statesJson(world)).map(([id, record]) => [id, recordPicture(record)])
        ),
  directories: withoutEmpty(
    Object.fromEntries(
      [
        ...world.names.map((name) => [name, directoryOf(world, name).content()] as const),
        ...world.ids.map(
          (id) => [`${id}${COPY}`, pluginOf(world, id).copied() ? { plugin: id } : "free"] as const
        )
      ].flatMap(([name, content]) =>
        content === "free" ? [] : [[name, typeof content === "string" ? content : content.plugin]]
      )
    )
  ),
  agreed: each(world, (id) => pluginOf(world, id).agreed())
})

const parsed = (text: string | undefined): Json => {
  try {
    const value: unknown = text === undefined ? {} : JSON.parse(text)
    return isJsonObject(value) ? value : {}
  } catch {
    return {}
  }
}

/** The picture that the files show. */
export const seenPicture = (world: World) =>
  Effect.gen(function* () {
    const files = yield* MemoryFiles
    const text = (path: string) => files.text(`${MEMORY_ROOT}/${path}`)
    const states = parsed(yield* text(STATE))["states"]
    const all = yield* files.snapshot
    const names = [...world.names, ...world.ids.map((id) => `${id}${COPY}`)]
    const contentOf = (name: string): unknown => {
      const path = `${MEMORY_ROOT}/${PLUGINS}/${name}`
      if (!all.has(path)) return undefined
      const manifest = all.get(`${path}/manifest.json`)
      if (manifest === undefined) return "taken"
      if (manifest.startsWith(BYTE_ORDER_MARK)) return "byte_order_mark"
      return manifest === BROKEN ? "broken" : parsed(manifest)["id"]
    }
    const agreements = parsed(yield* text(AGREEMENTS))
    return {
      config: parsed(yield* text(CONFIG)),
      records: Object.fromEntries(
        Object.entries(isJsonObject(states) ? states : {}).map(([id, record]) => [id, recordPicture(record)])
      ),
      directories: withoutEmpty(Object.fromEntries(names.map((name) => [name, contentOf(name)]))),
      agreed: each(world, (id) => {
        const agreement = agreements[id]
        return isJsonObject(agreement) ? agreement["enabled"] : undefined
      })
    } satisfies Picture
  })
